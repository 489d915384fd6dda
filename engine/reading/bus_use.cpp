// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/bus_use.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

namespace stria {

namespace {

/// The value that the event gives to the parameter, the last one where it gives several.
const ArgumentValue* valueGiven(const ScoreEvent& event, const Instrument& instrument,
                                const InstrumentParameters& parameters, std::size_t index) {
    const Parameter& wanted = parameters.parameters[index];
    for (auto argument = event.arguments.rbegin(); argument != event.arguments.rend(); ++argument)
        if (argument->parameter == wanted.name ||
            findParameter(instrument, parameters, argument->parameter) == &wanted)
            return &argument->value;
    return nullptr;
}

bool isAutomated(const Project& project, const ScoreEvent& event, const Instrument& instrument,
                 const InstrumentParameters& parameters, std::size_t index) {
    const Parameter& wanted = parameters.parameters[index];
    if (!wanted.isDynamic())
        return false;
    const auto automations = project.automationsOf(event.id);
    return std::any_of(automations.begin(), automations.end(), [&](const Automation* automation) {
        return findParameter(instrument, parameters, automation->parameter) == &wanted;
    });
}

} // namespace

void EventBuses::add(const EventBuses& other) {
    read.insert(other.read.begin(), other.read.end());
    written.insert(other.written.begin(), other.written.end());
    isReadSure = isReadSure && other.isReadSure;
    isWrittenSure = isWrittenSure && other.isWrittenSure;
    canBeAny = canBeAny || other.canBeAny;
}

EventBuses BusUse::of(const ScoreEvent& event) {
    EventBuses buses;
    if (const User* user = userOf(event.instrument))
        for (const BusAccess& access : *user->accesses)
            add(access, event, *user, buses);
    return buses;
}

void BusUse::add(const BusAccess& access, const ScoreEvent& event, const User& user,
                 EventBuses& buses) const {
    std::set<BusId>& target = access.reads() ? buses.read : buses.written;
    bool& isSure = access.reads() ? buses.isReadSure : buses.isWrittenSure;
    const auto addNumber = [&](double number) {
        const Bus* audio = access.canBeAudio() ? m_numbers.find(Bus::Kind::Audio, number) : nullptr;
        const Bus* control =
            access.canBeControl() ? m_numbers.find(Bus::Kind::Control, number) : nullptr;
        isSure = isSure && !(audio && control);
        for (const Bus* bus : {audio, control})
            if (bus)
                target.insert(bus->id);
    };
    const auto addAll = [&] {
        isSure = false;
        buses.canBeAny = true;
        for (const auto& [can, all] : {std::pair(access.canBeAudio(), &m_numbers.audio),
                                       std::pair(access.canBeControl(), &m_numbers.control)})
            if (can)
                for (const Bus* bus : *all)
                    target.insert(bus->id);
    };
    if (access.number)
        return addNumber(*access.number);
    if (!access.parameter)
        return addAll();
    const InstrumentParameters& parameters = *user.reading->parameters;
    if (isAutomated(m_project, event, *user.instrument, parameters, *access.parameter))
        return addAll();
    if (const ArgumentValue* value =
            valueGiven(event, *user.instrument, parameters, *access.parameter)) {
        if (const BusId* bus = std::get_if<BusId>(value)) {
            if (m_project.find(*bus))
                target.insert(*bus);
        } else if (const double* number = std::get_if<double>(value)) {
            addNumber(*number);
        }
    } else if (const double* number =
                   std::get_if<double>(&parameters.parameters[*access.parameter].defaultValue)) {
        addNumber(*number);
    }
}

bool BusUse::takesBus(const Instrument& instrument, const Parameter& parameter) {
    const auto& accesses = m_reading.busAccesses(instrument);
    const std::shared_ptr<const InstrumentReading> reading = m_reading.of(instrument);
    return std::any_of(accesses.begin(), accesses.end(), [&](const BusAccess& access) {
        return access.parameter &&
               reading->parameters->parameters[*access.parameter].pfield == parameter.pfield;
    });
}

bool BusUse::isAudio(BusId id) const {
    const Bus* bus = m_project.find(id);
    return bus && bus->kind == Bus::Kind::Audio;
}

bool BusUse::belongsTo(const EventBuses& sound, const EventBuses& other) const {
    return std::any_of(other.read.begin(), other.read.end(),
                       [&](BusId b) { return isAudio(b) && sound.written.contains(b); }) ||
           std::any_of(other.written.begin(), other.written.end(),
                       [&](BusId b) { return !isAudio(b) && sound.read.contains(b); });
}

std::vector<const ScoreEvent*>
BusUse::surroundings(EventBuses sound, const std::function<bool(const ScoreEvent&)>& counts) {
    std::vector<const ScoreEvent*> found;
    if (m_project.all<Bus>().empty())
        return found;
    struct Candidate {
        const ScoreEvent* event;
        EventBuses buses;
    };
    std::vector<Candidate> candidates;
    m_project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (!counts(event))
            return;
        EventBuses buses = of(event);
        if (!buses.empty())
            candidates.push_back({&event, std::move(buses)});
    });
    for (bool grows = true; grows;) {
        grows = false;
        std::erase_if(candidates, [&](const Candidate& candidate) {
            if (!belongsTo(sound, candidate.buses))
                return false;
            found.push_back(candidate.event);
            sound.add(candidate.buses);
            grows = true;
            return true;
        });
    }
    std::sort(found.begin(), found.end(), [](const ScoreEvent* a, const ScoreEvent* b) {
        return a->order != b->order ? a->order < b->order : a->id < b->id;
    });
    return found;
}

const BusUse::User* BusUse::userOf(InstrumentId id) {
    if (m_numbers.numbers.empty())
        return nullptr;
    const auto [entry, isNew] = m_users.try_emplace(id);
    User& user = entry->second;
    if (isNew)
        if (const Instrument* instrument = m_project.find(id))
            user = {instrument, m_reading.of(*instrument), &m_reading.busAccesses(*instrument)};
    return user.accesses && !user.accesses->empty() ? &user : nullptr;
}

ChosenEvents withEffects(const Project& project, BusUse& use, const std::vector<EventId>& chosen,
                         double from) {
    constexpr double endlessAfter = 60; // seconds
    ChosenEvents result;
    result.events = chosen;
    const std::unordered_set<EventId> isChosen(chosen.begin(), chosen.end());
    EventBuses sound;
    double start = std::numeric_limits<double>::infinity();
    for (const EventId id : chosen)
        if (const ScoreEvent* event = project.find(id)) {
            sound.add(use.of(*event));
            start = std::min(start, event->start);
            result.end = std::max(result.end,
                                  event->isEndless() ? event->start + endlessAfter : event->end());
        }
    from = std::max(from, std::min(start, result.end));
    const auto effects = use.surroundings(sound, [&](const ScoreEvent& event) {
        return event.plays() && event.start < result.end && event.end() > from &&
               !isChosen.contains(event.id);
    });
    for (const ScoreEvent* effect : effects)
        result.events.push_back(effect->id);
    result.hasEffects = !effects.empty();
    return result;
}

} // namespace stria
