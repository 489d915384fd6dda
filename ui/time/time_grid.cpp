// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/time/time_grid.h"

#include <algorithm>
#include <cmath>

#include "ui/look/figures.h"
#include "ui/time/bars.h"

namespace stria {
namespace {

constexpr double leastGap = 8;     // pixels between lines
constexpr double labelGap = 56;    // pixels between labels
constexpr std::size_t most = 5000; // lines, whatever is asked

/// 1, 2, 5, 10, 20... and beyond a minute 1, 2, 5, 10, 30 minutes, hours.
double niceSeconds(double least) {
    if (least <= 30) {
        const double power = std::pow(10.0, std::floor(std::log10(least)));
        for (const double factor : {1.0, 2.0, 5.0, 10.0})
            if (power * factor >= least * (1 - 1e-9) && power * factor < 50)
                return power * factor;
        return 30;
    }
    for (const double step : {60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0})
        if (step >= least)
            return step;
    return 3600 * std::ceil(least / 3600);
}

int decimalsOf(double step) {
    return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 3);
}

const TempoPoint& pointAt(const TempoMap& tempo, double beat) {
    const auto& points = tempo.points();
    auto it = std::upper_bound(points.begin(), points.end(), beat + 1e-9,
                               [](double b, const TempoPoint& p) { return b < p.beat; });
    return it == points.begin() ? *it : *std::prev(it);
}

/// Bars between labelled lines: 1, 2, 4, 8...
int barStride(double secondsPerBar, double pixelsPerSecond) {
    int stride = 1;
    while (stride * secondsPerBar * pixelsPerSecond < labelGap && stride < (1 << 28))
        stride *= 2;
    return stride;
}

} // namespace

void TimeGrid::setKind(Kind kind) {
    if (m_kind == kind)
        return;
    m_kind = kind;
    emit changed();
}

void TimeGrid::setSnaps(bool snaps) {
    if (m_snaps == snaps)
        return;
    m_snaps = snaps;
    emit changed();
}

void TimeGrid::setDivision(int division) {
    if (m_division == division)
        return;
    m_division = division;
    emit changed();
}

void TimeGrid::setTempo(const TempoMap& tempo) {
    if (m_tempo == tempo)
        return;
    m_tempo = tempo;
    emit changed();
}

double TimeGrid::beatStep(double beat, double pixelsPerSecond) const {
    if (m_division > 0)
        return 4.0 / m_division;
    const TempoPoint& point = pointAt(m_tempo, beat);
    const double pixelsPerBeat = 60 / point.beatsPerMinute * pixelsPerSecond;
    if (pixelsPerBeat < leastGap)
        return point.beatsPerBar;
    double step = 1;
    while (step > 1.0 / 32 && pixelsPerBeat * step / 2 >= leastGap)
        step /= 2;
    return step;
}

double TimeGrid::step(double seconds, double pixelsPerSecond) const {
    if (m_kind == Kind::Seconds)
        return niceSeconds(leastGap / pixelsPerSecond);
    const double beat = m_tempo.beatAt(seconds);
    return m_tempo.secondsAt(beat + beatStep(beat, pixelsPerSecond)) - m_tempo.secondsAt(beat);
}

double TimeGrid::snapped(double seconds, double pixelsPerSecond) const {
    const double time = std::max(0.0, seconds);
    if (!m_snaps)
        return time;
    if (m_kind == Kind::Seconds) {
        const double width = niceSeconds(leastGap / pixelsPerSecond);
        // Rounded again so that 3 * 0.1 is 0.3.
        return std::round(std::round(time / width) * width * 1e9) / 1e9;
    }
    const double beat = m_tempo.beatAt(time);
    const double origin = pointAt(m_tempo, beat).beat;
    const double width = beatStep(beat, pixelsPerSecond);
    return m_tempo.secondsAt(origin + std::round((beat - origin) / width) * width);
}

std::vector<GridLine> TimeGrid::lines(double from, double to, double pixelsPerSecond) const {
    if (!(to > from) || !(pixelsPerSecond > 0))
        return {};
    return m_kind == Kind::Seconds ? secondLines(std::max(0.0, from), to, pixelsPerSecond)
                                   : beatLines(std::max(0.0, from), to, pixelsPerSecond);
}

std::vector<GridLine> TimeGrid::secondLines(double from, double to, double pixelsPerSecond) const {
    const double fine = niceSeconds(leastGap / pixelsPerSecond);
    double strong = niceSeconds(labelGap / pixelsPerSecond);
    while (std::abs(std::remainder(strong, fine)) > fine * 1e-6)
        strong = niceSeconds(strong * 1.01);
    const auto every = static_cast<long long>(std::llround(strong / fine));
    std::vector<GridLine> result;
    for (auto n = static_cast<long long>(std::ceil(from / fine - 1e-9));
         double(n) * fine <= to && result.size() < most; ++n) {
        GridLine line{double(n) * fine, n % every == 0 ? 0 : 1, {}};
        if (line.level == 0)
            line.label = figures::time(line.seconds, decimalsOf(strong));
        result.push_back(std::move(line));
    }
    return result;
}

std::vector<GridLine> TimeGrid::beatLines(double from, double to, double pixelsPerSecond) const {
    std::vector<GridLine> result;
    int bar = bars::placeAt(m_tempo, m_tempo.beatAt(from)).bar;
    while (result.size() < most) {
        const double beat = bars::beatOfBar(m_tempo, bar);
        const double start = m_tempo.secondsAt(beat);
        if (start > to)
            break;
        const double nextBeat = bars::beatOfBar(m_tempo, bar + 1);
        const double length = m_tempo.secondsAt(nextBeat) - start;
        const int stride = barStride(length, pixelsPerSecond);
        const bool strong = (bar - 1) % stride == 0;
        const bool seen = strong || length * pixelsPerSecond >= leastGap;
        if (seen && start >= from)
            result.push_back({start, strong ? 0 : 1, strong ? QString::number(bar) : QString()});
        // Inside the bar: beats, and parts of beats where there is room.
        const double inner = beatStep(beat, pixelsPerSecond);
        const double gap = 60 / pointAt(m_tempo, beat).beatsPerMinute * inner * pixelsPerSecond;
        if (gap >= leastGap)
            for (double b = beat + inner; b < nextBeat - 1e-9 && result.size() < most; b += inner) {
                const double seconds = m_tempo.secondsAt(b);
                const bool isBeat = std::abs(std::remainder(b - beat, 1.0)) < 1e-9;
                if (seconds >= from && seconds <= to)
                    result.push_back({seconds, isBeat ? 1 : 2, {}});
            }
        // Far out, bars between the seen ones are passed over.
        bar += seen || stride == 1 ? 1 : stride - (bar - 1) % stride;
    }
    return result;
}

} // namespace stria
