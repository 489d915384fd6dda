// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

#include "engine/model/timeline.h"

namespace stria {

/// A place in bars and beats, as musicians count: bar and beat from 1.
struct BarPlace {
    int bar = 1;
    int beat = 1;
    double fraction = 0; ///< of the beat, below 1

    bool operator==(const BarPlace&) const = default;
};

/// Bars of a tempo map. Each tempo point begins a bar.
namespace bars {
constexpr int ticksPerBeat = 480;

BarPlace placeAt(const TempoMap& tempo, double beat);
/// The beat on which a bar (from 1) begins; bars go on for ever.
double beatOfBar(const TempoMap& tempo, int bar);
/// "7.3.240": bar, beat, ticks of a 480th beat.
QString text(const TempoMap& tempo, double seconds);
/// Reads "7", "7.3" and "7.3.240"; seconds. Nothing for other text and for a bar below 1.
std::optional<double> read(const TempoMap& tempo, const QString& text);
} // namespace bars

} // namespace stria
