// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace stria {

/// How a message calls a character (UTF-8): itself when it can be seen, else its number and what
/// it is, as `U+00A0 (no-break space)`. Bytes that are no character are given in hexadecimal.
std::string characterName(std::string_view character);

} // namespace stria
