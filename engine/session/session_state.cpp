// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/session_state.h"

namespace stria {

SessionState::SessionState(const SessionOptions& options)
    : host(options.host), dynamicArgsPerInstrument(options.dynamicArgsPerInstrument) {
    Settings settings;
    settings.sampleRate = options.sampleRate;
    settings.channels = options.channels;
    settings.ksmps = options.ksmps;
    settings.a4 = options.a4;
    settings.priorities = options.priorities;
    settings.audioBusLimit = options.numAudioBuses;
    settings.controlBusLimit = options.numControlBuses;
    project.changeSettings(std::move(settings));
}

FixedNumbers SessionState::fixedNumbers() const {
    FixedNumbers fixed;
    for (const auto& [id, instrument] : m_instrumentsById)
        for (std::size_t priority = 1; priority < instrument->numbers.size(); ++priority)
            if (instrument->numbers[priority] != 0)
                fixed.instruments[id].emplace(static_cast<int>(priority),
                                              instrument->numbers[priority]);
    fixed.events.reserve(project.all<ScoreEvent>().size());
    project.all<ScoreEvent>().forEach(
        [&](const ScoreEvent& event) { fixed.events.emplace(event.id, p1Of(event)); });
    for (const auto& [id, use] : m_buses)
        fixed.buses.emplace(id, use.number);
    fixed.tables = m_tables;
    fixed.soundSources = m_sounds;
    return fixed;
}

} // namespace stria
