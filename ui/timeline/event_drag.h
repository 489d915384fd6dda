// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <unordered_set>
#include <vector>

#include "ui/timeline/score_edits.h"
#include "ui/timeline/timeline_scene.h"

namespace stria {

/// An event as a drag would leave it.
struct Ghost {
    int lane = 0;
    Span span;
};

/// Events being moved, copied or made longer by the mouse. The document shows the result while the
/// mouse is down (many thousand events only from the drop on); the lanes stay as they were and the
/// dragged events are painted over them. Ends by commit(), or takes everything back.
class EventDrag {
  public:
    enum class Kind { Move, Copy, Start, End, Stretch };

    /// `grabbedEnd`: of the event by whose end all are stretched.
    EventDrag(TimelineScene& scene, Kind kind, score_edits::Events events, double grabbedEnd = 0);
    ~EventDrag();
    EventDrag(const EventDrag&) = delete;
    EventDrag& operator=(const EventDrag&) = delete;

    Kind kind() const { return m_kind; }
    void update(double seconds, double semitones, int laneSteps);
    void commit();

    bool hides(EventId event) const { return m_kind != Kind::Copy && m_lifted.contains(event); }
    const std::vector<Ghost>& ghosts() const { return m_ghosts; }
    /// How many times as long as before, when stretching.
    double factor() const;
    /// No event gets shorter than this, seconds.
    static constexpr double leastDuration = 0.001;

  private:
    /// More than these are shown in the document only when dropped.
    static constexpr std::size_t previewLimit = 1000;
    void apply(Project& project) const;
    QString name() const;

    TimelineScene& m_scene;
    Kind m_kind;
    score_edits::Events m_events;
    std::unordered_set<EventId> m_lifted;
    score_edits::Copies m_copies;
    std::vector<Ghost> m_base, m_ghosts;
    double m_earliest = 0, m_grabbedEnd = 0;
    int m_highestLane = 0, m_lowestLane = 0;
    double m_seconds = 0, m_semitones = 0;
    int m_laneSteps = 0;
    std::optional<OpenEdit> m_edit;
};

} // namespace stria
