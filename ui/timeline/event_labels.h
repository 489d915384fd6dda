// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <unordered_map>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"

namespace stria {

/// What is written on an event.
struct EventLabel {
    QString title;
    QString details; ///< "kmidi 48  kcut 900"
    double titleWidth = 0;
    double detailsWidth = 0;
    bool automated = false;
    SoundSourceId sound; ///< the first argument that is one
};

/// Labels of events, made when they are first seen and kept until something changes.
class EventLabels {
  public:
    explicit EventLabels(const InstrumentFacts& facts) : m_facts(facts) {}

    const EventLabel& of(const Project& project, const ScoreEvent& event);
    void clear() { m_labels.clear(); }

  private:
    EventLabel make(const Project& project, const ScoreEvent& event) const;

    const InstrumentFacts& m_facts;
    std::unordered_map<EventId, EventLabel> m_labels;
};

/// "0.5", "wet", "bell.flac": an argument as people name it.
QString argumentText(const Project& project, const ArgumentValue& value);
/// The event's own name, else that of its sound, else that of its instrument.
QString eventTitle(const Project& project, const ScoreEvent& event);

} // namespace stria
