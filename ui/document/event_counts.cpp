// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/event_counts.h"

namespace stria {

void EventCounts::recount(const Project& project) {
    m_counts.clear();
    project.all<ScoreEvent>().forEach(
        [&](const ScoreEvent& event) { ++m_counts[event.instrument]; });
}

void EventCounts::take(const Change& change) {
    const auto* const event = std::get_if<EntityChange<ScoreEvent>>(&change);
    if (!event)
        return;
    if (event->before)
        --m_counts[event->before->instrument];
    if (event->after)
        ++m_counts[event->after->instrument];
}

int EventCounts::of(InstrumentId instrument) const {
    const auto known = m_counts.find(instrument);
    return known == m_counts.end() ? 0 : known->second;
}

} // namespace stria
