// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/knob_take.h"

#include <algorithm>

namespace stria {

void KnobTake::turn(const std::string& parameter, double seconds, double before, double value,
                    double tolerance) {
    Turns& turns = m_turns[parameter];
    turns.tolerance = tolerance;
    seconds = std::max(seconds, 0.0);
    if (turns.points.empty() && seconds > 0) {
        turns.points.push_back({0, before, {}});
        turns.points.push_back({seconds, before, {}});
    }
    turns.points.push_back({seconds, value, {}});
}

void KnobTake::write(Project& project) const {
    if (!project.find(m_event))
        return;
    double order = 0;
    project.all<Automation>().forEach(
        [&](const Automation& other) { order = std::max(order, other.order); });
    for (const auto& [parameter, turns] : m_turns) {
        std::vector<AutomationId> old;
        for (const Automation* automation : project.automationsOf(m_event))
            if (automation->parameter == parameter)
                old.push_back(automation->id);
        for (const AutomationId id : old)
            static_cast<void>(project.remove(id));
        Automation automation;
        automation.id = AutomationId::random();
        automation.target = m_event;
        automation.parameter = parameter;
        automation.points = thinned(turns.points, turns.tolerance);
        automation.order = ++order;
        static_cast<void>(project.insert(std::move(automation)));
    }
}

} // namespace stria
