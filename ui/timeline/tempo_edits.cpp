// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/tempo_edits.h"

#include <QStringList>
#include <algorithm>
#include <utility>

#include "ui/look/figures.h"
#include "ui/timeline/score_edits.h"

namespace stria::tempo_edits {

namespace {

void replace(Project& project, std::vector<TempoPoint> points) {
    Settings settings = project.settings();
    const TempoMap before = std::exchange(settings.tempo, TempoMap(std::move(points)));
    project.changeSettings(std::move(settings));
    score_edits::followTempo(project, before);
}

} // namespace

QString text(const TempoPoint& point) {
    return QStringLiteral("%1 %2/4")
        .arg(figures::shortest(point.beatsPerMinute))
        .arg(point.beatsPerBar);
}

std::optional<TempoPoint> read(const QString& text) {
    const QStringList words = text.simplified().split(' ');
    constexpr double slowest = 0.01, fastest = 10000;
    const auto beatsPerMinute = figures::read(words[0]);
    if (!beatsPerMinute || !(*beatsPerMinute >= slowest && *beatsPerMinute <= fastest) ||
        words.size() > 2)
        return std::nullopt;
    TempoPoint point;
    point.beatsPerMinute = *beatsPerMinute;
    if (words.size() < 2)
        return point;
    const QStringList metre = words[1].split('/');
    bool isNumber = false;
    constexpr int longest = 64;
    point.beatsPerBar = metre[0].toInt(&isNumber);
    if (!isNumber || point.beatsPerBar < 1 || point.beatsPerBar > longest ||
        (metre.size() > 1 && metre[1] != QLatin1String("4")) || metre.size() > 2)
        return std::nullopt;
    return point;
}

TempoPoint pointAt(const TempoMap& tempo, double beat) {
    const auto& points = tempo.points();
    const auto after = std::find_if(points.begin(), points.end(),
                                    [beat](const TempoPoint& point) { return point.beat > beat; });
    return after == points.begin() ? points.front() : *std::prev(after);
}

void set(Project& project, const TempoPoint& point) {
    std::vector<TempoPoint> points = project.settings().tempo.points();
    std::erase_if(points, [&](const TempoPoint& each) { return each.beat == point.beat; });
    points.push_back(point);
    replace(project, std::move(points));
}

void remove(Project& project, double beat) {
    std::vector<TempoPoint> points = project.settings().tempo.points();
    std::erase_if(points,
                  [&](const TempoPoint& each) { return each.beat == beat && each.beat > 0; });
    replace(project, std::move(points));
}

void move(Project& project, double beat, double to) {
    std::vector<TempoPoint> points = project.settings().tempo.points();
    const auto it = std::find_if(points.begin(), points.end(),
                                 [beat](const TempoPoint& each) { return each.beat == beat; });
    if (it == points.end() || it == points.begin())
        return;
    constexpr double least = 1; // beats between two points
    const double lowest = std::prev(it)->beat + least;
    const double highest = std::next(it) == points.end() ? to : std::next(it)->beat - least;
    it->beat = std::max(lowest, std::min(to, highest));
    replace(project, std::move(points));
}

} // namespace stria::tempo_edits
