// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <unordered_set>
#include <variant>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// A table or a sound file; neither where nothing is chosen.
using SourceId = std::variant<std::monostate, TableId, SoundSourceId>;

/// What is chosen in the document, shared by all views. Not part of the document: it survives undo
/// and is not saved. Ids of what is gone are dropped by Document. UI thread only.
class Selection : public QObject {
    Q_OBJECT

  public:
    explicit Selection(QObject* parent = nullptr) : QObject(parent) {}

    const std::unordered_set<EventId>& events() const { return m_events; }
    bool contains(EventId event) const { return m_events.contains(event); }
    /// The event whose values the inspector shows; null unless at least one is chosen.
    EventId currentEvent() const { return m_currentEvent; }
    InstrumentId currentInstrument() const { return m_currentInstrument; }
    BusId currentBus() const { return m_currentBus; }
    /// Null unless it is the current source.
    TableId currentTable() const;
    SoundSourceId currentSound() const;

    /// Replaces the chosen events; the current one becomes `current` if given and chosen, else any.
    /// Their instrument becomes the current instrument. Forgets the current bus.
    void setEvents(std::unordered_set<EventId> events, EventId current = {});
    void clearEvents() { setEvents({}); }
    void setCurrentInstrument(InstrumentId instrument);
    /// Forgets the events.
    void setCurrentBus(BusId bus);
    /// Leaves everything else as it is. Told again where it was the current one already.
    void setCurrentSource(SourceId source);
    /// Drops what a change removed; of events that were chosen tellForgotten() tells, once for all.
    void forget(const Change& change);
    void tellForgotten();
    void clear();

    /// To look up the instrument of a chosen event; set by Document.
    void setProject(const Project* project) { m_project = project; }

  signals:
    void eventsChanged();
    void currentInstrumentChanged();
    void currentBusChanged();
    void currentSourceChanged();

  private:
    const Project* m_project = nullptr;
    std::unordered_set<EventId> m_events;
    EventId m_currentEvent;
    bool m_forgot = false; ///< events went, and nobody was told yet
    InstrumentId m_currentInstrument;
    BusId m_currentBus;
    SourceId m_currentSource;
};

} // namespace stria
