// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <random>

#include "engine/model/project.h"

namespace stria {

/// Projects with everything in them, and texts as nobody would type them.
class RandomProject {
  public:
    explicit RandomProject(unsigned seed) : m_random(seed) {}

    Project make() {
        Project project;
        Settings settings;
        settings.title = text();
        settings.channels = whole(1, 64);
        settings.endMarker = number();
        settings.tempo = TempoMap({{0, 60.5, 4}, {8.25, 120, 3}});
        settings.csoundOptions = {text(), "--omacro:X=1"};
        settings.loopEnd = number();
        project.changeSettings(settings);
        Instrument instrument;
        instrument.id = {bits()};
        instrument.name = text();
        instrument.body = text() + "\r\n" + text();
        instrument.args = {{"kamp", 0.5}, {"Sname", text()}};
        instrument.init = text();
        instrument.doc = text();
        instrument.includes = {text()};
        instrument.aliases = {{text(), "kamp"}};
        instrument.hints = {{"kamp", 0.0, std::nullopt, text(), true},
                            {"kb", std::nullopt, number(), "", false}};
        instrument.colour = "#12ab34";
        instrument.stopShortens = true;
        instrument.order = number();
        put(project, instrument);
        Bus bus{{bits()}, text(), Bus::Kind::Control, number(), true,
                {},       {},     number(),           number(), {}};
        bus.hint = {{}, number(), {}, text(), true};
        bus.laneShown = whole(0, 1) == 1;
        put(project, bus);
        Table table;
        table.id = {bits()};
        table.name = text();
        std::vector<double> data;
        for (int i = whole(0, 2500); i > 0; --i)
            data.push_back(number());
        table.data = std::make_shared<const std::vector<double>>(data);
        table.channels = 2;
        table.freedAt = number();
        put(project, table);
        SoundSource sound{{bits()}, text(), text(), 1, number(), number(),
                          number(), bits(), "00ff", 2, {}};
        put(project, sound);
        Channel channel{{bits()}, text(), Channel::Kind::Text, {{0, text()}, {number(), 2.5}},
                        1,        {}};
        put(project, channel);
        put(project, GlobalCode{{bits()}, text(), text(), "", number(), {}});
        put(project, GlobalCode{{bits()}, "", "", text(), number(), {}});
        put(project, FixedString{{bits()}, 7, text(), {}});
        Track track{{bits()}, text(), "#fff000", 33,
                    true,     true,   true,      {{"kamp", number()}, {text(), 0}},
                    number(), {}};
        put(project, track);
        put(project, Marker{{bits()}, number(), text(), {}});
        for (int i = 0; i < 20; ++i) {
            ScoreEvent event;
            event.id = {bits()};
            event.instrument = instrument.id;
            event.track = i % 2 ? track.id : TrackId();
            event.start = number();
            event.duration = i % 5 ? number() : ScoreEvent::endless;
            event.priority = whole(-3, 9);
            event.name = text();
            event.arguments = {{"kamp", number()}, {"Sname", text()},     {"ibus", bus.id},
                               {"itab", table.id}, {"isample", sound.id}, {"iwho", instrument.id}};
            event.seed = bits();
            if (i % 3 == 0)
                event.stop = number();
            if (i % 4 == 0)
                event.beats = BeatAnchor{number(), number()};
            event.order = i;
            put(project, event);
            Automation automation;
            automation.id = {bits()};
            if (i % 4 == 0)
                automation.target = bus.id;
            else
                automation.target = event.id;
            automation.parameter = i % 4 ? "kamp" : "";
            double time = -1;
            for (int p = i == 7 ? 3456 : whole(1, 6); p > 0; --p)
                automation.points.push_back(
                    {time += number(), number(),
                     p % 3 ? SegmentShape() : SegmentShape{SegmentShape::Kind::Power, 2.5}});
            automation.overtake = i % 2;
            automation.order = number();
            put(project, automation);
        }
        return project;
    }

    std::uint64_t bits() { return m_random() | 1; }
    int whole(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(m_random);
    }
    double number() { return std::exponential_distribution<double>(0.3)(m_random); }
    std::string text() {
        static const std::string pieces[] = {"plain",
                                             "\"",
                                             "\\",
                                             "\n",
                                             "\r",
                                             "\t",
                                             std::string(1, '\0'),
                                             "é",
                                             "\xF0\x9D\x84\x9E",
                                             "\xFF\xFE",
                                             "\xED\xA0\x80",
                                             "{[,]}",
                                             "\x7F",
                                             " ",
                                             "\xED\xB2\x80",
                                             "$NAME"};
        std::string result;
        for (int i = whole(0, 6); i > 0; --i)
            result += pieces[whole(0, static_cast<int>(std::size(pieces)) - 1)];
        return result;
    }

  private:
    template <class Entity> static void put(Project& project, Entity entity) {
        static_cast<void>(project.insert(std::move(entity)));
    }
    std::mt19937_64 m_random;
};

} // namespace stria
