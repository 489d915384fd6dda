// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/curve_edits.h"

#include <algorithm>
#include <limits>
#include <map>

namespace stria::curve_edits {

namespace {

template <class Work> void changeOne(Project& project, AutomationId id, Work&& work) {
    if (const Automation* found = project.find(id)) {
        Automation automation = *found;
        work(automation);
        (void)project.change(std::move(automation));
    }
}

std::map<AutomationId, std::vector<std::size_t>> byAutomation(const std::vector<PointRef>& points) {
    std::map<AutomationId, std::vector<std::size_t>> sorted;
    for (const PointRef& point : points)
        sorted[point.automation].push_back(point.index);
    for (auto& [id, indices] : sorted)
        std::sort(indices.begin(), indices.end());
    return sorted;
}

} // namespace

std::vector<const Automation*> automationsOf(const Project& project, AutomationTarget target,
                                             const std::string& parameter) {
    auto all = project.automationsOf(target);
    std::erase_if(all, [&](const Automation* a) { return a->parameter != parameter; });
    return all;
}

const Automation* rulingAt(const std::vector<const Automation*>& automations, double time) {
    const Automation *ruling = nullptr, *first = nullptr;
    for (const Automation* automation : automations) {
        const double begin = automation->points.front().time;
        if (begin <= time && (!ruling || begin >= ruling->points.front().time))
            ruling = automation;
        if (!first || begin < first->points.front().time)
            first = automation;
    }
    return ruling ? ruling : first;
}

PointRef addPoint(Project& project, AutomationTarget target, const std::string& parameter,
                  Breakpoint point, double constant) {
    const auto all = automationsOf(project, target, parameter);
    if (const Automation* ruling = rulingAt(all, point.time)) {
        Automation automation = *ruling;
        auto& points = automation.points;
        const auto at = std::upper_bound(
            points.begin(), points.end(), point.time,
            [](double time, const Breakpoint& other) { return time < other.time; });
        const auto index = static_cast<std::size_t>(at - points.begin());
        if (at != points.begin())
            point.shape = std::prev(at)->shape;
        points.insert(at, point);
        if (index == 0)
            automation.overtake = false;
        const AutomationId id = automation.id;
        (void)project.change(std::move(automation));
        return {id, index};
    }
    Automation automation;
    automation.id = AutomationId::random();
    automation.target = target;
    automation.parameter = parameter;
    if (point.time > 0 && std::holds_alternative<EventId>(target))
        automation.points.push_back({0, constant, {}});
    automation.points.push_back(point);
    const PointRef added{automation.id, automation.points.size() - 1};
    (void)project.insert(std::move(automation));
    return added;
}

void shiftPoints(Project& project, const std::vector<PointRef>& points, double seconds,
                 const std::function<double(double)>& newValue) {
    const auto sorted = byAutomation(points);
    double earliest = -std::numeric_limits<double>::infinity(), latest = -earliest;
    for (const auto& [id, indices] : sorted) {
        const Automation* automation = project.find(id);
        if (!automation)
            continue;
        const auto& all = automation->points;
        for (const std::size_t i : indices) {
            const auto moves = [&moved = indices](std::size_t other) {
                return std::binary_search(moved.begin(), moved.end(), other);
            };
            if (i > 0 && i < all.size() && !moves(i - 1))
                earliest = std::max(earliest, all[i - 1].time - all[i].time);
            if (i + 1 < all.size() && !moves(i + 1))
                latest = std::min(latest, all[i + 1].time - all[i].time);
        }
    }
    const double shift = std::max(earliest, std::min(latest, seconds));
    for (const auto& [id, indices] : sorted)
        changeOne(project, id, [&, which = indices](Automation& automation) {
            for (const std::size_t i : which) {
                if (i >= automation.points.size())
                    continue;
                Breakpoint& point = automation.points[i];
                point.time += shift;
                if (i > 0 || !automation.overtake)
                    point.value = newValue(point.value);
            }
        });
}

void setPoint(Project& project, PointRef ref, double time, double value) {
    changeOne(project, ref.automation, [&](Automation& automation) {
        auto& points = automation.points;
        if (ref.index >= points.size())
            return;
        Breakpoint point = points[ref.index];
        point.time = time;
        if (ref.index > 0 || !automation.overtake)
            point.value = value;
        points[ref.index] = point;
        std::stable_sort(points.begin(), points.end(),
                         [](const Breakpoint& a, const Breakpoint& b) { return a.time < b.time; });
    });
}

void removePoints(Project& project, std::vector<PointRef> points) {
    for (const auto& [id, indices] : byAutomation(points)) {
        const Automation* found = project.find(id);
        if (!found)
            continue;
        Automation automation = *found;
        for (auto i = indices.rbegin(); i != indices.rend(); ++i) {
            if (*i >= automation.points.size())
                continue;
            if (*i == 0)
                automation.overtake = false;
            automation.points.erase(automation.points.begin() + static_cast<std::ptrdiff_t>(*i));
        }
        if (automation.points.empty())
            (void)project.remove(id);
        else
            (void)project.change(std::move(automation));
    }
}

void setShape(Project& project, PointRef begin, SegmentShape shape) {
    changeOne(project, begin.automation, [&](Automation& automation) {
        if (begin.index < automation.points.size())
            automation.points[begin.index].shape = shape;
    });
}

void setOvertake(Project& project, AutomationId id, bool overtake, double value) {
    changeOne(project, id, [&](Automation& automation) {
        automation.overtake = overtake;
        automation.points.front().value = overtake ? 0 : value;
    });
}

void clear(Project& project, AutomationTarget target, const std::string& parameter) {
    std::vector<AutomationId> ids;
    for (const Automation* automation : automationsOf(project, target, parameter))
        ids.push_back(automation->id);
    for (const AutomationId id : ids)
        (void)project.remove(id);
}

} // namespace stria::curve_edits
