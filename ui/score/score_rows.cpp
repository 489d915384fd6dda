// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_rows.h"

#include <QString>
#include <algorithm>

namespace stria {
namespace {

struct Entry {
    int rank = 0; ///< numbers, texts, nothing
    double number = 0;
    const ScoreEvent* event = nullptr;
    QString text;
};

/// Below 0 when `a` comes first.
int compareCells(const Entry& a, const Entry& b, bool descending) {
    if (a.rank != b.rank)
        return a.rank - b.rank;
    const int order =
        a.rank == 1 ? a.text.compare(b.text)
                    : static_cast<int>(a.number > b.number) - static_cast<int>(a.number < b.number);
    return descending ? -order : order;
}

bool isBefore(const Entry& a, const Entry& b, bool descending) {
    if (const int order = compareCells(a, b, descending); order != 0)
        return order < 0;
    if (a.event->start != b.event->start)
        return a.event->start < b.event->start;
    return std::pair(a.event->order, a.event->id) < std::pair(b.event->order, b.event->id);
}

Entry entryOf(const ScoreEvent& event, const CellValue& value) {
    Entry entry;
    entry.event = &event;
    if (const double* number = std::get_if<double>(&value)) {
        entry.number = *number;
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        entry.rank = 1;
        entry.text = QString::fromStdString(*text).toCaseFolded();
    } else {
        entry.rank = 2;
    }
    return entry;
}

} // namespace

ScoreRows::ScoreRows(std::vector<EventId> events) : m_events(std::move(events)) {
    m_places.reserve(m_events.size());
    for (const EventId event : m_events)
        m_places.emplace_back(event, static_cast<int>(m_places.size()));
    std::sort(m_places.begin(), m_places.end());
}

int ScoreRows::placeOf(EventId event) const {
    const auto found = std::lower_bound(m_places.begin(), m_places.end(), std::pair(event, 0));
    return found != m_places.end() && found->first == event ? found->second : -1;
}

std::vector<EventId> arrangeScore(const Project& project, const ScoreColumns& columns,
                                  const ScoreFilter& filter, ScoreSorting sorting) {
    if (columns.count() == 0)
        return {};
    const int column = sorting.column < columns.count() ? sorting.column : 0;
    std::vector<Entry> entries;
    entries.reserve(project.all<ScoreEvent>().size());
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (filter.isEmpty() || filter.accepts(project, columns, event))
            entries.push_back(entryOf(event, cellValue(project, columns, event, column)));
    });
    std::sort(entries.begin(), entries.end(),
              [&](const Entry& a, const Entry& b) { return isBefore(a, b, sorting.descending); });
    std::vector<EventId> events;
    events.reserve(entries.size());
    for (const Entry& entry : entries)
        events.push_back(entry.event->id);
    return events;
}

std::vector<ScoreRowsStep> stepsBetween(const ScoreRows& before, std::vector<EventId> after) {
    std::vector<ScoreRowsStep> steps;
    if (after == before.events())
        return steps;
    const auto add = [&](ScoreRowsStep::Kind kind, std::vector<EventId> events) {
        steps.push_back({kind, std::make_shared<const ScoreRows>(std::move(events))});
    };
    const ScoreRows last(after);
    std::vector<EventId> kept, gone, added;
    for (const EventId event : before.events())
        if (last.placeOf(event) < 0)
            gone.push_back(event);
    for (const EventId event : after)
        (before.placeOf(event) < 0 ? added : kept).push_back(event);
    std::vector<EventId> goneLast = kept;
    goneLast.insert(goneLast.end(), gone.begin(), gone.end());
    if (goneLast != before.events())
        add(ScoreRowsStep::Kind::Order, std::move(goneLast));
    if (!gone.empty())
        add(ScoreRowsStep::Kind::RemoveLast, kept);
    if (added.empty())
        return steps;
    kept.insert(kept.end(), added.begin(), added.end());
    const bool inPlace = kept == after;
    add(ScoreRowsStep::Kind::AddLast, std::move(kept));
    if (!inPlace)
        add(ScoreRowsStep::Kind::Order, std::move(after));
    return steps;
}

} // namespace stria
