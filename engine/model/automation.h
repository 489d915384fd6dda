// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/id.h"

namespace stria {

/// How a curve goes from one breakpoint to the next. At fraction f of the segment the value is
/// y0 + (y1 - y0) * at(f).
struct SegmentShape {
    enum class Kind {
        Linear,   ///< f
        Cosine,   ///< half a cosine
        Smooth,   ///< 3f^2 - 2f^3
        Smoother, ///< 6f^5 - 15f^4 + 10f^3
        Floor,    ///< 0 until the next point
        Power     ///< f raised to `exponent`
    };
    Kind kind = Kind::Linear;
    double exponent = 1; ///< Power only; above 0; 1 for all other kinds

    double at(double fraction) const;
    /// The largest |second derivative| of at() over 0..1 (infinite where it is unbounded near 0).
    double largestBend() const;
    bool operator==(const SegmentShape&) const = default;

    /// "linear", "cos", "smooth", "smoother", "floor", "exp=2.5". fromText also takes "exp(2.5)"
    /// and "expon(2.5)".
    std::string toText() const;
    static Expected<SegmentShape> fromText(std::string_view text);
};

struct Breakpoint {
    double time = 0;
    double value = 0;
    SegmentShape shape; ///< of the segment that begins here

    bool operator==(const Breakpoint&) const = default;
};

/// What an automation moves: one parameter of one event, or the value of one control bus.
using AutomationTarget = std::variant<EventId, BusId>;

/// Breakpoints of one parameter. A `set` is an automation of one point: the value from there on.
///
/// Of several automations of one parameter the one whose first point lies later wins from that
/// point on; with equal first points the one with the higher order wins (ties go by id).
struct Automation {
    AutomationId id;
    AutomationTarget target;
    std::string parameter; ///< variable name; empty for a bus
    /// Times are relative to the event's start (for a bus: times of the score), never decreasing,
    /// finite. Never empty. Points may lie before the start of the event and after its end.
    std::vector<Breakpoint> points;
    /// The first value is what the parameter has just before; points.front().value is 0 then.
    bool overtake = false;
    double order = 0;
    std::string extra;

    bool operator==(const Automation&) const = default;
};

/// Leaves out points of a curve of straight segments without which it differs by at most
/// `tolerance` from what it was (Ramer, Douglas and Peucker, measured along the value). The first
/// and the last stay.
std::vector<Breakpoint> thinned(const std::vector<Breakpoint>& points, double tolerance);

} // namespace stria
