// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/score/score_columns.h"

namespace stria {

/// Texts typed into cells.
namespace score_cells {

/// Gives `event` what the text says for a column. Times as everywhere in the window ("1:02.5",
/// "500 ms"), "endless" for a duration or end; an empty text takes a parameter back to its
/// default, and an event to the track of its instrument's name. Instruments, buses, tables and
/// sound files go by name. A track that is not there yet is inserted into `project`, unless it
/// is the one where the event lies anyway, that of its instrument's name.
/// The error is a sentence that says what was expected; the event is as it was then.
Expected<void> set(Project& project, const ScoreColumns& columns, ScoreEvent& event, int column,
                   const QString& text);

/// The same for many events, all or none: where one cannot take it nothing changes. Events whose
/// instrument has no such parameter are passed over. How many took it.
Expected<int> setAll(Project& project, const ScoreColumns& columns,
                     const std::vector<EventId>& events, int column, const QString& text);

/// Whether the column can be typed into for an event of that instrument.
bool isEditable(const ScoreColumns& columns, InstrumentId instrument, int column);

/// What may be typed into a cell of names; empty for others.
std::vector<std::string> choices(const Project& project, const ScoreColumns& columns,
                                 const ScoreEvent& event, int column);

} // namespace score_cells
} // namespace stria
