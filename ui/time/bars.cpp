// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/time/bars.h"

#include <QStringList>
#include <algorithm>
#include <cmath>

namespace stria::bars {
namespace {

/// Where a tempo point begins, counted in bars from 0.
struct Section {
    double beat = 0;
    int firstBar = 0;
    int beatsPerBar = 4;
};

int barsIn(double beats, int beatsPerBar) {
    // A bar that the next tempo point cuts short counts as one.
    return static_cast<int>(std::ceil(beats / beatsPerBar - 1e-9));
}

/// The last section for which `isBefore` holds.
template <class Test> Section sectionWhere(const TempoMap& tempo, Test&& isBefore) {
    Section section;
    const auto& points = tempo.points();
    section.beatsPerBar = std::max(1, points.front().beatsPerBar);
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Section next{points[i].beat,
                           section.firstBar +
                               barsIn(points[i].beat - section.beat, section.beatsPerBar),
                           std::max(1, points[i].beatsPerBar)};
        if (!isBefore(next))
            break;
        section = next;
    }
    return section;
}

} // namespace

BarPlace placeAt(const TempoMap& tempo, double beat) {
    const Section section =
        sectionWhere(tempo, [beat](const Section& next) { return next.beat <= beat + 1e-9; });
    const double inside = std::max(0.0, beat - section.beat);
    const double whole = std::floor(inside + 1e-9);
    const int beats = static_cast<int>(std::min(whole, 1e9));
    return {section.firstBar + beats / section.beatsPerBar + 1, beats % section.beatsPerBar + 1,
            std::max(0.0, inside - whole)};
}

double beatOfBar(const TempoMap& tempo, int bar) {
    const Section section =
        sectionWhere(tempo, [bar](const Section& next) { return next.firstBar <= bar - 1; });
    return section.beat + double(bar - 1 - section.firstBar) * section.beatsPerBar;
}

QString text(const TempoMap& tempo, double seconds) {
    // Rounded to ticks first, so that 479.9 ticks are the next beat.
    const double beat =
        std::round(tempo.beatAt(std::max(0.0, seconds)) * ticksPerBeat) / ticksPerBeat;
    const BarPlace place = placeAt(tempo, beat);
    return QStringLiteral("%1.%2.%3")
        .arg(place.bar)
        .arg(place.beat)
        .arg(static_cast<int>(std::lround(place.fraction * ticksPerBeat)), 3, 10, QChar('0'));
}

std::optional<double> read(const TempoMap& tempo, const QString& text) {
    const QStringList parts = text.trimmed().split('.');
    if (parts.size() > 3)
        return std::nullopt;
    int numbers[3] = {1, 1, 0};
    for (int i = 0; i < parts.size(); ++i) {
        bool ok = false;
        numbers[i] = parts[i].toInt(&ok);
        if (!ok || numbers[i] < (i == 2 ? 0 : 1))
            return std::nullopt;
    }
    const double beat =
        beatOfBar(tempo, numbers[0]) + numbers[1] - 1 + double(numbers[2]) / ticksPerBeat;
    return tempo.secondsAt(beat);
}

} // namespace stria::bars
