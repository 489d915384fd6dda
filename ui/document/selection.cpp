// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/selection.h"

#include <utility>

namespace stria {

void Selection::setEvents(std::unordered_set<EventId> events, EventId current) {
    EventId chosen;
    if (events.contains(current))
        chosen = current;
    else if (events.contains(m_currentEvent))
        chosen = m_currentEvent;
    else if (!events.empty())
        chosen = *events.begin();
    const bool busForgotten = static_cast<bool>(m_currentBus);
    const bool differs = events != m_events || chosen != m_currentEvent;
    m_events = std::move(events);
    m_currentEvent = chosen;
    m_currentBus = {};
    if (busForgotten)
        emit currentBusChanged();
    if (differs)
        emit eventsChanged();
    if (m_project && m_currentEvent)
        if (const ScoreEvent* event = m_project->find(m_currentEvent))
            setCurrentInstrument(event->instrument);
}

void Selection::setCurrentInstrument(InstrumentId instrument) {
    if (m_currentInstrument == instrument)
        return;
    m_currentInstrument = instrument;
    emit currentInstrumentChanged();
}

void Selection::setCurrentBus(BusId bus) {
    if (m_currentBus == bus)
        return;
    const bool hadEvents = !m_events.empty();
    m_events.clear();
    m_currentEvent = {};
    m_currentBus = bus;
    if (hadEvents)
        emit eventsChanged();
    emit currentBusChanged();
}

TableId Selection::currentTable() const {
    const auto* const table = std::get_if<TableId>(&m_currentSource);
    return table ? *table : TableId{};
}

SoundSourceId Selection::currentSound() const {
    const auto* const sound = std::get_if<SoundSourceId>(&m_currentSource);
    return sound ? *sound : SoundSourceId{};
}

void Selection::setCurrentSource(SourceId source) {
    m_currentSource = source;
    emit currentSourceChanged();
}

void Selection::forget(const Change& change) {
    if (const auto* event = std::get_if<EntityChange<ScoreEvent>>(&change)) {
        if (event->after || m_events.erase(event->id) == 0)
            return;
        if (m_currentEvent == event->id)
            m_currentEvent = m_events.empty() ? EventId{} : *m_events.begin();
        m_forgot = true;
    } else if (const auto* instrument = std::get_if<EntityChange<Instrument>>(&change)) {
        if (!instrument->after && m_currentInstrument == instrument->id)
            setCurrentInstrument({});
    } else if (const auto* bus = std::get_if<EntityChange<Bus>>(&change)) {
        if (!bus->after && m_currentBus == bus->id) {
            m_currentBus = {};
            emit currentBusChanged();
        }
    } else if (const auto* table = std::get_if<EntityChange<Table>>(&change)) {
        if (!table->after && currentTable() == table->id)
            setCurrentSource({});
    } else if (const auto* sound = std::get_if<EntityChange<SoundSource>>(&change)) {
        if (!sound->after && currentSound() == sound->id)
            setCurrentSource({});
    }
}

void Selection::tellForgotten() {
    if (std::exchange(m_forgot, false))
        emit eventsChanged();
}

void Selection::clear() {
    m_events.clear();
    m_currentEvent = {};
    m_currentInstrument = {};
    m_currentBus = {};
    emit eventsChanged();
    emit currentInstrumentChanged();
    emit currentBusChanged();
    setCurrentSource({});
}

} // namespace stria
