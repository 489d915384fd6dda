// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_clipboard.h"

#include <algorithm>
#include <map>

#include "engine/model/checks.h"
#include "engine/orchestra/score_events.h"
#include "ui/document/event_edits.h"
#include "ui/score/score_cells.h"
#include "ui/score/score_words.h"

namespace stria::score_clipboard {
namespace {

tl::unexpected<Diagnostic> refused(const QString& sentence) {
    return failure(ErrorCode::InvalidArgument, sentence.toStdString());
}

tl::unexpected<Diagnostic> tooMany() {
    return refused(
        scoreWords("The clipboard holds more than %1 lines. Paste fewer at once.").arg(mostLines));
}

QString inCell(const QString& text) {
    if (!text.contains('\t') && !text.contains('"') && !text.contains('\n'))
        return text;
    QString quoted = text;
    quoted.replace('"', QLatin1String("\"\""));
    return '"' + quoted + '"';
}

/// Puts one line's cells into events.
class Paster {
  public:
    Paster(Project& project, const ScoreColumns& columns, const Target& target)
        : m_project(project), m_columns(columns), m_target(target),
          m_order(nextEventOrder(project)) {}

    /// REQUIRES: the first line holds titles.
    Expected<Pasted> addAll(const Lines& lines, const std::vector<int>& titles) {
        for (std::size_t line = 1; line < lines.size(); ++line) {
            ScoreEvent event;
            event.instrument = m_target.instrument;
            if (auto added = add(std::move(event), lines[line], titles, line); !added)
                return tl::make_unexpected(added.error());
        }
        return finish();
    }

    Expected<Pasted> putInPlace(const Lines& lines) {
        for (std::size_t row = 0; row < rowsFor(lines); ++row) {
            const auto& cells = lines.size() == 1 ? lines.front() : lines[row];
            const std::size_t line = lines.size() == 1 ? 0 : row;
            if (row >= m_target.events.size()) {
                if (auto added = add(likeTheLast(), cells, m_target.columns, line); !added)
                    return tl::make_unexpected(added.error());
                continue;
            }
            const ScoreEvent* found = m_project.find(m_target.events[row]);
            if (!found)
                continue;
            ScoreEvent event = *found;
            if (auto put = putLine(event, cells, m_target.columns, line); !put)
                return tl::make_unexpected(put.error());
            m_events.push_back(std::move(event));
        }
        return finish();
    }

  private:
    std::size_t rowsFor(const Lines& lines) const {
        return lines.size() == 1 ? std::max<std::size_t>(1, m_target.chosenRows) : lines.size();
    }

    ScoreEvent likeTheLast() const {
        ScoreEvent event;
        event.instrument = m_target.instrument;
        if (!m_events.empty())
            event = m_events.back();
        event.seed = 0;
        return event;
    }

    Expected<void> add(ScoreEvent event, const std::vector<QString>& cells,
                       const std::vector<int>& columns, std::size_t line) {
        event.id = EventId::random();
        event.order = m_order++;
        if (auto put = putLine(event, cells, columns, line); !put)
            return put;
        if (!m_project.find(event.instrument))
            return refused(scoreWords("Line %1 names no instrument.").arg(line + 1));
        ++m_pasted.added;
        m_events.push_back(std::move(event));
        return {};
    }

    /// The instrument first: what the other cells mean depends on it. An end that stands beside a
    /// duration says nothing more.
    Expected<void> putLine(ScoreEvent& event, const std::vector<QString>& cells,
                           const std::vector<int>& columns, std::size_t line) {
        using Kind = ScoreColumn::Kind;
        const std::size_t count = std::min(cells.size(), columns.size());
        for (std::size_t i = columns.size(); i < cells.size(); ++i)
            if (!cells[i].trimmed().isEmpty())
                return refused(
                    scoreWords("Line %1 has more cells than there are columns.").arg(line + 1));
        const bool hasDuration = std::any_of(columns.begin(), columns.end(), [&](int column) {
            return column >= 0 && m_columns.at(column).kind == Kind::Duration;
        });
        for (const bool instruments : {true, false})
            for (std::size_t i = 0; i < count; ++i) {
                const Kind kind = m_columns.at(columns[i]).kind;
                if ((kind == Kind::Instrument) != instruments || (kind == Kind::End && hasDuration))
                    continue;
                if (auto put = putCell(event, columns[i], cells[i], line); !put)
                    return put;
            }
        return {};
    }

