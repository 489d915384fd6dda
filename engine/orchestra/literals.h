// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/model/instrument.h"
#include "engine/orchestra/tokenizer.h"

namespace stria {

/// What `12`, `.5`, `1e-3` or `0x1F` means; none for other texts and what is out of range.
std::optional<double> readNumber(std::string_view text);
/// The number of a token such as `p12`; 0 when it is none or beyond what Csound can hold.
int pfieldNumber(const Token& token, std::string_view text);
/// What a String or RawString token holds, escapes of the former resolved as Csound does.
std::string readString(const Token& token, std::string_view text);
/// Tokens that are one number (signs allowed) or one closed string; none for anything else.
std::optional<ParameterDefault> readLiteral(std::span<const Token> tokens, std::string_view text);

} // namespace stria
