// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QSize>
#include <functional>
#include <optional>
#include <string>
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

/// What one parameter does during one event, and where that is drawn.
struct LaneCurve {
    EventId event;
    double start = 0;
    double end = 0; ///< of the event; infinite for an endless one
    double constant = 0;
    std::vector<const Automation*> automations; ///< valid until the next change
    ParameterCurve merged;

    double valueAt(double time) const; ///< relative to the event's start
    /// The value at a breakpoint, which for an overtaking one is not what is written there.
    double valueOf(const Automation& automation, std::size_t index) const;
};

/// The geometry of an automation lane: curves, points and what lies under the pointer. Plain
/// values, made anew for each use.
class LaneCurves {
  public:
    LaneCurves(const Project& project, const InstrumentFacts& facts, const TimeAxis& axis,
               const std::string& parameter, const QSize& size);

    /// Events too short to see their curve are left out, but for `current`.
    void load(const EventSource& source, EventId current);
    const std::vector<LaneCurve>& curves() const { return m_curves; }
    const LaneCurve* curveOf(EventId event) const;
    const ValueScale& scale() const { return m_scale; }

    QPointF pointAt(double seconds, double value) const;
    double valueAtY(double y) const;
    QPointF positionOf(const LaneCurve& curve, const Automation& automation,
                       std::size_t index) const;
    /// The curve between two times relative to the event's start.
    QPainterPath path(const LaneCurve& curve, double from, double to) const;

    std::optional<PointRef> pointNear(const LaneCurve& curve, const QPointF& position) const;
    /// The beginning of the segment whose time holds the position.
    std::optional<PointRef> segmentAt(const LaneCurve& curve, const QPointF& position) const;
    /// The handle that bends a segment of the shape exp.
    std::optional<PointRef> handleNear(const LaneCurve& curve, const QPointF& position) const;
    std::optional<QPointF> handleOf(const LaneCurve& curve, const Automation& automation,
                                    std::size_t index) const;
    bool isOnCurve(const LaneCurve& curve, const QPointF& position) const;

    static constexpr double margin = 10;

  private:
    const Project& m_project;
    const InstrumentFacts& m_facts;
    const TimeAxis& m_axis;
    std::string m_parameter;
    QSize m_size;
    ValueScale m_scale;
    std::vector<LaneCurve> m_curves;
};

} // namespace stria
