// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/parameter_curves.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/compile/segment_points.h"

namespace stria {

namespace {

constexpr double openEnd = std::numeric_limits<double>::infinity();
/// A jump at t leaves the old value at t - 2e-6 and has the new one at t - 1e-6, so that a cycle
/// at t, known up to rounding, has the new one.
constexpr double jumpBegins = 2e-6;
constexpr double jumpEnds = 1e-6;

/// An automation with its first value known, and the stretch of time that it rules.
struct Reign {
    const Automation* automation = nullptr;
    std::vector<Breakpoint> points;
    double begin = 0;
    double end = openEnd;

    CurveSegment segment(std::size_t index) const {
        const Breakpoint &first = points[index], &second = points[index + 1];
        return {{first.time, first.value}, {second.time, second.value}, first.shape};
    }
    /// The value just before a time after its first point.
    double justBefore(double time) const {
        std::size_t next = 1;
        while (next < points.size() && points[next].time < time)
            ++next;
        if (next == points.size())
            return points.back().value;
        if (points[next - 1].shape.kind == SegmentShape::Kind::Floor)
            return points[next - 1].value;
        return segment(next - 1).at(time);
    }
};

bool liesBefore(const Automation& automation, double start) {
    return automation.points.size() > 1 && automation.points.back().time < start;
}

/// Who rules when: by first point, of equal ones the later call alone.
std::vector<Reign> divideTime(const std::vector<const Automation*>& automations, double start,
                              std::vector<const Automation*>& unheard) {
    std::vector<const Automation*> sorted;
    for (const Automation* automation : automations) {
        if (automation->points.empty())
            continue;
        if (liesBefore(*automation, start))
            unheard.push_back(automation);
        else
            sorted.push_back(automation);
    }
    std::stable_sort(sorted.begin(), sorted.end(), [](const Automation* a, const Automation* b) {
        return a->points.front().time < b->points.front().time;
    });
    std::vector<Reign> reigns;
    for (const Automation* automation : sorted) {
        const double begin = automation->points.front().time - start;
        if (!reigns.empty() && reigns.back().begin == begin)
            reigns.pop_back();
        reigns.push_back({automation, automation->points, begin, openEnd});
        for (Breakpoint& point : reigns.back().points)
            point.time -= start;
    }
    for (std::size_t i = 0; i + 1 < reigns.size(); ++i)
        reigns[i].end = reigns[i + 1].begin;
    return reigns;
}

/// Collects points from time 0 on.
class CurveWriter {
  public:
    CurveWriter(double value, double cycle) : m_level(value), m_cycle(cycle) {
        m_curve.initial = value;
    }

    /// What the parameter has at the moment of `time` and, if nothing follows, after it.
    void moveTo(double time, double value) {
        if (time < jumpBegins)
            m_curve.initial = value;
        else if (value != m_level)
            jump(time, value);
        m_level = value;
    }

    /// Writes the part of a segment that lies in from..to.
    void draw(const CurveSegment& segment, double from, double to) {
        if (segment.shape.kind == SegmentShape::Kind::Floor) {
            moveTo(from, segment.first.value);
            return;
        }
        moveTo(from, segment.at(from));
        put({from, m_level});
        appendPoints(segment, from, to, m_cycle, m_curve.points);
        m_level = m_curve.points.back().value;
    }

    ParameterCurve take() {
        auto& points = m_curve.points;
        if (std::all_of(points.begin(), points.end(),
                        [this](const CurvePoint& p) { return p.value == m_curve.initial; }))
            points.clear();
        return std::move(m_curve);
    }

  private:
    void put(CurvePoint point) {
        if (m_curve.points.empty() || m_curve.points.back() != point)
            m_curve.points.push_back(point);
    }

    void jump(double time, double value) {
        auto& points = m_curve.points;
        // The old curve ends where the jump begins.
        std::optional<CurvePoint> after;
        while (!points.empty() && points.back().time > time - jumpBegins) {
            after = points.back();
            points.pop_back();
        }
        double old = after ? after->value : m_level;
        if (after && !points.empty()) {
            const CurvePoint& before = points.back();
            const double fraction = (time - jumpBegins - before.time) / (after->time - before.time);
            old = before.value + (after->value - before.value) * fraction;
        }
        put({time - jumpBegins, old});
        put({time - jumpEnds, value});
    }

