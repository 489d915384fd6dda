// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/project.h"

namespace stria::test {

/// Two instruments on tracks of their names, and four events.
struct SmallScore {
    Project project;
    InstrumentId glass, pad;
    TrackId glassTrack, padTrack;
    EventId first, second, low, endless;

    SmallScore() {
        glass = addInstrument("glass", "|kamp=0.3, kbright=0.5|\n", 0);
        pad = addInstrument("pad", "|kmidi=60|\n", 1);
        glassTrack = addTrack("glass", 0);
        padTrack = addTrack("pad", 1);
        first = addEvent(glass, 1, 2);
        second = addEvent(glass, 4, 1);
        low = addEvent(pad, 2, 3);
        endless = addEvent(pad, 8, ScoreEvent::endless);
    }

    InstrumentId addInstrument(const char* name, const char* body, double order) {
        Instrument instrument;
        instrument.id = InstrumentId::random();
        instrument.name = name;
        instrument.body = body;
        instrument.order = order;
        (void)project.insert(instrument);
        return instrument.id;
    }
    TrackId addTrack(const char* name, double order) {
        Track track;
        track.id = TrackId::random();
        track.name = name;
        track.order = order;
        (void)project.insert(track);
        return track.id;
    }
    EventId addEvent(InstrumentId instrument, double start, double duration) {
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument;
        event.start = start;
        event.duration = duration;
        event.order = static_cast<double>(project.all<ScoreEvent>().size());
        (void)project.insert(event);
        return event.id;
    }
    AutomationId automate(EventId event, const char* parameter,
                          const std::vector<std::pair<double, double>>& points) {
        Automation automation;
        automation.id = AutomationId::random();
        automation.target = event;
        automation.parameter = parameter;
        for (const auto& [time, value] : points)
            automation.points.push_back({time, value, {}});
        automation.order = static_cast<double>(project.all<Automation>().size());
        (void)project.insert(automation);
        return automation.id;
    }
};

} // namespace stria::test
