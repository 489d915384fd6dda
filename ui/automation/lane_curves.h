// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <QSize>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/compile/parameter_curves.h"
#include "engine/model/project.h"
#include "ui/automation/curve_edits.h"
#include "ui/document/instrument_facts.h"
#include "ui/document/value_scale.h"
#include "ui/time/time_axis.h"

namespace stria {

/// Events of a lane that touch a stretch of time.
using EventSource = std::function<std::vector<EventId>(double from, double to)>;

/// What a lane shows: one parameter of the events of a track, or a control bus.
struct ParameterOfEvents {
    std::string parameter;
    EventSource events;
};
using LaneSubject = std::variant<ParameterOfEvents, BusId>;

/// What one parameter does during one event, or a bus during the score, and where that is drawn.
struct LaneCurve {
    AutomationTarget target;
    double start = 0; ///< of the event; 0 for a bus
    double end = 0;   ///< of the event; infinite for an endless one, and for a bus
    double constant = 0;
    std::vector<const Automation*> automations; ///< valid until the next change
    ParameterCurve merged;
    /// Where automation moves it, in order; elsewhere the value is only held, and a bus may be
    /// written by instruments. Times as those of points.
    std::vector<std::pair<double, double>> moved;

    double valueAt(double time) const { return merged.valueAt(time); } ///< relative to `start`
    /// The value at a breakpoint, which for an overtaking one is not what is written there.
    double valueOf(const Automation& automation, std::size_t index) const;
};

/// The geometry of an automation lane: curves, points and what lies under the pointer. Plain
/// values, made anew for each use.
class LaneCurves {
  public:
    /// Events too short to see their curve are left out, but for `current`.
    LaneCurves(const Project& project, const InstrumentFacts& facts, const TimeAxis& axis,
               const LaneSubject& subject, const AutomationTarget& current, const QSize& size);

    const std::vector<LaneCurve>& curves() const { return m_curves; }
    const LaneCurve* curveOf(const AutomationTarget& target) const;
    const ValueScale& scale() const { return m_scale; }
    /// Another than the one that follows from hints and values.
    void setScale(const ValueScale& scale) { m_scale = scale; }

    QPointF pointAt(double seconds, double value) const;
    double valueAtY(double y) const;
    QPointF positionOf(const LaneCurve& curve, const Automation& automation,
                       std::size_t index) const;
    /// The curve between two times relative to its start, as fine as pixels are.
    QPolygonF line(const LaneCurve& curve, double from, double to) const;

    std::optional<PointRef> pointNear(const LaneCurve& curve, const QPointF& position) const;
    /// The beginning of the segment whose time holds the position.
    std::optional<PointRef> segmentAt(const LaneCurve& curve, const QPointF& position) const;
    /// The handle that bends a segment of the shape exp.
    std::optional<PointRef> handleNear(const LaneCurve& curve, const QPointF& position) const;
    std::optional<QPointF> handleOf(const LaneCurve& curve, const Automation& automation,
                                    std::size_t index) const;
    bool isOnCurve(const LaneCurve& curve, const QPointF& position) const;

    static constexpr double margin = 10;
    /// Values of an axis so high that can be told apart, and where they stand.
    static std::vector<std::pair<double, double>> marksOf(const ValueScale& scale, int height);

  private:
    void load(const Project& project, const InstrumentFacts& facts,
              const ParameterOfEvents& subject, const AutomationTarget& current);
    void load(const Project& project, BusId bus);

    const TimeAxis& m_axis;
    QSize m_size;
    ValueScale m_scale;
    std::vector<LaneCurve> m_curves;
};

} // namespace stria
