// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/orchestra/tokenizer.h"

namespace stria {

/// The name behind `#include` or `#includestr`. Csound takes any character for the quotes
/// (`#include |name|`). Nothing for other directives and for a name that is not closed on its line.
std::optional<std::string> includedName(std::string_view text, const Token& directive);
/// Whether `#includestr` makes the name of macros, so that only Csound can read the file.
bool isMadeOfMacros(std::string_view text, const Token& directive, std::string_view name);

} // namespace stria