    Expected<void> putCell(ScoreEvent& event, int column, const QString& cell, std::size_t line) {
        const bool isEmpty = cell.trimmed().isEmpty();
        if (isEmpty && (!m_columns.has(event.instrument, column) ||
                        m_columns.at(column).kind != ScoreColumn::Kind::Parameter))
            return {};
        const auto set = score_cells::set(m_project, m_columns, event, column, cell);
        if (set)
            return {};
        return refused(scoreWords("Line %1, %2: %3")
                           .arg(QString::number(line + 1), m_columns.title(column),
                                QString::fromStdString(set.error().message)));
    }

    Pasted finish() {
        for (ScoreEvent& event : m_events) {
            m_pasted.events.push_back(event.id);
            if (m_project.find(event.id))
                (void)m_project.change(std::move(event));
            else
                (void)m_project.insert(std::move(event));
        }
        return std::move(m_pasted);
    }

    Project& m_project;
    const ScoreColumns& m_columns;
    const Target& m_target;
    double m_order;
    std::vector<ScoreEvent> m_events;
    Pasted m_pasted;
};

/// The columns that a line names; empty where it is no line of titles.
std::vector<int> titlesIn(const ScoreColumns& columns, const std::vector<QString>& line) {
    std::vector<int> found;
    for (const QString& cell : line) {
        int column = 0;
        while (column < columns.count() &&
               columns.title(column).compare(cell.trimmed(), Qt::CaseInsensitive) != 0)
            ++column;
        if (column == columns.count())
            return {};
        found.push_back(column);
    }
    return found;
}

} // namespace

Expected<Lines> readCells(const QString& text) {
    Lines lines;
    std::vector<QString> line;
    QString cell;
    bool quoted = false;
    const auto endLine = [&] {
        line.push_back(std::exchange(cell, {}));
        lines.push_back(std::exchange(line, {}));
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted) {
            if (c != '"')
                cell += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                cell += text[++i];
            else
                quoted = false;
        } else if (c == '"' && cell.isEmpty()) {
            quoted = true;
        } else if (c == '\t') {
            line.push_back(std::exchange(cell, {}));
        } else if (c == '\n') {
            endLine();
            if (lines.size() > mostLines)
                return tooMany();
        } else if (c != '\r') {
            cell += c;
        }
    }
    if (!cell.isEmpty() || !line.empty())
        endLine();
    return lines;
}

QString cellsOf(const Project& project, const ScoreColumns& columns,
                const std::vector<EventId>& events, const std::vector<int>& chosenColumns,
                bool titles) {
    QString text;
    const auto addLine = [&](const auto& cellOf) {
        for (std::size_t i = 0; i < chosenColumns.size(); ++i) {
            if (i > 0)
                text += '\t';
            text += inCell(cellOf(chosenColumns[i]));
        }
        text += '\n';
    };
    if (titles)
        addLine([&](int column) { return columns.title(column); });
    for (const EventId id : events)
        if (const ScoreEvent* event = project.find(id))
            addLine([&](int column) { return cellText(project, columns, *event, column); });
    return text;
}

Expected<Pasted> pasteCells(Project& project, const ScoreColumns& columns, const Lines& lines,
                            const Target& target) {
    if (lines.empty())
        return refused(scoreWords("The clipboard is empty."));
    Paster paster(project, columns, target);
    const std::vector<int> titles = titlesIn(columns, lines.front());
    return titles.empty() ? paster.putInPlace(lines) : paster.addAll(lines, titles);
}

Expected<Pasted> pasteScore(Project& project, const QString& text, Diagnostics& warnings) {
    if (text.count('\n') > mostLines)
        return tooMany();
    ScoreEvents read = readScoreEvents(project, text.toStdString());
    for (Diagnostic& problem : read.problems) {
        if (problem.severity == Severity::Error)
            return tl::make_unexpected(std::move(problem));
        warnings.push_back(std::move(problem));
    }
    if (read.events.empty())
        return refused(scoreWords("The clipboard holds no events."));
    const double order = nextEventOrder(project);
    Pasted pasted;
    for (ScoreEvent& event : read.events) {
        if (auto checked = checks::event(event, project.settings().priorities); !checked)
            return tl::make_unexpected(checked.error());
        event.order += order;
    }
    for (ScoreEvent& event : read.events) {
        pasted.events.push_back(event.id);
        (void)project.insert(std::move(event));
    }
    pasted.added = static_cast<int>(pasted.events.size());
    return pasted;
}

} // namespace stria::score_clipboard
