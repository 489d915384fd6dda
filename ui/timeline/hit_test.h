// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <vector>

#include "ui/document/selection.h"
#include "ui/time/time_axis.h"
#include "ui/timeline/lanes.h"

namespace stria {

/// What lies under the pointer.
struct Hit {
    enum class Part { Nothing, Body, Start, End };
    Part part = Part::Nothing;
    EventId event;
    int lane = -1; ///< also where there is no event
};

/// `position` is counted from the left edge of the time and the top of all lanes. Of events over
/// each other a chosen one is found first, else the one painted last.
Hit hitTest(const Lanes& lanes, const TimeAxis& axis, const Selection& selection,
            const QPointF& position);
/// All events that a rectangle touches.
std::vector<EventId> eventsIn(const Lanes& lanes, const TimeAxis& axis, const QRectF& rect);

} // namespace stria
