// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <unordered_map>
#include <vector>

#include "engine/model/project.h"
#include "engine/reading/bus_numbers.h"
#include "engine/reading/reading.h"

namespace stria {

/// What an event does with buses. What cannot be told counts as all buses of its kind.
struct EventBuses {
    std::set<BusId> read, written;
    bool isReadSure = true; ///< false: some of `read` are there because it cannot be told
    bool isWrittenSure = true;
    bool canBeAny = false; ///< nothing at all tells which bus is meant somewhere

    bool empty() const { return read.empty() && written.empty(); }
    void add(const EventBuses& other);
    bool operator<(const EventBuses& other) const {
        return read != other.read ? read < other.read : written < other.written;
    }
};

/// Which buses an event reads and writes: those that it is given by id or by number, under whatever
/// name of the parameter, those of defaults, and those that the code names itself, be it in an
/// included file or in an opcode of the user's. Valid until the project changes.
class BusUse {
  public:
    /// `reading` is of the same project and outlives this.
    BusUse(const Project& project, Reading& reading,
           const std::unordered_map<BusId, int>& numbers = {})
        : m_project(project), m_reading(reading), m_numbers(project, numbers) {}

    EventBuses of(const ScoreEvent& event);
    /// Whether the parameter says which bus an opcode means.
    bool takesBus(const Instrument& instrument, const Parameter& parameter);
    bool isAudio(BusId id) const;
    /// Whether a thing with these buses belongs to the sound: it reads an audio bus that the sound
    /// writes, or writes a control bus that the sound reads.
    bool belongsTo(const EventBuses& sound, const EventBuses& other) const;
    /// Of the events that `counts` those that belong to the sound, and to each other by way of it,
    /// in order. Costs a look at each event of the project.
    std::vector<const ScoreEvent*>
    surroundings(EventBuses sound, const std::function<bool(const ScoreEvent&)>& counts);

  private:
    struct User {
        const Instrument* instrument = nullptr;
        std::shared_ptr<const InstrumentReading> reading;
        const std::vector<BusAccess>* accesses = nullptr;
    };
    /// Null for an instrument that has nothing to do with buses.
    const User* userOf(InstrumentId id);
    void add(const BusAccess& access, const ScoreEvent& event, const User& user,
             EventBuses& buses) const;

    const Project& m_project;
    Reading& m_reading;
    BusNumbers m_numbers;
    std::unordered_map<InstrumentId, User> m_users;
};

/// Events that are chosen to be heard alone, and what their sound passes through or is moved by.
struct ChosenEvents {
    std::vector<EventId> events; ///< those that were chosen first
    double end = 0;              ///< seconds; of what is endless a minute is heard
    bool hasEffects = false;
};
/// Seconds for which effects go on behind the end of what was chosen.
constexpr double tailOfEffects = 3;
/// `from`: where hearing begins, or earlier.
ChosenEvents withEffects(const Project& project, BusUse& use, const std::vector<EventId>& chosen,
                         double from);

} // namespace stria
