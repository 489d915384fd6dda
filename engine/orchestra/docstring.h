// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/instrument.h"
#include "engine/orchestra/tokenizer.h"

namespace stria {

/// The comments at the start of a text up to its first code or empty line, without their marks.
std::string readLeadingComment(std::string_view code, const std::vector<Token>& tokens);
/// Hints of comment lines such as `; kcutoff: filter cutoff, 20..20000 Hz log`, wherever they
/// stand; of a name that has several lines with a range, the first.
std::vector<ParameterHint> readHints(std::string_view code, const std::vector<Token>& tokens);

} // namespace stria
