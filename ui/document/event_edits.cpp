// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/event_edits.h"

#include <algorithm>

namespace stria {

double nextEventOrder(const Project& project) {
    double order = 0;
    project.all<ScoreEvent>().forEach(
        [&](const ScoreEvent& event) { order = std::max(order, event.order + 1); });
    return order;
}

void removeEvents(Project& project, const std::vector<EventId>& events) {
    for (const EventId event : events) {
        std::vector<AutomationId> automations;
        for (const Automation* automation : project.automationsOf(event))
            automations.push_back(automation->id);
        for (const AutomationId automation : automations)
            (void)project.remove(automation);
        (void)project.remove(event);
    }
}

} // namespace stria
