// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/problem_groups.h"

#include <unordered_map>

namespace stria {

std::string ProblemGroup::toText() const {
    if (count() == 1)
        return first().toText();
    const std::size_t more = count() - 1;
    return first().toText() + " (and " + std::to_string(more) +
           (more == 1 ? " more event)" : " more events)");
}

std::vector<ProblemGroup> groupProblems(const Diagnostics& problems) {
    std::vector<ProblemGroup> groups;
    std::unordered_map<std::string, std::vector<std::size_t>> places; ///< groups, by message
    for (const Diagnostic& problem : problems) {
        if (!problem.place.event) {
            groups.push_back({{problem}});
            continue;
        }
        std::vector<std::size_t>& candidates = places[problem.message];
        const auto isSame = [&](const Diagnostic& other) {
            Place place = other.place;
            place.event = problem.place.event;
            place.eventName = problem.place.eventName;
            return other.code == problem.code && other.severity == problem.severity &&
                   place == problem.place;
        };
        bool found = false;
        for (const std::size_t index : candidates)
            if (isSame(groups[index].first())) {
                groups[index].problems.push_back(problem);
                found = true;
                break;
            }
        if (found)
            continue;
        candidates.push_back(groups.size());
        groups.push_back({{problem}});
    }
    return groups;
}

} // namespace stria
