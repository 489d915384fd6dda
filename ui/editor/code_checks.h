// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/orchestra/opcode_catalogue.h"
#include "engine/orchestra/parameters.h"
#include "ui/editor/code_target.h"

namespace stria {

/// What can be told of a text while it is typed, without Csound.
struct CodeChecks {
    /// Of a body whose parameters can be read.
    std::optional<InstrumentParameters> parameters;
    Diagnostics problems;
    /// `opcode NAME, outputs, inputs` anywhere in the project.
    std::vector<OpcodeSignature> ownOpcodes;
    /// Names of variables in this text, to be offered.
    std::set<std::string> variables;
};

/// Reads one text of a project. Any thread, with a copy of the project.
CodeChecks checkCode(const Project& project, const CodeTarget& target);

/// Opcodes that a text defines.
std::vector<OpcodeSignature> definedOpcodes(std::string_view code);

/// Adds a parameter with its default to the list at the top of a body, or begins such a list.
std::string withParameter(const Instrument& instrument, const std::string& name);

} // namespace stria
