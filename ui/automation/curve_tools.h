// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/project.h"
#include "ui/automation/curve_edits.h"

namespace stria {

/// What may be done to many points of a curve at once, as functions on a Project. Values that an
/// overtaking curve begins with are left alone. References that lead nowhere are passed over.
namespace curve_tools {

/// All points of one parameter.
std::vector<PointRef> pointsOf(const Project& project, AutomationTarget target,
                               const std::string& parameter);

/// value * factor + offset.
void changeValues(Project& project, const std::vector<PointRef>& points, double factor,
                  double offset);
/// Backwards in time between the first and the last of them, each automation by itself; shapes go
/// with their segments (those without symmetry become their mirror where there is one).
void reverse(Project& project, const std::vector<PointRef>& points);
/// Leaves out points between chosen ones where the curve then differs by at most `tolerance`;
/// segments that are not straight keep their ends. Returns how many are left of the chosen.
std::size_t thin(Project& project, const std::vector<PointRef>& points, double tolerance);
/// A line drawn by hand: replaces what the curve did between the first and the last time of it.
void drawOver(Project& project, AutomationTarget target, const std::string& parameter,
              std::vector<Breakpoint> line, double constant);

/// Points as text, one a line: time, value, shape; tabs between. Times from the first point on.
std::string toText(const Project& project, const std::vector<PointRef>& points);
/// Reads it; the shape may be left out, a comma or blanks may stand for tabs.
/// Errors: InvalidArgument with the line and what was expected.
Expected<std::vector<Breakpoint>> fromText(std::string_view text);

} // namespace curve_tools
} // namespace stria
