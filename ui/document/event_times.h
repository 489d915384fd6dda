// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/score_event.h"
#include "engine/model/timeline.h"

namespace stria {

/// Gives an event start and duration (ScoreEvent::endless too); a beat anchor and an absolute stop
/// follow.
void placeEvent(ScoreEvent& event, double start, double duration, const TempoMap& tempo);

} // namespace stria
