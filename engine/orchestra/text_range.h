// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/model/diagnostic.h"
#include "engine/orchestra/tokenizer.h"

namespace stria {

/// A stretch of a text.
struct TextRange {
    std::uint32_t begin = 0; ///< byte offset
    std::uint32_t length = 0;
    int line = 0;   ///< of its first byte, from 1; 0: nowhere in the text
    int column = 0; ///< from 1, in characters

    std::uint32_t end() const { return begin + length; }
    std::string_view in(std::string_view text) const { return text.substr(begin, length); }
    bool operator==(const TextRange&) const = default;
};

/// From the first byte of one token to the last byte of another.
TextRange rangeOf(std::string_view text, const Token& first, const Token& last);
inline TextRange rangeOf(std::string_view text, const Token& token) {
    return rangeOf(text, token, token);
}

/// `place` with the line, column and length (as far as its first line goes) of a range.
Place placeOf(std::string_view text, const TextRange& range, Place place);

/// Characters of UTF-8 text; a byte that is no UTF-8 counts as one.
int characterCount(std::string_view text);

} // namespace stria
