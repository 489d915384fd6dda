// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QString>
#include <unordered_map>
#include <vector>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"
#include "ui/timeline/sample_playback.h"

namespace stria {

/// What is written and drawn on an event.
struct EventLabel {
    QString title;
    QString details; ///< "kmidi 48  kcut 900"
    double titleWidth = 0;
    double detailsWidth = 0;
    bool automated = false;
    SoundSourceId sound; ///< what it plays, or the first argument that is one
    SamplePath path;     ///< through the sound
    /// What the lane's parameter does, or the first automated one: seconds from the event's start,
    /// and 0 (least) to 1 (most). Straight between points, level before and after; empty: nothing.
    std::vector<QPointF> curve;
};

/// Labels of events, made when they are first seen and kept until something changes.
class EventLabels {
  public:
    explicit EventLabels(const InstrumentFacts& facts) : m_facts(facts) {}

    /// `parameter`: the one whose curve is shown, if the event automates it.
    const EventLabel& of(const Project& project, const ScoreEvent& event,
                         const std::string& parameter);
    void clear() {
        m_labels.clear();
        m_sampleCodes.clear();
    }

  private:
    EventLabel make(const Project& project, const ScoreEvent& event, const std::string& parameter);
    void findCurve(const Project& project, const ScoreEvent& event, const std::string& parameter,
                   EventLabel& label);
    void findSound(const Project& project, const ScoreEvent& event, EventLabel& label);

    const InstrumentFacts& m_facts;
    std::unordered_map<EventId, EventLabel> m_labels;
    std::unordered_map<InstrumentId, SampleCode> m_sampleCodes;
};

/// "0.5", "wet", "bell.flac": an argument as people name it.
QString argumentText(const Project& project, const ArgumentValue& value);
/// The event's own name, else that of its sound, else that of its instrument.
QString eventTitle(const Project& project, const ScoreEvent& event);

} // namespace stria
