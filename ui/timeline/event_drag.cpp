// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/event_drag.h"

#include <QCoreApplication>
#include <algorithm>

namespace stria {

EventDrag::EventDrag(TimelineScene& scene, Kind kind, score_edits::Events events, double grabbedEnd)
    : m_scene(scene), m_kind(kind), m_events(std::move(events)),
      m_lifted(m_events.begin(), m_events.end()), m_grabbedEnd(grabbedEnd) {
    const Project& project = scene.project();
    const Lanes& lanes = scene.lanes();
    m_earliest = score_edits::extent(project, m_events).first;
    m_highestLane = static_cast<int>(lanes.all().size());
    m_lowestLane = -1;
    for (const EventId id : m_events) {
        const ScoreEvent* event = project.find(id);
        const Span* span = event ? lanes.spanOf(*event) : nullptr;
        if (!span)
            continue;
        const int lane = lanes.laneOf(*event);
        m_base.push_back({lane, *span});
        m_highestLane = std::min(m_highestLane, lane);
        m_lowestLane = std::max(m_lowestLane, lane);
    }
    if (kind == Kind::Copy)
        m_copies = score_edits::newIds(m_events);
    m_scene.hold();
    m_edit.emplace(scene.document().begin(name()));
}

EventDrag::~EventDrag() {
    m_edit.reset(); // while the scene is held: it takes both in at once
    m_scene.letGo();
}

QString EventDrag::name() const {
    const int count = static_cast<int>(m_events.size());
    const auto text = [&](const char* words) {
        return QCoreApplication::translate("EventDrag", words, nullptr, count);
    };
    switch (m_kind) {
    case Kind::Move:
        return count == 1 ? text("Move event") : text("Move %n events");
    case Kind::Copy:
        return count == 1 ? text("Copy event") : text("Copy %n events");
    case Kind::Start:
        return count == 1 ? text("Change start") : text("Change start of %n events");
    case Kind::Stretch:
        return count == 1 ? text("Stretch event") : text("Stretch %n events");
    case Kind::End:
        break;
    }
    return count == 1 ? text("Change duration") : text("Change duration of %n events");
}

double EventDrag::factor() const {
    constexpr double least = 0.001;
    const double before = m_grabbedEnd - m_earliest;
    return before > 0 ? std::max(least, (before + m_seconds) / before) : 1;
}

void EventDrag::update(double seconds, double semitones, int laneSteps) {
    const int lanes = static_cast<int>(m_scene.lanes().all().size());
    m_semitones = semitones;
    const bool travels = m_kind == Kind::Move || m_kind == Kind::Copy;
    m_seconds = travels ? std::max(seconds, -m_earliest) : seconds;
    m_laneSteps = travels && m_lowestLane >= 0
                      ? std::clamp(laneSteps, -m_highestLane, lanes - 1 - m_lowestLane)
                      : 0;
    m_ghosts = m_base;
    for (Ghost& ghost : m_ghosts) {
        Span& span = ghost.span;
        switch (m_kind) {
        case Kind::Move:
        case Kind::Copy: {
            ghost.lane += m_laneSteps;
            const Lane& lane = m_scene.lanes().all()[static_cast<std::size_t>(ghost.lane)];
            span.start += m_seconds;
            span.end += m_seconds;
            if (lane.rows == LaneRows::Pitch)
                span.level += static_cast<float>(m_semitones);
            else
                span.level = std::min(span.level, static_cast<float>(lane.rowCount - 1));
            break;
        }
        case Kind::Start:
            span.start = std::clamp(span.start + m_seconds, 0.0,
                                    std::max(span.start, span.end - leastDuration));
            break;
        case Kind::End:
            span.end =
                std::max(std::min(span.end, span.start + leastDuration), span.end + m_seconds);
            break;
        case Kind::Stretch:
            span.start = m_earliest + (span.start - m_earliest) * factor();
            span.end = m_earliest + (span.end - m_earliest) * factor();
            break;
        }
    }
    if (m_events.size() <= previewLimit)
        m_edit->update([this](Project& project) { apply(project); });
    else
        emit m_scene.appearanceChanged();
}

void EventDrag::apply(Project& project) const {
    switch (m_kind) {
    case Kind::Move:
        score_edits::move(project, m_events, m_seconds);
        score_edits::transpose(project, m_events, m_semitones, m_scene.facts());
        score_edits::changeLane(project, m_scene.lanes(), m_events, m_laneSteps);
        break;
    case Kind::Copy: {
        score_edits::copy(project, m_copies, m_seconds);
        score_edits::Events copies;
        for (const EventId id : m_events)
            copies.push_back(m_copies.at(id));
        score_edits::transpose(project, copies, m_semitones, m_scene.facts());
        score_edits::changeLane(project, m_scene.lanes(), copies, m_laneSteps);
        break;
    }
    case Kind::Start:
        score_edits::moveStart(project, m_events, m_seconds, leastDuration);
        break;
    case Kind::End:
        score_edits::moveEnd(project, m_events, m_seconds, leastDuration);
        break;
    case Kind::Stretch:
        score_edits::stretch(project, m_events, factor());
        break;
    }
}

void EventDrag::commit() {
    if (!m_edit->isOpen())
        return;
    if (m_events.size() > previewLimit)
        m_scene.document().edit(name(), [this](Project& project) { apply(project); });
    else
        m_edit->commit();
    if (m_kind != Kind::Copy)
        return;
    std::unordered_set<EventId> copies;
    for (const auto& [original, copy] : m_copies)
        copies.insert(copy);
    const EventId current = m_scene.selection().currentEvent();
    const auto it = m_copies.find(current);
    m_scene.selection().setEvents(std::move(copies), it != m_copies.end() ? it->second : EventId{});
}

} // namespace stria
