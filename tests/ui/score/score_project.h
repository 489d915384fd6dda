// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"
#include "ui/score/score_columns.h"

namespace stria::test {

/// Two instruments, one of which takes a text, a bus, and four events.
struct TableScore {
    Project project;
    InstrumentId glass, voice;
    EventId first, second, said, endless;
    BusId wet;

    TableScore() {
        glass = addInstrument("glass", "|kamp=0.3, kmidi=60, ibus=0|\nout kamp", 0);
        voice = addInstrument("voice", "|Stext=\"hm\", kamp=1|\nprints Stext", 1);
        first = addEvent(glass, 1, 2, {{"kamp", 0.5}});
        second = addEvent(glass, 4, 1, {{"kmidi", 67.0}});
        said = addEvent(voice, 2, 3, {{"Stext", std::string("Solo a")}});
        endless = addEvent(glass, 8, ScoreEvent::endless, {});
        Bus bus;
        bus.id = wet = BusId::random();
        bus.name = "wet";
        (void)project.insert(bus);
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
    EventId addEvent(InstrumentId instrument, double start, double duration,
                     std::vector<Argument> arguments) {
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument;
        event.start = start;
        event.duration = duration;
        event.arguments = std::move(arguments);
        event.order = static_cast<double>(project.all<ScoreEvent>().size());
        (void)project.insert(event);
        return event.id;
    }

    ScoreColumns columns() const { return ScoreColumns(project, InstrumentFacts()); }
    /// Column by its title.
    static int at(const ScoreColumns& columns, const QString& title) {
        for (int column = 0; column < columns.count(); ++column)
            if (columns.title(column) == title)
                return column;
        return -1;
    }
    QString text(EventId event, const QString& title) const {
        const ScoreColumns all = columns();
        return cellText(project, all, *project.find(event), at(all, title));
    }
};

} // namespace stria::test
