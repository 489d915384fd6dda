// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/bus_use.h"

#include <algorithm>
#include <utility>

namespace stria {

BusUse::Buses BusUse::of(const ScoreEvent& event) {
    Buses buses;
    const Reader* reader = readerOf(event.instrument);
    if (!reader)
        return buses;
    for (const Argument& argument : event.arguments) {
        const BusId* bus = std::get_if<BusId>(&argument.value);
        const Parameter* parameter =
            bus ? findParameter(*reader->instrument, reader->parameters, argument.parameter)
                : nullptr;
        if (!parameter)
            continue;
        if (reader->buses.read.contains(parameter->name))
            buses.read.insert(*bus);
        if (reader->buses.written.contains(parameter->name))
            buses.written.insert(*bus);
    }
    return buses;
}

bool BusUse::isAudio(BusId id) const {
    const Bus* bus = m_project.find(id);
    return bus && bus->kind == Bus::Kind::Audio;
}

bool BusUse::belongsTo(const Buses& sound, const Buses& other) const {
    return std::any_of(other.read.begin(), other.read.end(),
                       [&](BusId b) { return isAudio(b) && sound.written.contains(b); }) ||
           std::any_of(other.written.begin(), other.written.end(),
                       [&](BusId b) { return !isAudio(b) && sound.read.contains(b); });
}

std::vector<const ScoreEvent*>
BusUse::surroundings(Buses sound, const std::function<bool(const ScoreEvent&)>& counts) {
    std::vector<const ScoreEvent*> found;
    if (m_project.all<Bus>().empty())
        return found;
    struct Candidate {
        const ScoreEvent* event;
        Buses buses;
    };
    std::vector<Candidate> candidates;
    m_project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (!counts(event))
            return;
        Buses buses = of(event);
        if (!buses.read.empty() || !buses.written.empty())
            candidates.push_back({&event, std::move(buses)});
    });
    for (bool grows = true; grows;) {
        grows = false;
        std::erase_if(candidates, [&](const Candidate& candidate) {
            if (!belongsTo(sound, candidate.buses))
                return false;
            found.push_back(candidate.event);
            sound.read.insert(candidate.buses.read.begin(), candidate.buses.read.end());
            sound.written.insert(candidate.buses.written.begin(), candidate.buses.written.end());
            grows = true;
            return true;
        });
    }
    std::sort(found.begin(), found.end(), [](const ScoreEvent* a, const ScoreEvent* b) {
        return a->order != b->order ? a->order < b->order : a->id < b->id;
    });
    return found;
}

const BusUse::Reader* BusUse::readerOf(InstrumentId id) {
    const auto [entry, isNew] = m_readers.try_emplace(id);
    Reader& reader = entry->second;
    if (isNew) {
        if (const Instrument* instrument = m_project.find(id))
            if (auto parameters = readParameters(*instrument))
                reader = {instrument, std::move(*parameters), busParametersOf(*instrument)};
    }
    const bool takesAny = !reader.buses.read.empty() || !reader.buses.written.empty();
    return takesAny ? &reader : nullptr;
}

} // namespace stria
