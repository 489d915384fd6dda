// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/bus_edits.h"

#include <QCoreApplication>
#include <algorithm>

namespace stria {

namespace {

void removeAutomations(Project& project, BusId bus) {
    std::vector<AutomationId> curves;
    for (const Automation* automation : project.automationsOf(bus))
        curves.push_back(automation->id);
    for (const AutomationId curve : curves)
        static_cast<void>(project.remove(curve));
}

} // namespace

QString busName(const Project& project, const Bus& bus) {
    if (!bus.name.empty())
        return QString::fromStdString(bus.name);
    const auto buses = project.inOrder<Bus>();
    const auto at = std::find_if(buses.begin(), buses.end(),
                                 [&](const Bus* each) { return each->id == bus.id; });
    return QCoreApplication::translate("Bus", "bus %1").arg(at - buses.begin() + 1);
}

BusId addBus(Project& project, Bus::Kind kind) {
    const auto buses = project.inOrder<Bus>();
    Bus added;
    added.id = BusId::random();
    added.kind = kind;
    added.order = buses.empty() ? 1 : buses.back()->order + 1;
    std::size_t number = buses.size() + 1;
    do
        added.name = "bus " + std::to_string(number++);
    while (project.busNamed(added.name));
    const BusId id = added.id;
    static_cast<void>(project.insert(std::move(added)));
    return id;
}

void removeBus(Project& project, BusId bus) {
    std::vector<ScoreEvent> changed;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        ScoreEvent copy = event;
        for (Argument& argument : copy.arguments)
            if (argument.value == ArgumentValue(bus))
                argument.value = 0.0;
        if (!(copy == event))
            changed.push_back(std::move(copy));
    });
    for (ScoreEvent& event : changed)
        static_cast<void>(project.change(std::move(event)));
    removeAutomations(project, bus);
    static_cast<void>(project.remove(bus));
}

void setBusKind(Project& project, BusId id, Bus::Kind kind) {
    const Bus* const found = project.find(id);
    if (!found)
        return;
    Bus bus = *found;
    bus.kind = kind;
    if (kind == Bus::Kind::Audio) {
        bus.value.reset();
        removeAutomations(project, id);
    }
    static_cast<void>(project.change(std::move(bus)));
}

bool isLaneShown(const Project& project, const Bus& bus) {
    return bus.kind == Bus::Kind::Control &&
           bus.laneShown.value_or(!project.automationsOf(bus.id).empty());
}

void showLane(Project& project, BusId id, bool shown) {
    if (const Bus* const found = project.find(id)) {
        Bus bus = *found;
        bus.laneShown = shown;
        static_cast<void>(project.change(std::move(bus)));
    }
}

} // namespace stria
