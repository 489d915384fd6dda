// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/source_map.h"

namespace stria {

Place SourceMap::placeOf(int orchestraLine) const {
    if (orchestraLine < 1 || orchestraLine > lineCount())
        return {};
    const auto at = [this](int line) -> const Place& {
        return m_lines[static_cast<std::size_t>(line - 1)];
    };
    const Place& place = at(orchestraLine);
    const bool belongsToText = place.instrument || place.globalCode || !place.file.empty();
    if (place.text != TextKind::None || !belongsToText)
        return place;
    const auto isOfSameText = [&](int line) {
        const Place& other = at(line);
        return other.text != TextKind::None && other.instrument == place.instrument &&
               other.globalCode == place.globalCode && other.file == place.file;
    };
    for (int distance = 1; distance < lineCount(); ++distance)
        for (const int line : {orchestraLine - distance, orchestraLine + distance})
            if (line >= 1 && line <= lineCount() && isOfSameText(line)) {
                Place near = at(line);
                near.column = near.length = 0;
                return near;
            }
    return place;
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
        const Place& place = m_lines[static_cast<std::size_t>(line - 1)];
        if (shared == 0 && !place.instrument && (place.globalCode || !place.file.empty()))
            shared = line;
    }
    return shared;
}

bool SourceMap::isOf(int orchestraLine, InstrumentId instrument) const {
    return orchestraLine >= 1 && orchestraLine <= lineCount() &&
           m_lines[static_cast<std::size_t>(orchestraLine - 1)].instrument == instrument;
}

} // namespace stria
