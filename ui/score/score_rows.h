// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "ui/score/score_columns.h"
#include "ui/score/score_filter.h"

namespace stria {

/// What the rows of the table go by.
struct ScoreSorting {
    int column = 0;
    bool descending = false;

    bool operator==(const ScoreSorting&) const = default;
};

/// The events that are shown, in order.
class ScoreRows {
  public:
    ScoreRows() = default;
    explicit ScoreRows(std::vector<EventId> events);

    const std::vector<EventId>& events() const { return m_events; }
    int count() const { return static_cast<int>(m_events.size()); }
    EventId at(int row) const { return m_events[static_cast<std::size_t>(row)]; }
    /// -1 when the event is not shown.
    int placeOf(EventId event) const;

  private:
    std::vector<EventId> m_events;
    std::vector<std::pair<EventId, int>> m_places; ///< by id
};

/// Filters and sorts. Numbers come before texts, cells that hold nothing last whatever the
/// direction; what is equal goes by start, then by order and id. Pure: on any thread.
std::vector<EventId> arrangeScore(const Project& project, const ScoreColumns& columns,
                                  const ScoreFilter& filter, ScoreSorting sorting);

/// One step from some rows to others, as item models tell it.
struct ScoreRowsStep {
    enum class Kind { Order, RemoveLast, AddLast };
    Kind kind = Kind::Order;
    std::shared_ptr<const ScoreRows> rows; ///< afterwards
};
/// The steps from `before` to `after`: first what is gone leaves, then what is new comes. None
/// when they are the same.
std::vector<ScoreRowsStep> stepsBetween(const ScoreRows& before, std::vector<EventId> after);

} // namespace stria
