// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/curve_tools.h"

#include <QString>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/look/figures.h"

namespace stria::curve_tools {

namespace {

/// Calls work(automation, chosen indices in order) for each automation and keeps what it did.
template <class Work>
void changeEach(Project& project, const std::vector<PointRef>& points, Work&& work) {
    std::map<AutomationId, std::vector<std::size_t>> sorted;
    for (const PointRef& point : points)
        if (const Automation* automation = project.find(point.automation))
            if (point.index < automation->points.size())
                sorted[point.automation].push_back(point.index);
    for (auto& [id, indices] : sorted) {
        std::sort(indices.begin(), indices.end());
        Automation automation = *project.find(id);
        work(automation, indices);
        static_cast<void>(project.change(std::move(automation)));
    }
}

} // namespace

std::vector<PointRef> pointsOf(const Project& project, AutomationTarget target,
                               const std::string& parameter) {
    std::vector<PointRef> points;
    for (const Automation* automation : curve_edits::automationsOf(project, target, parameter))
        for (std::size_t i = 0; i < automation->points.size(); ++i)
            points.push_back({automation->id, i});
    return points;
}

void changeValues(Project& project, const std::vector<PointRef>& points, double factor,
                  double offset) {
    changeEach(
        project, points, [&](Automation& automation, const std::vector<std::size_t>& indices) {
            for (const std::size_t i : indices)
                if (i > 0 || !automation.overtake)
                    automation.points[i].value = automation.points[i].value * factor + offset;
        });
}

void reverse(Project& project, const std::vector<PointRef>& points) {
    changeEach(project, points,
               [](Automation& automation, const std::vector<std::size_t>& indices) {
                   // What an overtaking curve begins with has no value of its own to be moved.
                   const std::size_t first =
                       std::max<std::size_t>(indices.front(), automation.overtake ? 1 : 0);
                   const std::size_t last = indices.back();
                   if (first >= last)
                       return;
                   const std::vector<Breakpoint> before = automation.points;
                   const double sum = before[first].time + before[last].time;
                   for (std::size_t i = first; i <= last; ++i) {
                       const Breakpoint& from = before[last - (i - first)];
                       automation.points[i] = {sum - from.time, from.value, before[i].shape};
                   }
                   for (std::size_t i = first; i < last; ++i)
                       automation.points[i].shape = before[last - 1 - (i - first)].shape;
                   automation.points[last].shape = before[last].shape;
               });
}

std::size_t thin(Project& project, const std::vector<PointRef>& points, double tolerance) {
    std::size_t left = 0;
    changeEach(
        project, points, [&](Automation& automation, const std::vector<std::size_t>& indices) {
            std::vector<Breakpoint> kept;
            std::vector<Breakpoint> run;
            const auto endRun = [&] {
                const std::vector<Breakpoint> few = thinned(run, tolerance);
                left += few.size();
                kept.insert(kept.end(), few.begin(), few.end());
                run.clear();
            };
            for (std::size_t i = 0; i < automation.points.size(); ++i) {
                const bool chosen = std::binary_search(indices.begin(), indices.end(), i);
                const bool follows = i > 0 && automation.points[i - 1].shape == SegmentShape{};
                if (!run.empty() && (!chosen || !follows))
                    endRun();
                if (chosen && !(i == 0 && automation.overtake)) {
                    run.push_back(automation.points[i]);
                } else {
                    left += chosen ? 1 : 0;
                    kept.push_back(automation.points[i]);
                }
            }
            if (!run.empty())
                endRun();
            automation.points = std::move(kept);
        });
    return left;
}

void drawOver(Project& project, AutomationTarget target, const std::string& parameter,
              std::vector<Breakpoint> line, double constant) {
    if (line.empty())
        return;
    const double from = line.front().time, to = line.back().time;
    const auto all = curve_edits::automationsOf(project, target, parameter);
    const Automation* const ruling = curve_edits::rulingAt(all, from);
    std::vector<Automation> changed;
    Automation drawn;
    if (ruling) {
        drawn = *ruling;
    } else {
        drawn.id = AutomationId::random();
        drawn.target = target;
        drawn.parameter = parameter;
        if (from > 0 && std::holds_alternative<EventId>(target)) {
            drawn.points.push_back({0, constant, {}});
            drawn.points.push_back({from, constant, {}});
        }
    }
    for (const Automation* automation : all)
        if (automation != ruling)
            changed.push_back(*automation);
    const auto isOver = [&](const Breakpoint& point) {
        return point.time >= from && point.time <= to;
    };
    if (ruling) {
        if (drawn.overtake && isOver(drawn.points.front()))
            drawn.overtake = false;
        std::erase_if(drawn.points, isOver);
    }
    const auto at =
        std::upper_bound(drawn.points.begin(), drawn.points.end(), from,
                         [](double time, const Breakpoint& point) { return time < point.time; });
    drawn.points.insert(at, line.begin(), line.end());
    if (ruling)
        static_cast<void>(project.change(std::move(drawn)));
    else
        static_cast<void>(project.insert(std::move(drawn)));
    // Others that begin under the line would take over from there.
    for (Automation& other : changed) {
        if (!isOver(other.points.front()))
            continue;
        std::erase_if(other.points, isOver);
        other.overtake = false;
        if (other.points.empty())
            static_cast<void>(project.remove(other.id));
        else
            static_cast<void>(project.change(std::move(other)));
    }
}

std::string toText(const Project& project, const std::vector<PointRef>& points) {
    std::vector<Breakpoint> line;
    for (const PointRef& point : points)
        if (const Automation* automation = project.find(point.automation))
            if (point.index < automation->points.size())
                line.push_back(automation->points[point.index]);
    std::stable_sort(line.begin(), line.end(),
                     [](const Breakpoint& a, const Breakpoint& b) { return a.time < b.time; });
    QString text;
    for (const Breakpoint& point : line)
        text +=
            QStringLiteral("%1\t%2\t%3\n")
                .arg(figures::shortest(point.time - line.front().time),
                     figures::shortest(point.value), QString::fromStdString(point.shape.toText()));
    return text.toStdString();
}

Expected<std::vector<Breakpoint>> fromText(std::string_view text) {
    std::vector<Breakpoint> points;
    const QStringList lines =
        QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QString line = lines[i].trimmed();
        if (line.isEmpty())
            continue;
        line.replace('\t', ' ').replace(QLatin1String(", "), QLatin1String(" "));
        if (!line.contains(' '))
            line.replace(',', ' ');
        const QStringList cells = line.split(' ', Qt::SkipEmptyParts);
        const auto time = cells.size() > 1 ? figures::read(cells[0]) : std::nullopt;
        const auto value = cells.size() > 1 ? figures::read(cells[1]) : std::nullopt;
        const auto shape = cells.size() > 2 ? SegmentShape::fromText(cells[2].toStdString())
                                            : Expected<SegmentShape>(SegmentShape{});
        if (!time || !value || !shape || cells.size() > 3)
            return failure(
                ErrorCode::InvalidArgument,
                "Line " + std::to_string(i + 1) + " (\"" +
                    lines[i].trimmed().left(40).toStdString() +
                    "\") is no point of a curve. Expected are a time, a value and perhaps "
                    "a shape, such as: 0.5 0.8 linear.");
        points.push_back({*time, *value, *shape});
    }
    if (points.empty())
        return failure(ErrorCode::InvalidArgument, "There is no point of a curve to be pasted.");
    std::stable_sort(points.begin(), points.end(),
                     [](const Breakpoint& a, const Breakpoint& b) { return a.time < b.time; });
    return points;
}

} // namespace stria::curve_tools