    ParameterCurve m_curve;
    double m_level;
    double m_cycle;
};

void drawReign(const Reign& reign, CurveWriter& writer) {
    const double begin = std::max(reign.begin, 0.0);
    if (reign.end <= begin)
        return;
    for (std::size_t i = 0; i + 1 < reign.points.size(); ++i) {
        const double from = std::max(reign.points[i].time, begin);
        const double to = std::min(reign.points[i + 1].time, reign.end);
        if (from < to)
            writer.draw(reign.segment(i), from, to);
    }
    const Breakpoint& last = reign.points.back();
    if (last.time < reign.end)
        writer.moveTo(std::max(last.time, begin), last.value);
}

} // namespace

double ParameterCurve::valueAt(double time) const {
    if (points.empty())
        return initial;
    const auto after =
        std::upper_bound(points.begin(), points.end(), time,
                         [](double t, const CurvePoint& point) { return t < point.time; });
    if (after == points.begin())
        return points.front().value;
    if (after == points.end())
        return points.back().value;
    const auto before = std::prev(after);
    const double length = after->time - before->time;
    const double part = length > 0 ? (time - before->time) / length : 1;
    return before->value + part * (after->value - before->value);
}

ParameterCurve mergeAutomations(const std::vector<const Automation*>& automations, double value,
                                double start, double cycle) {
    std::vector<const Automation*> unheard;
    std::vector<Reign> reigns = divideTime(automations, start, unheard);
    CurveWriter writer(value, cycle);
    for (std::size_t i = 0; i < reigns.size(); ++i) {
        if (reigns[i].automation->overtake)
            reigns[i].points.front().value =
                i == 0 ? value : reigns[i - 1].justBefore(reigns[i].begin);
        drawReign(reigns[i], writer);
    }
    ParameterCurve curve = writer.take();
    curve.unheard = std::move(unheard);
    return curve;
}

namespace {

/// Never empty: a level is one point.
std::vector<CurvePoint> pointsOf(const Reign& reign, double cycle) {
    CurveWriter writer(reign.points.front().value, cycle);
    drawReign(reign, writer);
    ParameterCurve curve = writer.take();
    if (curve.points.empty())
        curve.points.push_back({0, curve.initial});
    return std::move(curve.points);
}

/// The first segment as fractions of the way to its end, then the rest as values.
void layOutOvertake(const Reign& reign, double cycle, BusCurve& curve) {
    Reign first = reign;
    first.points.resize(2);
    first.points[0].value = 0;
    first.points[1].value = 1;
    first.end = std::min(reign.end, reign.points[1].time);
    curve.target = reign.points[1].value;
    curve.points = pointsOf(first, cycle);
    curve.fractions = curve.points.size();

    Reign rest = reign;
    rest.points.erase(rest.points.begin());
    rest.begin = rest.points.front().time;
    if (rest.begin < rest.end) {
        const std::vector<CurvePoint> more = pointsOf(rest, cycle);
        curve.points.push_back({rest.begin, rest.points.front().value});
        for (const CurvePoint& point : more)
            if (point.time > rest.begin)
                curve.points.push_back(point);
    }
}

BusCurve layOut(Reign reign, double initial, double cycle) {
    BusCurve curve;
    curve.automation = reign.automation;
    curve.start = std::max(reign.begin, 0.0);
    // What a bus holds before the score is its initial value.
    bool takesOver = reign.automation->overtake;
    if (takesOver && reign.begin <= 0) {
        reign.points.front().value = initial;
        takesOver = false;
    }
    for (Breakpoint& point : reign.points)
        point.time -= curve.start;
    reign.begin -= curve.start;
    reign.end -= curve.start;

    if (takesOver)
        layOutOvertake(reign, cycle, curve);
    else
        curve.points = pointsOf(reign, cycle);
    const double last = reign.points.back().time;
    if (last <= 0)
        return curve;
    // Csound rounds starts to cycles.
    const auto cycleAt = [&](double time) { return std::floor(time / cycle + 0.5); };
    double cycles = std::ceil(last / cycle - 1e-6) + 1; // one that sees the last value
    if (reign.end < openEnd)
        cycles = std::min(cycles, cycleAt(curve.start + reign.end) - cycleAt(curve.start));
    curve.duration = (cycles - 0.5) * cycle;
    return curve;
}

} // namespace

std::vector<BusCurve> layOutBusAutomations(const std::vector<const Automation*>& automations,
                                           double initial, double cycle,
                                           std::vector<const Automation*>& unheard) {
    std::vector<BusCurve> curves;
    for (const Reign& reign : divideTime(automations, 0, unheard)) {
        const bool holdsOnly = reign.automation->overtake && reign.points.size() == 1;
        if (reign.end <= 0 || holdsOnly)
            continue;
        BusCurve curve = layOut(reign, initial, cycle);
        // None of its cycles is left when the next begins in the same one.
        if (curve.duration >= 0)
            curves.push_back(std::move(curve));
    }
    return curves;
}

} // namespace stria
