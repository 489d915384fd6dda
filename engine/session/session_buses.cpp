// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/compile/asset_facts.h"
#include "engine/session/session_state.h"

namespace stria {

const Bus* SessionState::busOf(const BusHandle& handle) const {
    if (handle.m_session.lock().get() != this)
        return nullptr;
    const Bus* bus = project.find(handle.id());
    return bus && !isGone(m_buses.at(bus->id), *bus) ? bus : nullptr;
}

int SessionState::numberOf(const BusHandle& handle) const {
    const Bus* bus = busOf(handle);
    return bus ? m_buses.at(bus->id).number : 0;
}

/// For its handles; a released bus stays in the project as long as events use it.
bool SessionState::isGone(const BusCount& use, const Bus& bus) const {
    return use.isReleased ||
           (!bus.persistent && use.wasUsed && use.events == 0 && m_eventsOfAnyBus == 0);
}

BusUse& SessionState::busUse() {
    if (!m_isAroundRead) {
        m_reading.setAround(project, gatherIncludedTexts(project, {}));
        m_isAroundRead = true;
    }
    if (!m_busUse) {
        std::unordered_map<BusId, int> numbers;
        for (const auto& [id, count] : m_buses)
            numbers.emplace(id, count.number);
        m_busUse = std::make_unique<BusUse>(project, m_reading, numbers);
    }
    return *m_busUse;
}

/// Who may use all buses keeps all, but has not used them for certain.
void SessionState::useBuses(const ScoreEvent& event) {
    if (m_buses.empty())
        return;
    const EventBuses found = busUse().of(event);
    UsedBuses used;
    used.canBeAny = found.canBeAny;
    for (const Argument& argument : event.arguments)
        if (const BusId* id = std::get_if<BusId>(&argument.value))
            used.buses.insert(*id);
    if (used.canBeAny) {
        ++m_eventsOfAnyBus;
    } else {
        used.buses.insert(found.read.begin(), found.read.end());
        used.buses.insert(found.written.begin(), found.written.end());
    }
    for (const BusId id : used.buses) {
        BusCount& count = m_buses.at(id);
        ++count.events;
        count.wasUsed = true;
    }
    if (!used.buses.empty() || used.canBeAny)
        m_busesOfEvents.emplace(event.id, std::move(used));
}

void SessionState::giveBusesBack(EventId event) {
    const auto used = m_busesOfEvents.find(event);
    if (used == m_busesOfEvents.end())
        return;
    for (const BusId id : used->second.buses)
        --m_buses.at(id).events;
    m_eventsOfAnyBus -= used->second.canBeAny ? 1 : 0;
    m_busesOfEvents.erase(used);
}

void SessionState::freeUnusedBuses() {
    std::vector<BusId> unused;
    project.all<Bus>().forEach([&](const Bus& bus) {
        const BusCount& use = m_buses.at(bus.id);
        if (isGone(use, bus) && use.events == 0 && m_eventsOfAnyBus == 0)
            unused.push_back(bus.id);
    });
    for (const BusId id : unused) {
        std::vector<AutomationId> automations;
        for (const Automation* automation : project.automationsOf(id))
            automations.push_back(automation->id);
        for (const AutomationId automation : automations)
            (void)project.remove(automation);
        m_busesByNumber.erase({project.find(id)->kind, m_buses.at(id).number});
        (void)project.remove(id);
        m_buses.erase(id);
        m_busUse.reset();
    }
}

Expected<BusHandle> SessionState::assignBus(const BusOptions& options) {
    const Settings& settings = project.settings();
    if (settings.audioBusLimit == 0 && settings.controlBusLimit == 0)
        return failure(ErrorCode::InvalidArgument,
                       "This session has no buses. Make it with numAudioBuses or numControlBuses "
                       "above 0.");
    const Bus::Kind kind =
        options.kind.value_or(options.value ? Bus::Kind::Control : Bus::Kind::Audio);
    const bool isAudio = kind == Bus::Kind::Audio;
    if (isAudio && options.value)
        return failure(ErrorCode::InvalidArgument,
                       "An audio bus takes no value; only a control bus does.");
    if (options.value && !std::isfinite(*options.value))
        return failure(ErrorCode::InvalidArgument,
                       "The value of a control bus must be a finite number.");
    freeUnusedBuses();
    int number = 1;
    while (m_busesByNumber.contains({kind, number}))
        ++number;
    if (const int limit = isAudio ? settings.audioBusLimit : settings.controlBusLimit;
        number > limit)
        return failure(ErrorCode::InvalidArgument,
                       std::string("All ") + std::to_string(limit) +
                           (isAudio ? " audio" : " control") +
                           " buses are in use. Release some, or make the session with more.");
    Bus bus;
    bus.id = BusId::random();
    bus.name = options.name;
    bus.kind = kind;
    bus.value = options.value;
    bus.persistent = options.persist;
    bus.order = nextOrder();
    m_buses[bus.id].number = number;
    m_busesByNumber.emplace(std::pair(kind, number), bus.id);
    m_busUse.reset();
    BusHandle handle(weak_from_this(), bus.id);
    if (auto done = project.insert(std::move(bus)); !done)
        return tl::make_unexpected(done.error());
    return handle;
}

Expected<void> SessionState::release(const BusHandle& handle) {
    if (!busOf(handle))
        return failure(ErrorCode::InvalidArgument,
                       "The bus is not of this session, or has been released already.");
    m_buses.at(handle.id()).isReleased = true;
    freeUnusedBuses();
    return {};
}

} // namespace stria
