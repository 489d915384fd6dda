// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

#include "engine/model/project.h"

namespace stria {

/// Changes of the tempo map, as functions on a Project. Events by beats go along.
namespace tempo_edits {

/// "96 3/4": beats a minute, and beats a bar.
QString text(const TempoPoint& point);
/// Reads that, and "96" and "96 3"; nothing for other texts and for what no metronome has.
std::optional<TempoPoint> read(const QString& text);

/// The point that rules at a beat.
TempoPoint pointAt(const TempoMap& tempo, double beat);
/// Puts a point at its beat, in place of one that is there.
void set(Project& project, const TempoPoint& point);
/// The point at a beat goes; the first one stays.
void remove(Project& project, double beat);
/// To another beat, between its neighbours; the first one stays where it is.
void move(Project& project, double beat, double to);

} // namespace tempo_edits
} // namespace stria
