// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/knob_take.h"

#include <algorithm>

#include "engine/compile/parameter_curves.h"

namespace stria {

namespace {

/// A knob that is turned moves at least so often; if not, it stood still.
constexpr double longestPause = 0.1;
/// To which shapes are followed where they are cut.
constexpr double fineness = 0.002;

ParameterCurve curveOf(const std::vector<const Automation*>& automations, double constant) {
    return mergeAutomations(automations, constant, 0, fineness);
}

/// The points of a curve strictly between two times.
void addPieces(std::vector<Breakpoint>& points, const ParameterCurve& curve, double from,
               double to) {
    for (const CurvePoint& point : curve.points)
        if (point.time > from && point.time < to)
            points.push_back({point.time, point.value, {}});
}

/// Half of a straight segment or of a step is one as well.
bool canBeCut(const SegmentShape& shape) {
    return shape.kind == SegmentShape::Kind::Linear || shape.kind == SegmentShape::Kind::Floor;
}

/// What a curve did up to a time.
std::vector<Breakpoint> leftOf(const Automation& automation, const ParameterCurve& curve,
                               double time) {
    std::vector<Breakpoint> left;
    for (const Breakpoint& point : automation.points)
        if (point.time < time)
            left.push_back(point);
    if (left.empty())
        return left; // until then the parameter keeps what it has
    if (left.size() < automation.points.size() && !canBeCut(left.back().shape)) {
        const double begin = left.back().time;
        left.back().shape = {};
        addPieces(left, curve, begin, time);
    }
    left.push_back({time, curve.valueAt(time), {}});
    return left;
}

/// What it did from a time on.
std::vector<Breakpoint> rightOf(const Automation& automation, const ParameterCurve& curve,
                                double time) {
    const auto& all = automation.points;
    const auto next = std::find_if(all.begin(), all.end(),
                                   [&](const Breakpoint& point) { return point.time > time; });
    std::vector<Breakpoint> right{{time, curve.valueAt(time), {}}};
    if (next == all.begin())
        right.back().shape.kind = SegmentShape::Kind::Floor;
    else if (next != all.end() && canBeCut(std::prev(next)->shape))
        right.back().shape = std::prev(next)->shape;
    else if (next != all.end())
        addPieces(right, curve, time, next->time);
    right.insert(right.end(), next, all.end());
    return right;
}

} // namespace

void KnobTake::turn(const std::string& parameter, double seconds, double value, double tolerance) {
    Turns& turns = m_turns[parameter];
    turns.tolerance = tolerance;
    if (turns.touches.empty() || turns.touches.back().end)
        turns.touches.emplace_back();
    std::vector<Breakpoint>& line = turns.touches.back().line;
    seconds = std::max(seconds, line.empty() ? 0 : line.back().time);
    if (!line.empty() && seconds - line.back().time > longestPause)
        line.push_back({seconds, line.back().value, {}});
    line.push_back({seconds, value, {}});
}

void KnobTake::letGo(const std::string& parameter, double seconds) {
    const auto turns = m_turns.find(parameter);
    if (turns == m_turns.end() || turns->second.touches.back().end)
        return;
    Touch& touch = turns->second.touches.back();
    touch.end = std::max(seconds, touch.line.back().time);
    touch.line.push_back({*touch.end, touch.line.back().value, {}});
}

void KnobTake::write(Project& project, const InstrumentFacts& facts) const {
    const ScoreEvent* const found = project.find(m_event);
    if (!found)
        return;
    const ScoreEvent event = *found;
    const InstrumentParameters& parameters = facts.of(project.find(event.instrument));
    for (const auto& [name, turns] : m_turns) {
        const Parameter* const parameter = parameters.find(name);
        const double constant = parameter ? numberOf(event, *parameter).value_or(0) : 0;
        write(project, m_event, name, constant, turns);
    }
}

void KnobTake::write(Project& project, EventId event, const std::string& parameter, double constant,
                     const Turns& turns) {
    std::vector<const Automation*> all = project.automationsOf(event);
    std::erase_if(all, [&](const Automation* each) { return each->parameter != parameter; });
    if (all.empty()) {
        (void)project.insert(begun(event, parameter, constant, turns));
        return;
    }
    Automation automation = *all.front();
    if (all.size() > 1) { // one that does what all of them did
        const ParameterCurve curve = curveOf(all, constant);
        automation.overtake = false;
        automation.points = {{0, curve.valueAt(0), {}}};
        for (const CurvePoint& point : curve.points)
            automation.points.push_back({point.time, point.value, {}});
        automation.points = thinned(automation.points, turns.tolerance);
        std::vector<AutomationId> others;
        for (const Automation* each : all)
            if (each->id != automation.id)
                others.push_back(each->id);
        for (const AutomationId other : others)
            (void)project.remove(other);
    }
    for (Touch touch : turns.touches) {
        touch.line = thinned(touch.line, turns.tolerance);
        put(automation, touch, constant);
    }
    (void)project.change(std::move(automation));
}

/// A curve where there was none.
Automation KnobTake::begun(EventId event, const std::string& parameter, double constant,
                           const Turns& turns) {
    Automation automation;
    automation.id = AutomationId::random();
    automation.target = event;
    automation.parameter = parameter;
    std::vector<Breakpoint> points;
    for (const Touch& touch : turns.touches) {
        const double from = touch.line.front().time;
        if (points.empty() && from > 0)
            points.push_back({0, constant, {}});
        if (!points.empty())
            points.push_back({from, points.back().value, {}});
        points.insert(points.end(), touch.line.begin(), touch.line.end());
    }
    automation.points = thinned(points, turns.tolerance);
    return automation;
}

void KnobTake::put(Automation& automation, const Touch& touch, double constant) {
    const ParameterCurve curve = curveOf({&automation}, constant);
    if (automation.overtake) // it has a value of its own wherever it ends up
        automation.points.front().value = curve.valueAt(automation.points.front().time);
    std::vector<Breakpoint> points = leftOf(automation, curve, touch.line.front().time);
    const bool beginsAsBefore = !points.empty();
    points.insert(points.end(), touch.line.begin(), touch.line.end());
    if (touch.end) {
        const std::vector<Breakpoint> right = rightOf(automation, curve, *touch.end);
        points.insert(points.end(), right.begin(), right.end());
    }
    automation.points = std::move(points);
    automation.overtake = automation.overtake && beginsAsBefore;
    if (automation.overtake)
        automation.points.front().value = 0;
}

} // namespace stria
