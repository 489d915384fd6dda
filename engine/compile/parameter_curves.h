// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/model/automation.h"

namespace stria {

/// A point of a curve that is straight between its points. Times never decrease.
struct CurvePoint {
    double time = 0;
    double value = 0;
    bool operator==(const CurvePoint&) const = default;
};

/// What one parameter does during one event: all its sets and automations in one.
struct ParameterCurve {
    double initial = 0; ///< at the event's start
    /// Empty when the parameter keeps its initial value. Before the first point the first value
    /// counts, after the last the last. Jumps are short steep pieces that end just before the
    /// moment from which the new value counts.
    std::vector<CurvePoint> points;
    /// Automations of two or more points that lie wholly before the event: they have no effect.
    std::vector<const Automation*> unheard;

    double valueAt(double time) const; ///< seconds from the event's start
};

/// Merges the automations of one parameter of one event (spec-session.md, section 3).
/// `value`: what the parameter has before any of them. `start`: seconds of the event that are left
/// out at its beginning (the curve begins there). `cycle`: seconds of a control cycle; where a
/// piece of a curve spans fewer cycles than its shape needs points, each cycle gets its exact
/// value. `automations` is in the order of the calls.
ParameterCurve mergeAutomations(const std::vector<const Automation*>& automations, double value,
                                double start, double cycle);

/// One automation of a bus, from its first to its last point or to the next automation.
struct BusCurve {
    const Automation* automation = nullptr;
    double start = 0; ///< time of the score of the first point (0 where cropped)
    /// The automation writes in cycles that begin before so many seconds after its first one; 0: it
    /// sets its one value at `start`. Between cycles, so that rounding does not matter.
    double duration = 0;
    std::vector<CurvePoint> points; ///< times from `start`; never empty
    /// Overtake: so many of the first points hold, in place of a value, the fraction of the way
    /// from what the bus holds at `start` to `target`.
    std::size_t fractions = 0;
    double target = 0;
};

/// The automations of one bus by time, each cut where the next begins (an automation that begins
/// later wins from there; of equal ones the later call). `initial`: what the bus holds before the
/// score. Automations of two or more points that lie wholly before the score are left out and
/// reported in `unheard`.
std::vector<BusCurve> layOutBusAutomations(const std::vector<const Automation*>& automations,
                                           double initial, double cycle,
                                           std::vector<const Automation*>& unheard);

} // namespace stria
