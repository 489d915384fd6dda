// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/event_times.h"

namespace stria {

void placeEvent(ScoreEvent& event, double start, double duration, const TempoMap& tempo) {
    if (event.stop)
        *event.stop += start - event.start;
    event.start = start;
    event.duration = duration;
    if (!event.beats)
        return;
    event.beats->start = tempo.beatAt(start);
    if (!event.isEndless())
        event.beats->duration = tempo.beatAt(start + duration) - event.beats->start;
}

} // namespace stria
