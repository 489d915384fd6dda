// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// Where each line of a generated orchestra came from.
class SourceMap {
  public:
    /// Lines are added in order, from line 1. `place.line` is the line in the user's own text;
    /// a place without a text (TextKind::None) says that the line is generated, and its instrument,
    /// global code or file tell what for.
    void addLine(Place place);
    int lineCount() const { return static_cast<int>(m_lines.size()); }

    /// The user's place of an orchestra line (from 1). For a line that was generated for an
    /// instrument, global code or file: its nearest line in the user's text, without a column, if
    /// it has one. An empty place when nothing is known.
    Place placeOf(int orchestraLine) const;
    /// Run-time messages count lines modulo 65536 and name the instrument: the line with this
    /// remainder that belongs to the instrument.
    Place placeOf(int remainder, InstrumentId instrument) const;
    /// The orchestra line behind a run-time message: the one with this remainder that belongs to
    /// the instrument, else to no instrument at all, as the code of user opcodes does. 0: none.
    int runTimeLine(int remainder, InstrumentId instrument) const;
    bool isOf(int orchestraLine, InstrumentId instrument) const;

  private:
    using Owner = std::tuple<InstrumentId, GlobalCodeId, std::string>;

    static Owner ownerOf(const Place& place) {
        return {place.instrument, place.globalCode, place.file};
    }
    const Place& at(int line) const { return m_lines[static_cast<std::size_t>(line - 1)]; }

    std::vector<Place> m_lines;
    /// The lines that stand in the user's text, in order.
    std::map<Owner, std::vector<int>> m_textLines;
};

} // namespace stria
