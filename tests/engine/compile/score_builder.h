// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/project.h"

namespace stria::test {

/// Builds a project by short calls. Ids and orders count up, so that the same calls give the same
/// project.
class ScoreBuilder {
  public:
    using Arguments = std::vector<Argument>;
    using Points = std::vector<std::pair<double, double>>;

    ScoreBuilder() {
        change([](Settings& s) { s.channels = 1; });
    }

    Project project;

    template <class Edit> void change(Edit edit) {
        Settings settings = project.settings();
        edit(settings);
        project.changeSettings(settings);
    }
    InstrumentId instrument(const std::string& name, const std::string& body,
                            const std::string& init = {}) {
        Instrument i;
        i.id = InstrumentId{++m_last};
        i.name = name;
        i.body = body;
        i.init = init;
        i.order = m_last;
        return insert(std::move(i));
    }
    EventId event(InstrumentId instrument, double start, double duration, Arguments arguments = {},
                  int priority = 1) {
        ScoreEvent e;
        e.id = EventId{++m_last};
        e.instrument = instrument;
        e.start = start;
        e.duration = duration;
        e.arguments = std::move(arguments);
        e.priority = priority;
        e.order = m_last;
        return insert(std::move(e));
    }
    template <class Edit> void edit(EventId id, Edit edit) {
        ScoreEvent e = *project.find(id);
        edit(e);
        (void)project.change(std::move(e));
    }
    AutomationId automate(AutomationTarget target, const std::string& parameter, Points points,
                          SegmentShape shape = {}, bool overtake = false) {
        Automation a;
        a.id = AutomationId{++m_last};
        a.target = target;
        a.parameter = parameter;
        for (const auto& [time, value] : points)
            a.points.push_back({time, value, shape});
        a.overtake = overtake;
        a.order = m_last;
        return insert(std::move(a));
    }
    BusId bus(Bus::Kind kind, std::optional<double> value = {}) {
        Bus b;
        b.id = BusId{++m_last};
        b.kind = kind;
        b.value = value;
        b.order = m_last;
        return insert(std::move(b));
    }
    TableId table(std::vector<double> data, int number = 0) {
        Table t;
        t.id = TableId{++m_last};
        t.data = std::make_shared<const std::vector<double>>(std::move(data));
        t.number = number;
        t.order = m_last;
        return insert(std::move(t));
    }
    template <class Edit> void edit(TableId id, Edit edit) {
        Table t = *project.find(id);
        edit(t);
        (void)project.change(std::move(t));
    }
    GlobalCodeId globalCode(const std::string& text) {
        GlobalCode g;
        g.id = GlobalCodeId{++m_last};
        g.text = text;
        g.order = m_last;
        return insert(std::move(g));
    }
    template <class Entity> Id<Entity> insert(Entity entity) {
        const Id<Entity> id = entity.id;
        if (const auto result = project.insert(std::move(entity)); !result)
            qFatal("%s", result.error().message.c_str());
        return id;
    }
    /// An id for an entity that is built by hand.
    std::uint64_t next() { return ++m_last; }

  private:
    std::uint64_t m_last = 0;
};

} // namespace stria::test
