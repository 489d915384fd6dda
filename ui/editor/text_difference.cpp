// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/text_difference.h"

#include <algorithm>

namespace stria {

namespace {

bool isInsideCharacter(std::string_view text, std::size_t index) {
    return index < text.size() && (static_cast<unsigned char>(text[index]) & 0xC0u) == 0x80u;
}

} // namespace

TextDifference differenceBetween(std::string_view before, std::string_view after) {
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t begin = static_cast<std::size_t>(
        std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(shorter),
                      after.begin())
            .first -
        before.begin());
    while (begin > 0 && (isInsideCharacter(before, begin) || isInsideCharacter(after, begin)))
        --begin;
    std::size_t end = 0; // bytes at the end that are equal
    while (end < shorter - begin &&
           before[before.size() - 1 - end] == after[after.size() - 1 - end])
        ++end;
    while (end > 0 && (isInsideCharacter(before, before.size() - end) ||
                       isInsideCharacter(after, after.size() - end)))
        --end;
    return {begin, before.size() - begin - end, after.size() - begin - end};
}

} // namespace stria
