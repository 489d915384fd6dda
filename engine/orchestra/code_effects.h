// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/orchestra/parameters.h"

namespace stria {

/// A bus opcode in the code: `asig = busin(ibus)`, `busout ibus, asig`.
struct BusCall {
    enum class Opcode { In, Out, Mix };
    Opcode opcode = Opcode::In;
    TextRange place; ///< of the opcode's name, with `:k` and the like
    bool operator==(const BusCall&) const = default;
};

/// A literal name of an instrument: `schedule "drop", ...`, `nstrnum("drop")`, `active "drop"`.
struct InstrumentReference {
    std::string name;
    TextRange place; ///< of the string, quotes included
    bool operator==(const InstrumentReference&) const = default;
};

/// What a piece of code (a body, init code, global code) touches outside itself.
struct CodeEffects {
    std::vector<std::string> opcodes; ///< every name in opcode position, sorted, each once
    std::vector<BusCall> busCalls;
    std::vector<InstrumentReference> instrumentReferences;
    /// `schedule Sname`, `nstrnum(Sname)`: names made while playing.
    std::vector<TextRange> computedReferences;
    /// Numbers and names after `instr` in global code.
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

CodeEffects readCodeEffects(std::string_view code);

/// Mistakes that Csound reports at the wrong line, without a line, or dies of, found from the
/// tokens alone: unclosed strings, comments, brackets; `if` without `endif`, `while` without `od`,
/// stray `endin` or `endif`; a macro with too few arguments; NUL; a literal division by zero; an
/// operator at a line's end; a bracket depth that crashes Csound; `xin` or `xout` in an instrument.
/// `place` gives what the text is; line, column and length are filled in.
Diagnostics findMistakes(std::string_view code, const Place& place);

/// Variables that a body reads and nothing sets (Csound names no line for these). `globals`:
/// everything else of the orchestra, searched for global variables and macros.
Diagnostics findUnsetVariables(std::string_view body, const InstrumentParameters& parameters,
                               const std::vector<std::string_view>& globals, const Place& place);

} // namespace stria
