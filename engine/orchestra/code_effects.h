// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/orchestra/text_range.h"

namespace stria {

/// A bus opcode in the code: `asig = busin(ibus)`, `busout ibus, asig`.
struct BusCall {
    enum class Opcode { In, Out, Mix };
    Opcode opcode = Opcode::In;
    TextRange place; ///< of the opcode's name, with `:k` and the like
    std::string bus; ///< the variable or pfield that holds the number; empty: an expression
    char rate = 0;   ///< of what is read or written: 'a', 'k' or 'i'; 0 where it is not plain
    std::optional<double> number = {}; ///< where it is written out: `busout 1, asig`
    bool operator==(const BusCall&) const = default;
};

/// A literal name of an instrument: `schedule "drop", ...`, `nstrnum("drop")`, `active "drop"`, and
/// `i "drop" 0 1` in the text of a scoreline.
struct InstrumentReference {
    std::string name;
    TextRange place; ///< of the name with its quotes; a number may stand in its place
    bool operator==(const InstrumentReference&) const = default;
};

/// What a piece of code (a body, init code, global code) touches outside itself.
/// The texts of macros defined in the code count as code.
struct CodeEffects {
    /// Every name in opcode position, sorted, each once. Without Csound's list of opcodes it cannot
    /// always be told from a variable (`axx byy`), so one that is unknown proves nothing.
    std::vector<std::string> opcodes;
    std::vector<BusCall> busCalls;
    std::vector<InstrumentReference> instrumentReferences; ///< in the order of the text
    /// `schedule Sname`, `nstrnum(Sname)`: names made while playing.
    std::vector<TextRange> computedReferences;
    /// Numbers and names after `instr` in global code (`instr 1, 5, name`).
    std::vector<std::pair<int, TextRange>> instrumentNumbers;
    std::vector<std::pair<std::string, TextRange>> instrumentNames;
    std::vector<std::string> definedOpcodes; ///< `opcode NAME` in this text
    std::vector<std::string> includes;       ///< `#include` names
    bool callsSeed = false;
    bool drawsAtInit = false; ///< names an opcode that draws random numbers at init
    bool drawsWhilePlaying = false;
    bool usesZak = false;
    TextRange setksmps;                       ///< a `setksmps` of its own; line 0: none
    bool usesOutsideWorld = false;            ///< system, fout, ftsave, pipes...
    std::vector<std::string> globalVariables; ///< gk, ga, gi, gS names used
};

/// Of global code or of an instrument's body, whose inline header is passed over.
CodeEffects readCodeEffects(std::string_view code);

} // namespace stria
