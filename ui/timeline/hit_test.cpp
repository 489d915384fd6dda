// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/hit_test.h"

#include <algorithm>

namespace stria {

namespace {

constexpr double reach = 3; // pixels beside an event that still count as the event
constexpr double edge = 6;  // pixels of an edge that can be dragged

Hit::Part partAt(double x, double left, double right) {
    const double zone = std::min(edge, (right - left) / 4);
    if (right - left < 10)
        return x > std::max(right, left + Lanes::leastWidth) ? Hit::Part::End : Hit::Part::Body;
    if (x < left + zone)
        return Hit::Part::Start;
    return x > right - zone ? Hit::Part::End : Hit::Part::Body;
}

} // namespace

Hit hitTest(const Lanes& lanes, const TimeAxis& axis, const Selection& selection,
            const QPointF& position) {
    Hit hit;
    hit.lane = lanes.laneAt(static_cast<int>(position.y()));
    if (hit.lane < 0)
        return hit;
    const Lane& lane = lanes.all()[static_cast<std::size_t>(hit.lane)];
    if (position.y() >= lane.top + lane.height)
        return hit;
    bool hitIsChosen = false;
    lane.index.visit(axis.secondsAt(position.x() - reach), axis.secondsAt(position.x() + reach),
                     [&](const Span& span) {
                         const Lanes::Extent extent = Lanes::extentOf(lane, span.level);
                         if (position.y() < extent.top - 1 ||
                             position.y() > extent.top + extent.height + 1)
                             return;
                         const bool isChosen = selection.contains(span.event);
                         if (hitIsChosen && !isChosen)
                             return;
                         hitIsChosen = isChosen;
                         hit.event = span.event;
                         hit.part = partAt(position.x(), axis.xAt(span.start), axis.xAt(span.end));
                     });
    return hit;
}

std::vector<EventId> eventsIn(const Lanes& lanes, const TimeAxis& axis, const QRectF& rect) {
    std::vector<EventId> events;
    for (const Lane& lane : lanes.all()) {
        if (lane.top > rect.bottom() || lane.top + lane.height < rect.top())
            continue;
        lane.index.visit(
            axis.secondsAt(rect.left()), axis.secondsAt(rect.right()), [&](const Span& span) {
                const Lanes::Extent extent = Lanes::extentOf(lane, span.level);
                if (extent.top <= rect.bottom() && extent.top + extent.height >= rect.top())
                    events.push_back(span.event);
            });
    }
    return events;
}

} // namespace stria
