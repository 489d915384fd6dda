// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace stria {

/// The one stretch in which two texts differ, in bytes, never cutting a UTF-8 character.
struct TextDifference {
    std::size_t begin = 0;
    std::size_t removed = 0;  ///< bytes of the old text
    std::size_t inserted = 0; ///< bytes of the new text

    bool operator==(const TextDifference&) const = default;
};

TextDifference differenceBetween(std::string_view before, std::string_view after);

} // namespace stria
