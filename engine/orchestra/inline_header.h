// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/orchestra/parameters.h"

namespace stria {

/// `i`, `k` and `S` names can be parameters; none for any other.
std::optional<Parameter::Kind> parameterKind(std::string_view name);

/// The list of parameters in bars or braces at the start of a body.
struct InlineHeader {
    TextRange range;                   ///< with bars or braces; length 0: there is none
    std::vector<Parameter> parameters; ///< in the order of the text, without pfields
    Diagnostics problems;
};

/// `tokens` are those of the body; `place` names the instrument for the problems.
InlineHeader readInlineHeader(std::string_view body, const std::vector<Token>& tokens,
                              const Place& place);

} // namespace stria
