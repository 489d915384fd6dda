// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/event_join.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/automation/curve_edits.h"
#include "ui/document/event_edits.h"

namespace stria::score_edits {

namespace {

/// Leaves out what lies before `from`. `initial`: where a curve that overtakes comes from.
void cropBefore(Automation& automation, double from, double initial) {
    auto& points = automation.points;
    if (points.front().time >= from)
        return;
    if (automation.overtake)
        points.front().value = initial;
    automation.overtake = false;
    const auto after = std::find_if(points.begin(), points.end(),
                                    [from](const Breakpoint& point) { return point.time > from; });
    const Breakpoint begin = *std::prev(after);
    if (after == points.end()) {
        points = {{from, begin.value, {}}};
        return;
    }
    const double length = after->time - begin.time, rise = after->value - begin.value;
    const double done = (from - begin.time) / length;
    const bool isSimple = begin.shape.kind == SegmentShape::Kind::Linear ||
                          begin.shape.kind == SegmentShape::Kind::Floor;
    const int pieces = isSimple ? 1 : 32; // the rest of a bent segment has no shape of its own
    std::vector<Breakpoint> left;
    for (int i = 0; i < pieces; ++i) {
        const double part = done + (1 - done) * i / pieces;
        left.push_back({begin.time + part * length, begin.value + rise * begin.shape.at(part),
                        isSimple ? begin.shape : SegmentShape()});
    }
    left.insert(left.end(), after, points.end());
    points = std::move(left);
}

std::vector<Automation> copiesOf(const Project& project, EventId event, const std::string& name) {
    std::vector<Automation> copies;
    for (const Automation* automation : curve_edits::automationsOf(project, event, name))
        copies.push_back(*automation);
    return copies;
}

bool isSameCurve(const Automation& a, const Automation& b, double shift) {
    constexpr double tolerance = 1e-9; // of times that were added up
    return a.overtake == b.overtake &&
           std::equal(a.points.begin(), a.points.end(), b.points.begin(), b.points.end(),
                      [shift](const Breakpoint& p, const Breakpoint& q) {
                          return std::abs(p.time + shift - q.time) <= tolerance &&
                                 p.value == q.value && p.shape == q.shape;
                      });
}

/// What the parameter does in `part`, from its start on, as automations of `whole`.
void takeOver(Project& project, const ScoreEvent& whole, const ScoreEvent& part,
              const Parameter& parameter, double& order) {
    const double shift = part.start - whole.start;
    std::vector<Automation> curves = copiesOf(project, part.id, parameter.name);
    const std::vector<Automation> present = copiesOf(project, whole.id, parameter.name);
    const auto value = numberOf(part, parameter);
    const bool sameValue = value == numberOf(whole, parameter);
    const bool allThere = std::all_of(curves.begin(), curves.end(), [&](const Automation& curve) {
        return std::any_of(present.begin(), present.end(), [&](const Automation& other) {
            return isSameCurve(curve, other, shift);
        });
    });
    if (sameValue && allThere && curves.size() >= present.size())
        return;
    const bool begins = std::any_of(curves.begin(), curves.end(), [](const Automation& curve) {
        return curve.points.front().time <= 0;
    });
    if (!begins && value && (!sameValue || !present.empty()))
        curves.insert(
            curves.begin(),
            Automation{AutomationId(), part.id, parameter.name, {{0, *value, {}}}, false, 0, {}});
    std::stable_sort(curves.begin(), curves.end(), [](const Automation& a, const Automation& b) {
        return a.points.front().time < b.points.front().time;
    });
    for (Automation& curve : curves) {
        cropBefore(curve, 0, value.value_or(0));
        for (Breakpoint& point : curve.points)
            point.time += shift;
        curve.id = AutomationId::random();
        curve.target = whole.id;
        curve.order = order++;
        (void)project.insert(std::move(curve));
    }
}

void takeOver(Project& project, const ScoreEvent& whole, const ScoreEvent& part,
              const InstrumentFacts& facts) {
    double order = 0;
    for (const Automation* automation : project.automationsOf(whole.id))
        order = std::max(order, automation->order + 1);
    // A copy: the facts may be read anew meanwhile.
    const auto parameters = facts.of(project.find(whole.instrument)).parameters;
    for (const Parameter& parameter : parameters)
        if (parameter.isDynamic())
            takeOver(project, whole, part, parameter, order);
}

} // namespace

Events join(Project& project, const Events& events, const InstrumentFacts& facts) {
    std::vector<ScoreEvent> chosen;
    for (const EventId id : events)
        if (const ScoreEvent* event = project.find(id))
            chosen.push_back(*event);
    std::sort(chosen.begin(), chosen.end(), [](const ScoreEvent& a, const ScoreEvent& b) {
        return std::tuple(a.instrument, a.track, a.start, a.id) <
               std::tuple(b.instrument, b.track, b.start, b.id);
    });
    const TempoMap tempo = project.settings().tempo;
    Events left;
    for (std::size_t i = 0; i < chosen.size();) {
        ScoreEvent whole = chosen[i];
        std::size_t next = i + 1;
        for (; next < chosen.size() && chosen[next].instrument == whole.instrument &&
               chosen[next].track == whole.track && !whole.isEndless();
             ++next) {
            const ScoreEvent& part = chosen[next];
            if (part.isEndless())
                whole.duration = ScoreEvent::endless;
            else
                setTimes(whole, whole.start,
                         std::max(whole.duration, part.start + part.duration - whole.start), tempo);
            whole.stop = part.stop;
            takeOver(project, whole, part, facts);
            removeEvents(project, {part.id});
        }
        left.push_back(whole.id);
        (void)project.change(std::move(whole));
        i = next;
    }
    return left;
}

} // namespace stria::score_edits
