// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/lane_curves.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stria {

namespace {
constexpr double pointReach = 8; // pixels
constexpr double lineReach = 6;
constexpr double leastWidth = 4; // of an event, to draw its curve
} // namespace

double LaneCurve::valueOf(const Automation& automation, std::size_t index) const {
    const Breakpoint& point = automation.points[index];
    return index == 0 && automation.overtake ? valueAt(point.time) : point.value;
}

LaneCurves::LaneCurves(const Project& project, const InstrumentFacts& facts, const TimeAxis& axis,
                       const LaneSubject& subject, const AutomationTarget& current,
                       const QSize& size)
    : m_axis(axis), m_size(size) {
    if (const BusId* const bus = std::get_if<BusId>(&subject))
        load(project, *bus);
    else
        load(project, facts, std::get<ParameterOfEvents>(subject), current);
}

void LaneCurves::load(const Project& project, const InstrumentFacts& facts,
                      const ParameterOfEvents& subject, const AutomationTarget& current) {
    bool hasScale = false;
    const double cycle = 2 / m_axis.pixelsPerSecond();
    InstrumentId known; // most events in a row are of one
    const Parameter* parameter = nullptr;
    for (const EventId id : subject.events(m_axis.start(), m_axis.end())) {
        const ScoreEvent* event = project.find(id);
        if (!event || (AutomationTarget(id) != current &&
                       (event->end() - event->start) * m_axis.pixelsPerSecond() < leastWidth))
            continue;
        if (std::exchange(known, event->instrument) != event->instrument) {
            const Instrument* const instrument = project.find(event->instrument);
            const InstrumentParameters& parameters = facts.of(instrument);
            parameter = parameters.find(subject.parameter);
            if (parameter && parameter->isDynamic() && !std::exchange(hasScale, true))
                m_scale = ValueScale::forParameter(
                    subject.parameter, hintFor(*instrument, parameters, subject.parameter));
        }
        if (!parameter || !parameter->isDynamic())
            continue;
        LaneCurve curve;
        curve.target = id;
        curve.start = event->start;
        curve.end = event->end();
        curve.constant = numberOf(*event, *parameter).value_or(0);
        curve.automations = curve_edits::automationsOf(project, id, subject.parameter);
        curve.merged = mergeAutomations(curve.automations, curve.constant, 0, cycle);
        if (!curve.automations.empty())
            curve.moved = {{0, curve.end - curve.start}};
        m_scale.include(curve.constant);
        for (const Automation* automation : curve.automations)
            for (std::size_t i = automation->overtake ? 1 : 0; i < automation->points.size(); ++i)
                m_scale.include(automation->points[i].value);
        m_curves.push_back(std::move(curve));
    }
}

void LaneCurves::load(const Project& project, BusId id) {
    const Bus* const bus = project.find(id);
    if (!bus)
        return;
    m_scale = ValueScale::forBus(project, *bus);
    LaneCurve curve;
    curve.target = id;
    curve.end = std::numeric_limits<double>::infinity();
    curve.constant = bus->value.value_or(0);
    curve.automations = project.automationsOf(id);
    curve.merged =
        mergeAutomations(curve.automations, curve.constant, 0, 2 / m_axis.pixelsPerSecond());
    std::vector<std::pair<double, double>> stretches;
    for (const Automation* automation : curve.automations)
        stretches.emplace_back(std::max(0.0, automation->points.front().time),
                               automation->points.back().time);
    std::stable_sort(stretches.begin(), stretches.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        auto [from, to] = stretches[i];
        if (i + 1 < stretches.size()) // the later one takes over, though it may end before
            to = std::min(to, stretches[i + 1].first);
        if (to > from)
            curve.moved.emplace_back(from, to);
    }
    m_curves.push_back(std::move(curve));
}

const LaneCurve* LaneCurves::curveOf(const AutomationTarget& target) const {
    const auto it = std::find_if(m_curves.begin(), m_curves.end(),
                                 [&](const LaneCurve& curve) { return curve.target == target; });
    return it != m_curves.end() ? &*it : nullptr;
}

QPointF LaneCurves::pointAt(double seconds, double value) const {
    const double room = m_size.height() - 2 * margin;
    return {m_axis.xAt(seconds), margin + (1 - m_scale.fractionOf(value)) * room};
}

double LaneCurves::valueAtY(double y) const {
    const double room = m_size.height() - 2 * margin;
    return m_scale.valueAt(std::clamp(1 - (y - margin) / room, 0.0, 1.0));
}

std::vector<std::pair<double, double>> LaneCurves::marksOf(const ValueScale& scale, int height) {
    constexpr double pitch = 22; // pixels from mark to mark, about
    const double room = height - 2 * margin;
    std::vector<std::pair<double, double>> marks;
    for (const double value : scale.marks(static_cast<int>(room / pitch) - 1))
        marks.emplace_back(value, margin + (1 - scale.fractionOf(value)) * room);
    return marks;
}

