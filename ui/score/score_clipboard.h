// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/score/score_columns.h"

namespace stria {

/// Cells as spreadsheets copy and paste them: a line a row, tabs between, what holds a tab, a quote
/// or a line end in quotes.
namespace score_clipboard {

/// More is refused, with a word.
constexpr int mostLines = 200'000;

using Lines = std::vector<std::vector<QString>>;
/// Errors: InvalidArgument for more than mostLines.
Expected<Lines> readCells(const QString& text);

/// The cells of events, as exact as they are typed; with the columns' titles in a first line where
/// `titles` says so.
QString cellsOf(const Project& project, const ScoreColumns& columns,
                const std::vector<EventId>& events, const std::vector<int>& chosenColumns,
                bool titles);

/// Where cells go to: downwards along `events` (the rows from the first chosen on), to the right
/// along `columns`. One cell, or one line of cells, goes to the first `chosenRows` of them.
struct Target {
    std::vector<EventId> events;
    std::vector<int> columns;
    std::size_t chosenRows = 0;
    InstrumentId instrument; ///< of new events that name none
};

struct Pasted {
    std::vector<EventId> events; ///< changed and new, in order
    int added = 0;
};

/// Puts cells into a project: all or nothing. A first line of the columns' titles makes each line
/// a new event. Else they go to the target's rows, and lines beyond the last row become new events,
/// like the one before but for these cells. A cell that is empty leaves what an instrument has no
/// parameter for.
/// The error names the line and column of the cell that cannot be used, and what was expected.
Expected<Pasted> pasteCells(Project& project, const ScoreColumns& columns, const Lines& lines,
                            const Target& target);

/// Puts the `i` statements of a score into a project, at the times that are written. Warnings go to
/// `warnings`. All or nothing; the error names the line.
Expected<Pasted> pasteScore(Project& project, const QString& text, Diagnostics& warnings);

} // namespace score_clipboard
} // namespace stria
