// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/batch_change.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <random>

#include "ui/look/figures.h"
#include "ui/score/score_cells.h"

namespace stria {
namespace {

/// 0.9, not 0.8999999999999999: twelve digits say all that a person has meant.
QString withoutRounding(double value) {
    constexpr int digits = 12;
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::general, digits);
    return QString::fromLatin1(text.data(), end.ptr - text.data());
}

class Batch {
  public:
    Batch(const Project& project, const ScoreColumns& columns, const std::vector<EventId>& events,
          const BatchChange& change)
        : m_project(project), m_columns(columns), m_change(change), m_random(change.seed) {
        double last = -std::numeric_limits<double>::infinity();
        for (const EventId id : events)
            if (const ScoreEvent* event = project.find(id)) {
                m_earliest = std::min(m_earliest, event->start);
                last = std::max(last, event->start);
            }
        m_span = last - m_earliest;
        m_count = events.size();
    }

    /// What the cell is to hold; nothing where it stays.
    std::optional<QString> textFor(const ScoreEvent& event, std::size_t index) {
        const CellValue value = cellValue(m_project, m_columns, event, m_change.column);
        if (m_change.kind == BatchChange::Kind::Replace)
            return replaced(value);
        const double* number = std::get_if<double>(&value);
        if (!number || !std::isfinite(*number))
            return std::nullopt;
        const double result = changed(*number, event, index);
        return withoutRounding(result == 0 ? 0 : result); // -0 is 0
    }

  private:
    double changed(double value, const ScoreEvent& event, std::size_t index) {
        switch (m_change.kind) {
        case BatchChange::Kind::Scale: {
            const bool isStart = m_columns.at(m_change.column).kind == ScoreColumn::Kind::Start;
            const double from = isStart ? m_earliest : 0;
            return from + (value - from) * m_change.first;
        }
        case BatchChange::Kind::Offset:
            return value + m_change.first;
        case BatchChange::Kind::Randomise:
            return rounded(m_change.first + (m_change.second - m_change.first) * drawn());
        case BatchChange::Kind::Vary:
            return rounded(value + m_change.first * (2 * drawn() - 1));
        case BatchChange::Kind::Curve:
            return rounded(m_change.first + (m_change.second - m_change.first) *
                                                m_change.shape.at(fraction(event, index)));
        case BatchChange::Kind::Replace:
            break;
        }
        return value;
    }

    /// Where the event lies among the chosen in time; by its row where all begin at once.
    double fraction(const ScoreEvent& event, std::size_t index) const {
        if (m_span > 0)
            return (event.start - m_earliest) / m_span;
        return m_count > 1 ? static_cast<double>(index) / static_cast<double>(m_count - 1) : 0;
    }
    double rounded(double value) const { return m_change.wholeNumbers ? std::round(value) : value; }
    /// From 0 up to 1, the same with every standard library.
    double drawn() { return static_cast<double>(m_random() >> 11) * 0x1p-53; }

    std::optional<QString> replaced(const CellValue& value) const {
        if (const double* number = std::get_if<double>(&value)) {
            const bool isTime = m_columns.at(m_change.column).isTime();
            const auto wanted =
                isTime ? figures::readTime(m_change.find) : figures::read(m_change.find);
            const bool same =
                wanted ? *number == *wanted : std::isinf(*number) && m_change.find == endlessWord();
            return same ? std::optional(m_change.replacement) : std::nullopt;
        }
        const auto* text = std::get_if<std::string>(&value);
        if (!text || m_change.find.isEmpty())
            return std::nullopt;
        QString whole = QString::fromStdString(*text);
        if (!whole.contains(m_change.find, Qt::CaseInsensitive))
            return std::nullopt;
        return whole.replace(m_change.find, m_change.replacement, Qt::CaseInsensitive);
    }

    const Project& m_project;
    const ScoreColumns& m_columns;
    const BatchChange& m_change;
    std::mt19937_64 m_random;
    double m_earliest = std::numeric_limits<double>::infinity();
    double m_span = 0;
    std::size_t m_count = 0;
};

} // namespace

Expected<int> applyBatch(Project& project, const ScoreColumns& columns,
                         const std::vector<EventId>& events, const BatchChange& change,
                         std::size_t most) {
    Batch batch(project, columns, events, change);
    std::vector<ScoreEvent> changed;
    for (std::size_t i = 0; i < std::min(most, events.size()); ++i) {
        const ScoreEvent* found = project.find(events[i]);
        if (!found || !columns.has(found->instrument, change.column))
            continue;
        const auto text = batch.textFor(*found, i);
        if (!text)
            continue;
        ScoreEvent event = *found;
        if (auto set = score_cells::set(project, columns, event, change.column, *text); !set)
            return tl::make_unexpected(set.error());
        changed.push_back(std::move(event));
    }
    for (ScoreEvent& event : changed)
        (void)project.change(std::move(event));
    return static_cast<int>(changed.size());
}

} // namespace stria
