// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/orchestra/tokenizer.h"

namespace stria {

/// The name behind `#include` or `#includestr`. Csound takes any character for the quotes
/// (`#include |name|`). Nothing for other directives, for a name that is not closed on its line,
/// and for a name that `#includestr` makes of macros.
std::optional<std::string> includedName(std::string_view text, const Token& directive);

} // namespace stria
