// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

using ScoreField = std::variant<double, std::string>;

/// One `i` statement of a Csound score, with everything resolved that refers to other statements.
struct ScoreStatement {
    ScoreField instrument;          ///< p1: a number above 0, or a name
    double start = 0;               ///< p2, base time, factor and sections counted in; 0 or more
    double duration = 0;            ///< p3; below 0: held
    std::vector<ScoreField> fields; ///< from p4 on
    int line = 0;                   ///< of the text, from 1

    bool operator==(const ScoreStatement&) const = default;
};

struct ScoreText {
    std::vector<ScoreStatement> statements; ///< in the order of the text
    /// Errors: what cannot be read, each with its line and what was expected; where there is one,
    /// nothing should be taken over, since later statements may depend on it. Warnings: what is
    /// left out (tables, tempo). At most some hundred, then reading ends.
    Diagnostics problems;
};

/// Reads the `i` statements of a score (of a whole CSD, those of its score): carried fields (`.`,
/// fields left out, `!`), `+` and `^+2`, ramps (`<`), arithmetic in `[ ]`, names and texts in
/// quotes, comments, statements over several lines, base time `b`, factor `v`, sections `s`, the
/// end `e`. What it refuses by name: macros, repeats, other ramps, `np` and `pp`, statements that
/// turn a note off. Never fails on any bytes.
ScoreText readScoreText(std::string_view score);

/// Whether the first statement of a text is an `i` statement of a score, or the text a whole CSD.
bool looksLikeScore(std::string_view text);

} // namespace stria
