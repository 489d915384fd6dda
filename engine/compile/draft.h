// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/compile/asset_facts.h"
#include "engine/compile/csd_document.h"
#include "engine/compile/numbers.h"
#include "engine/compile/orchestra_text.h"
#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "engine/reading/bus_numbers.h"

namespace stria {

/// Texts that instruments get by `strget`: the project's own at their fixed numbers, others above.
class StringNumbers {
  public:
    explicit StringNumbers(const Project& project);
    int number(std::string_view text);
    /// `strset` lines, by number; texts too long for a line are joined from pieces.
    void addCode(OrchestraText& orchestra) const;

  private:
    std::map<int, std::string> m_texts;
    std::map<std::string, int, std::less<>> m_numbers;
    int m_next;
};

/// Numbers of tables and sound sources: those of the user and of earlier calls, and others that no
/// code mentions.
class TableNumbers {
  public:
    TableNumbers(const Project& project, const FixedNumbers& fixed, std::set<int> inCode,
                 Diagnostics& problems);
    int number(TableId table) const { return m_tables.at(table); }
    int number(SoundSourceId source) const { return m_sources.at(source); }
    bool contains(TableId table) const { return m_tables.contains(table); }
    bool contains(SoundSourceId source) const { return m_sources.contains(source); }
    /// For a table of our own.
    int choose();

  private:
    std::set<int> m_taken;
    std::unordered_map<TableId, int> m_tables;
    std::unordered_map<SoundSourceId, int> m_sources;
    int m_next = firstChosenTable;
};

enum class CompilePurpose {
    Render,
    Check,   ///< everything is looked at, whether it plays or not
    Audition ///< parameters are changed while notes play, those with curves too
};

/// A document that is being compiled: what all steps share.
struct Draft {
    const Project& project;
    const RenderSpec& spec;
    const AssetFacts& facts;
    double sampleRate;
    int ksmps;
    CompilePurpose purpose;
    Diagnostics problems;

    InstrumentNumbers instruments;
    StringNumbers strings;
    TableNumbers tables;
    BusNumbers buses;

    double lastTime = std::numeric_limits<double>::infinity(); ///< known once the score is read
    OrchestraText orchestra;
    std::vector<CsdAsset> assets;
    std::vector<CsdNote> notes;
    /// What each generated note is for, by number of the generated instrument.
    std::map<int, std::string> generatedInstruments;

    bool onlyChecks() const { return purpose == CompilePurpose::Check; }
    double cycle() const { return ksmps / sampleRate; }
    void fail(ErrorCode code, std::string message, Place place = {});
    void warn(std::string message, Place place = {});
    /// A generated instrument that runs before the user's.
    int addGenerated(const std::string& task);
    /// A note of a generated instrument; left out when it comes after `lastTime`.
    void addNote(double instrument, double time, double duration, std::vector<double> more);
};

} // namespace stria
