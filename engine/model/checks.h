// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/diagnostic.h"
#include "engine/model/project.h"

namespace stria {

/// What must hold for single values, wherever they come from: a call, a field of the window, a
/// line of a file. Each names the offending value and its limits.
namespace checks {
Expected<void> settings(const Settings& settings);
/// Start, duration, stop, beats, priority and number arguments. `priorities` is the project's.
Expected<void> event(const ScoreEvent& event, int priorities);
/// Points there, finite, never backwards; exponents above 0.
Expected<void> automation(const Automation& automation);
} // namespace checks

/// A priority as an event may give it (negative ones count from the end), counted from 1.
/// Errors: 0, or beyond `priorities`.
Expected<int> resolvePriority(int priority, int priorities);

/// "glass 'answer' at 12.5 s", as messages name an event.
std::string describeEvent(const Project& project, const ScoreEvent& event);
/// A place that names the event and its instrument.
Place placeOf(const Project& project, const ScoreEvent& event);

/// Every problem of the document that can be seen without reading code: values out of range,
/// references that lead nowhere, names given twice.
Diagnostics checkProject(const Project& project);

} // namespace stria
