// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/project.h"

namespace stria {

/// Gives an event start and duration (ScoreEvent::endless too); a beat anchor and an absolute stop
/// follow.
void placeEvent(ScoreEvent& event, double start, double duration, const TempoMap& tempo);
/// The latest end of what plays, and not before the end marker; what has no end does not count.
/// Looks at each event.
double scoreEnd(const Project& project);

} // namespace stria
