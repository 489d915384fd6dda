// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// What the `i` statements of a score mean in a project.
struct ScoreEvents {
    /// In the order of the text, under new ids, `order` counted from 0, on no track. Times as
    /// written.
    std::vector<ScoreEvent> events;
    /// Of the text (engine/orchestra/score_text.h) and of what the project lacks. Where there is an
    /// error, nothing should be taken over.
    Diagnostics problems;
};

/// p1 is an instrument's name, or a number: that of an instrument called so ("1"), else its place
/// in the order of definition, as Csound counts instruments with names. p4 and on go to the
/// parameters that have these pfields; a text given to a number parameter names a bus, a table or a
/// sound file. A held note (p3 below 0) is endless.
/// Errors: no such instrument, a number for a text and the like. Warnings: a pfield that the
/// instrument has no use for (unless it is 0).
ScoreEvents readScoreEvents(const Project& project, std::string_view score);

/// An `i` statement a line, in the order given, with all pfields of the instrument: defaults are
/// written out. Buses, tables and sound files go by name. Automation has no place in it.
std::string scoreTextOf(const Project& project, const std::vector<const ScoreEvent*>& events);

} // namespace stria
