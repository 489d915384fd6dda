// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "engine/model/project.h"
#include "engine/orchestra/opcode_catalogue.h"
#include "engine/orchestra/parameters.h"

namespace stria {

/// "kbright: parameter p7, default 0.5, 0..1, given by 12 of 214 events".
QString describeParameter(const Project& project, InstrumentId instrument,
                          const InstrumentParameters& parameters, const Parameter& parameter);

/// The forms of an opcode, one a line: "a  oscili  k, k, i=-1, i=0". Empty for other words.
QString describeOpcode(const std::string& name, const OpcodeCatalogue& opcodes,
                       const std::vector<OpcodeSignature>& ownOpcodes);

} // namespace stria
