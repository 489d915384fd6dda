// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "engine/compile/orchestra_text.h"
#include "engine/orchestra/code_effects.h"

namespace stria {

/// The number of an instrument that code names (its priority 1), or none: not one of the project.
using NumberOfName = std::function<std::optional<int>(const std::string& name)>;

/// What must change in a user's code, wherever it stands, sorted: names of the project's
/// instruments become numbers; `busin(...)` without a rate gets that of the variable it is for,
/// since Csound would take the first form for all.
std::vector<TextEdit> editsFor(std::string_view code, const CodeEffects& effects,
                               const NumberOfName& numberOfName);

/// Statements outside instruments and opcodes that set what the project's settings say: sr, kr,
/// ksmps, nchnls, 0dbfs, A4.
std::vector<TextRange> headerStatements(std::string_view code);

void sortEdits(std::vector<TextEdit>& edits);

} // namespace stria
