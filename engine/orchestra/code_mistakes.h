// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/orchestra/parameters.h"

namespace stria {

/// Mistakes that Csound reports at the wrong line, without a line, or dies of, found from the
/// tokens alone: unclosed strings, comments, macros, brackets; `if` without `endif`, `while`
/// without `od`, stray `endin` or `endif`; a line that ends in an operator or a comma before
/// another statement; operators or values side by side; a macro with too few arguments; NUL; a
/// literal division by zero; brackets nested deeper than Csound can; `xin` or `xout` in an
/// instrument; a control signal given to an i variable; `#ifdef` without `#end`; a character that
/// means nothing. What macros or included files may change is
/// left to Csound: nothing that Csound takes is reported.
///
/// `place` gives what the text is (an inline header of a body is skipped); line, column and length
/// are filled in. In the order of the text.
Diagnostics findMistakes(std::string_view code, const Place& place);

/// The names of macros that a text defines.
std::set<std::string, std::less<>> macrosDefinedIn(std::string_view code);

/// Macros that are called and that nobody defines: neither `defined` nor Csound itself (M_PI).
/// Nothing is reported where an included file or a condition may define them.
Diagnostics findUndefinedMacros(std::string_view code,
                                const std::set<std::string, std::less<>>& defined,
                                const Place& place);

/// What the texts of an orchestra name, read once for all of its instruments.
struct NamesElsewhere {
    NamesElsewhere() = default;
    explicit NamesElsewhere(const std::vector<std::string_view>& texts);

    using Names = std::set<std::string, std::less<>>;
    Names names;
    Names macros; ///< those that are defined
    bool includes = false;
};

/// Variables that a body reads before anything has set them (Csound names no line for most of
/// these). `elsewhere`: all of the orchestra, looked at for global variables and macros.
Diagnostics findUnsetVariables(std::string_view body, const InstrumentParameters& parameters,
                               const NamesElsewhere& elsewhere, const Place& place);

} // namespace stria
