// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/project.h"

namespace stria::test {

/// An instrument (1) of a plain tone that two events of a second play: 10 at the start, 11 at 2 s.
inline Project twoNotes() {
    Project project;
    Instrument instrument;
    instrument.id = InstrumentId{1};
    instrument.name = "tone";
    instrument.body = "|kamp=0.3, kfreq=440|\nasig oscili kamp, kfreq\nouts asig, asig\n";
    (void)project.insert(instrument);
    for (const int number : {0, 1}) {
        ScoreEvent event;
        event.id = EventId{static_cast<std::uint64_t>(10 + number)};
        event.instrument = instrument.id;
        event.start = 2 * number;
        event.duration = 1;
        (void)project.insert(event);
    }
    return project;
}

} // namespace stria::test
