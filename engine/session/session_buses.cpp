// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <set>

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
bool SessionState::isGone(const BusUse& use, const Bus& bus) const {
    return use.isReleased || (!bus.persistent && use.wasUsed && use.events == 0);
}

std::set<BusId> SessionState::busesOf(const ScoreEvent& event) const {
    std::set<BusId> buses;
    const auto add = [&](Bus::Kind kind, double number) {
        if (number < 1 || number > 1e6 || number != std::floor(number))
            return;
        const auto bus = m_busesByNumber.find({kind, static_cast<int>(number)});
        if (bus != m_busesByNumber.end())
            buses.insert(bus->second);
    };
    const std::vector<BusCall>& calls = instrumentOf(event).busCalls;
    for (const Argument& argument : event.arguments) {
        if (const BusId* id = std::get_if<BusId>(&argument.value))
            buses.insert(*id);
        const double* number = calls.empty() ? nullptr : std::get_if<double>(&argument.value);
        for (const BusCall& call : calls)
            if (number && call.bus == argument.parameter) {
                if (call.rate != 'a')
                    add(Bus::Kind::Control, *number);
                if (call.rate == 'a' || call.rate == 0)
                    add(Bus::Kind::Audio, *number);
            }
    }
    return buses;
}

void SessionState::useBuses(const ScoreEvent& event) {
    std::set<BusId> buses = busesOf(event);
    for (const BusId id : buses) {
        BusUse& use = m_buses.at(id);
        ++use.events;
        use.wasUsed = true;
    }
    if (!buses.empty())
        m_busesOfEvents.emplace(event.id, std::move(buses));
}

void SessionState::giveBusesBack(EventId event) {
    const auto used = m_busesOfEvents.find(event);
    if (used == m_busesOfEvents.end())
        return;
    for (const BusId id : used->second)
        --m_buses.at(id).events;
    m_busesOfEvents.erase(used);
}

void SessionState::freeUnusedBuses() {
    std::vector<BusId> unused;
    project.all<Bus>().forEach([&](const Bus& bus) {
        const BusUse& use = m_buses.at(bus.id);
        if (isGone(use, bus) && use.events == 0)
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
