// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/orchestra/statements.h"

namespace stria {

/// A token and what is wrong there, without its place.
struct Mistake {
    Token token;
    std::string message;
};

/// `if`, `while`, `instr` and `opcode` with their ends, `xin` and `xout` in an instrument.
/// `inInstrument`: the code is the body of one. Statements are those of one text, in order.
std::vector<Mistake> findBlockMistakes(const Statements& statements, bool inInstrument);

} // namespace stria
