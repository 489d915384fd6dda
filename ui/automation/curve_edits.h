// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// A breakpoint in the document.
struct PointRef {
    AutomationId automation;
    std::size_t index = 0;
    auto operator<=>(const PointRef&) const = default;
};

/// What may be done to curves, as functions on a Project. Times are relative to the event's start
/// (those of the score for a bus). References that lead nowhere are passed over.
namespace curve_edits {

/// Those of one parameter, in the order in which they were made.
std::vector<const Automation*> automationsOf(const Project& project, AutomationTarget target,
                                             const std::string& parameter);
/// The automation that rules at a time: of those that have begun the one that began last, else the
/// first. Null if there is none.
const Automation* rulingAt(const std::vector<const Automation*>& automations, double time);

/// Adds a point to the curve that rules at its time. Where there is none a curve begins, at the
/// event's start, with `constant`.
PointRef addPoint(Project& project, AutomationTarget target, const std::string& parameter,
                  Breakpoint point, double constant);
/// Moves points together in time, as far as those beside them let them.
void shiftPoints(Project& project, const std::vector<PointRef>& points, double seconds,
                 const std::function<double(double)>& newValue);
void setPoint(Project& project, PointRef point, double time, double value);
/// An automation without points goes.
void removePoints(Project& project, std::vector<PointRef> points);
void setShape(Project& project, PointRef segmentBegin, SegmentShape shape);
/// Lets the curve begin at what the parameter has just before, or at a value of its own.
void setOvertake(Project& project, AutomationId automation, bool overtake, double value);
/// Removes all automations of the parameter.
void clear(Project& project, AutomationTarget target, const std::string& parameter);

} // namespace curve_edits
} // namespace stria
