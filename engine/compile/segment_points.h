// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/compile/parameter_curves.h"

namespace stria {

/// A segment of a curve as its breakpoints give it.
struct CurveSegment {
    CurvePoint first;
    CurvePoint second; ///< later than `first`
    SegmentShape shape;

    /// At a time from first.time to second.time; a Floor reaches the second value at its end.
    double at(double time) const;
};

/// Appends the points of the stretch after `from` up to and with `to`: straight lines between them
/// stay within 1e-5 of the way from the first to the second value. Where fewer control cycles of
/// `cycle` seconds (counted from time 0) lie in the stretch than that takes, each of them gets its
/// exact value instead; 0: the cycles are not known. Not for Floor.
void appendPoints(const CurveSegment& segment, double from, double to, double cycle,
                  std::vector<CurvePoint>& points);

} // namespace stria
