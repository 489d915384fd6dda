// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "engine/compile/draft.h"

namespace stria {

/// Numbers that stand in the text of the orchestra; longer tables become data files.
constexpr std::size_t mostInlineNumbers = 1000;

/// The project's tables and sound sources: those that are there from the start, and instruments
/// and notes for those that come or go while the score plays.
class TableCode {
  public:
    /// Adds the notes and reserves the instruments.
    explicit TableCode(Draft& draft);
    /// Tables of the start.
    void addTables(Draft& draft) const;
    void addInstruments(Draft& draft) const;

  private:
    void addTable(Draft& draft, const Table& table, const char* indent) const;
    void addSource(Draft& draft, const SoundSource& source, const char* indent) const;

    std::vector<const Table*> m_tables;
    std::vector<const SoundSource*> m_sources;
    int m_maker = 0; ///< instrument that makes tables; 0: not needed
    int m_remover = 0;
};

/// Adds one line that fills a table with numbers, in the text or by a data file. `name`: the
/// variable that gets the number.
void addData(Draft& draft, const std::string& name, int table,
             std::shared_ptr<const std::vector<double>> data, int channels, double sampleRate,
             const std::string& fileName);

} // namespace stria
