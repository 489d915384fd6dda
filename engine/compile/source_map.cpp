// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/source_map.h"

#include <algorithm>
#include <utility>

namespace stria {

void SourceMap::addLine(Place place) {
    m_lines.push_back(std::move(place));
    if (m_lines.back().text != TextKind::None)
        m_textLines[ownerOf(m_lines.back())].push_back(lineCount());
}

Place SourceMap::placeOf(int orchestraLine) const {
    if (orchestraLine < 1 || orchestraLine > lineCount())
        return {};
    const Place& place = at(orchestraLine);
    const bool belongsToText = place.instrument || place.globalCode || !place.file.empty();
    if (place.text != TextKind::None || !belongsToText)
        return place;
    const auto known = m_textLines.find(ownerOf(place));
    if (known == m_textLines.end())
        return place;
    const std::vector<int>& lines = known->second;
    auto nearest = std::lower_bound(lines.begin(), lines.end(), orchestraLine);
    // Of two that are equally near, the one before.
    if (nearest == lines.end() ||
        (nearest != lines.begin() && orchestraLine - *(nearest - 1) <= *nearest - orchestraLine))
        --nearest;
    Place near = at(*nearest);
    near.column = near.length = 0;
    return near;
}

Place SourceMap::placeOf(int remainder, InstrumentId instrument) const {
    const int line = runTimeLine(remainder, instrument);
    return line > 0 ? placeOf(line) : Place();
}

int SourceMap::runTimeLine(int remainder, InstrumentId instrument) const {
    constexpr int modulus = 65536;
    int shared = 0;
    for (int line = remainder <= 0 ? remainder + modulus : remainder; line <= lineCount();
         line += modulus) {
        if (isOf(line, instrument))
            return line;
        const Place& place = at(line);
        if (shared == 0 && !place.instrument && (place.globalCode || !place.file.empty()))
            shared = line;
    }
    return shared;
}

bool SourceMap::isOf(int orchestraLine, InstrumentId instrument) const {
    return orchestraLine >= 1 && orchestraLine <= lineCount() &&
           at(orchestraLine).instrument == instrument;
}

} // namespace stria
