// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/text_range.h"

#include <algorithm>

namespace stria {

int characterCount(std::string_view text) {
    return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    }));
}

TextRange rangeOf(std::string_view text, const Token& first, const Token& last) {
    const std::uint32_t length = last.end() - first.begin;
    if (first.column > 0)
        return {first.begin, length, static_cast<int>(first.line), static_cast<int>(first.column)};
    const std::size_t lineEnd =
        first.begin == 0 ? std::string_view::npos : text.find_last_of("\r\n", first.begin - 1);
    const std::size_t lineBegin = lineEnd == std::string_view::npos ? 0 : lineEnd + 1;
    return {first.begin, length, static_cast<int>(first.line),
            characterCount(text.substr(lineBegin, first.begin - lineBegin)) + 1};
}

Place placeOf(std::string_view text, const TextRange& range, Place place) {
    const std::string_view marked = range.in(text);
    place.line = range.line;
    place.column = range.column;
    place.length = characterCount(marked.substr(0, marked.find_first_of("\r\n")));
    return place;
}

} // namespace stria
