// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stria {

/// An `opcode ... endop` of an orchestra.
struct OpcodeDefinition {
    struct Passed {
        int line = 0; ///< of the statement, from 1; 0: there is none
        int count = 0;
        std::string types = {}; ///< the first letter of each argument
    };

    std::string name;
    std::string outputs; ///< the types as they are written
    std::string inputs;
    int firstLine = 0; ///< that of `opcode`
    int lastLine = 0;  ///< that of `endop`, or the last one
    Passed xin;
    Passed xout; ///< the first one
};

std::vector<OpcodeDefinition> readOpcodeDefinitions(std::string_view orchestra);

} // namespace stria
