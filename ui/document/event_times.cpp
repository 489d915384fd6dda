// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/event_times.h"

#include <algorithm>
#include <cmath>

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

double scoreEnd(const Project& project) {
    double end = project.settings().endMarker;
    project.all<ScoreEvent>().forEach([&end](const ScoreEvent& event) {
        if (event.plays() && std::isfinite(event.end()))
            end = std::max(end, event.end());
    });
    return end;
}

} // namespace stria
