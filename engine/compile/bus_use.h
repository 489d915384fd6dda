// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <unordered_map>
#include <vector>

#include "engine/model/project.h"
#include "engine/orchestra/bus_parameters.h"
#include "engine/orchestra/parameters.h"

namespace stria {

/// What events do with the buses they are given. Valid until the project changes.
class BusUse {
  public:
    struct Buses {
        std::set<BusId> read, written;
        bool operator<(const Buses& other) const {
            return read != other.read ? read < other.read : written < other.written;
        }
    };

    explicit BusUse(const Project& project) : m_project(project) {}

    Buses of(const ScoreEvent& event);
    bool isAudio(BusId id) const;
    /// Whether a thing with these buses belongs to the sound: it reads an audio bus that the sound
    /// writes, or writes a control bus that the sound reads.
    bool belongsTo(const Buses& sound, const Buses& other) const;
    /// Of the events that `counts` those that belong to the sound, and to each other by way of it,
    /// in order. Costs a look at each event of the project.
    std::vector<const ScoreEvent*>
    surroundings(Buses sound, const std::function<bool(const ScoreEvent&)>& counts);

  private:
    struct Reader {
        const Instrument* instrument = nullptr;
        InstrumentParameters parameters;
        BusParameters buses;
    };
    /// Null for an instrument that takes no bus.
    const Reader* readerOf(InstrumentId id);

    const Project& m_project;
    std::unordered_map<InstrumentId, Reader> m_readers;
};

} // namespace stria
