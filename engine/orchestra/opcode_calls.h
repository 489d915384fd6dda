// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "engine/orchestra/statements.h"

namespace stria {

/// An opcode and what it is given: `aout oscili 0.5, 440`, `oscili:a(0.5, 440)`, `xtratim 2`.
struct OpcodeCall {
    Token name;
    std::string_view rate; ///< `a` of `oscili:a(...)`; empty without
    Token last;            ///< the token of the rate, else of the name
    bool isFunction = false;
    /// What a statement writes: before the opcode, or left of `=` for a function.
    Statements::Tokens outputs;
    std::vector<Statements::Tokens> arguments; ///< without the commas
};

/// The parts of one statement. Csound itself tells an opcode from a variable by its list of
/// opcodes; here the rate letter of the first name decides where both would do (`kx line 0` and
/// `print kx`).
struct StatementParts {
    enum class Form {
        Label,
        Directive,
        Control, ///< if, while, goto, instr, opcode... and what follows on the line
        Assignment,
        Opcode,
        Other ///< what Csound would hardly take
    };
    Form form = Form::Other;
    Statements::Tokens outputs; ///< names with their indices and commas
    Token verb;                 ///< the opcode, the word of a control, or `=`, `+=`...
    Statements::Tokens inputs;
};

StatementParts readParts(Statements::Tokens statement, std::string_view text);
/// Calls of a statement from left to right, those within arguments included.
void forEachCall(const StatementParts& parts, std::string_view text,
                 const std::function<void(const OpcodeCall&)>& visit);

/// `if`, `endif`, `instr`, `goto`...: words of the language.
bool isKeyword(std::string_view word);
/// Whether a name is that of a variable, by its first letters: `ksig`, `gaout`, `Sname`.
bool looksLikeVariable(std::string_view name);

} // namespace stria
