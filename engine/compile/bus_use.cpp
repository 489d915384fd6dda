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