QPointF LaneCurves::positionOf(const LaneCurve& curve, const Automation& automation,
                               std::size_t index) const {
    return pointAt(curve.start + automation.points[index].time, curve.valueOf(automation, index));
}

QPolygonF LaneCurves::line(const LaneCurve& curve, double from, double to) const {
    from = std::max(from, m_axis.start() - curve.start - 1 / m_axis.pixelsPerSecond());
    to = std::min(to, m_axis.end() - curve.start + 1 / m_axis.pixelsPerSecond());
    QPolygonF line;
    if (to < from)
        return line;
    // Of the points that fall on a pixel the first, the highest, the lowest and the last count.
    double pixel = 0;
    qsizetype inPixel = 0;
    const auto add = [&](const QPointF& at) {
        if (inPixel == 0 || at.x() - pixel >= 1) {
            pixel = at.x();
            inPixel = 1;
            line << at;
            return;
        }
        if (++inPixel <= 4) {
            line << at;
            return;
        }
        const auto last = line.end() - 1, lowest = line.end() - 2, highest = line.end() - 3;
        if (last->y() > lowest->y())
            lowest->setY(last->y());
        if (last->y() < highest->y())
            highest->setY(last->y());
        *last = at;
    };
    add(pointAt(curve.start + from, curve.valueAt(from)));
    const auto& points = curve.merged.points;
    auto point = std::upper_bound(points.begin(), points.end(), from,
                                  [](double t, const CurvePoint& p) { return t < p.time; });
    // Between points a logarithmic scale bends even a straight line.
    const double step = 3 / m_axis.pixelsPerSecond();
    double last = from;
    for (; point != points.end() && point->time < to; ++point) {
        if (m_scale.isLogarithmic())
            for (double t = last + step; t < point->time; t += step)
                add(pointAt(curve.start + t, curve.valueAt(t)));
        add(pointAt(curve.start + point->time, point->value));
        last = point->time;
    }
    line << pointAt(curve.start + to, curve.valueAt(to));
    return line;
}

std::optional<PointRef> LaneCurves::pointNear(const LaneCurve& curve,
                                              const QPointF& position) const {
    std::optional<PointRef> nearest;
    double best = pointReach;
    for (const Automation* automation : curve.automations)
        for (std::size_t i = 0; i < automation->points.size(); ++i) {
            const QPointF way = positionOf(curve, *automation, i) - position;
            const double distance = std::hypot(way.x(), way.y());
            if (distance <= best) {
                best = distance;
                nearest = PointRef{automation->id, i};
            }
        }
    return nearest;
}

std::optional<PointRef> LaneCurves::segmentAt(const LaneCurve& curve,
                                              const QPointF& position) const {
    const double time = m_axis.secondsAt(position.x()) - curve.start;
    const Automation* ruling = curve_edits::rulingAt(curve.automations, time);
    if (!ruling)
        return std::nullopt;
    for (std::size_t i = 0; i + 1 < ruling->points.size(); ++i)
        if (time >= ruling->points[i].time && time < ruling->points[i + 1].time)
            return PointRef{ruling->id, i};
    return std::nullopt;
}

std::optional<QPointF> LaneCurves::handleOf(const LaneCurve& curve, const Automation& automation,
                                            std::size_t index) const {
    if (index + 1 >= automation.points.size())
        return std::nullopt;
    const Breakpoint& from = automation.points[index];
    const Breakpoint& to = automation.points[index + 1];
    if (from.shape.kind != SegmentShape::Kind::Power)
        return std::nullopt;
    const double first = curve.valueOf(automation, index);
    return pointAt(curve.start + (from.time + to.time) / 2,
                   first + (to.value - first) * from.shape.at(0.5));
}

std::optional<PointRef> LaneCurves::handleNear(const LaneCurve& curve,
                                               const QPointF& position) const {
    for (const Automation* automation : curve.automations)
        for (std::size_t i = 0; i + 1 < automation->points.size(); ++i)
            if (const auto handle = handleOf(curve, *automation, i);
                handle && (*handle - position).manhattanLength() <= pointReach)
                return PointRef{automation->id, i};
    return std::nullopt;
}

bool LaneCurves::isOnCurve(const LaneCurve& curve, const QPointF& position) const {
    const double time = m_axis.secondsAt(position.x()) - curve.start;
    if (time < 0 || curve.start + time > curve.end)
        return false;
    const double y = pointAt(curve.start + time, curve.valueAt(time)).y();
    return std::abs(y - position.y()) <= lineReach;
}

} // namespace stria
