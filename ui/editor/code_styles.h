// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/orchestra/opcode_catalogue.h"
#include "engine/orchestra/tokenizer.h"

class QsciScintilla;

namespace stria {

/// What a stretch of code is coloured as; the numbers are Scintilla's style numbers.
enum class CodeStyle : std::uint8_t {
    Plain,
    Comment,
    String,
    Number,
    Keyword,
    Opcode,
    Directive,
    Parameter,
    FixedVariable,
    ControlVariable,
    AudioVariable,
    TextVariable
};

/// The names that are coloured by what they mean.
struct KnownNames {
    std::set<std::string, std::less<>> parameters; ///< variable names
    std::set<std::string, std::less<>> ownOpcodes; ///< defined by the project
    OpcodeCatalogue opcodes;
};

/// A style a byte, of one line that begins in `state`, which becomes that of the next.
std::vector<CodeStyle> styleLine(std::string_view line, LineState& state, const KnownNames& names);

/// Fonts and colours of look::, for all styles, margins, caret and selection.
void applyCodeStyles(QsciScintilla& view);

} // namespace stria
