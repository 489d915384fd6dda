// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/bus_routes.h"

#include <algorithm>
#include <unordered_map>

namespace stria {

namespace {

void addUser(std::vector<InstrumentId>& list, InstrumentId id) {
    if (std::find(list.begin(), list.end(), id) == list.end())
        list.push_back(id);
}

} // namespace

std::vector<BusRoute> busRoutes(const Project& project, Reading& reading) {
    std::vector<BusRoute> routes;
    std::unordered_map<BusId, std::size_t> indexOf;
    for (const Bus* bus : project.inOrder<Bus>()) {
        indexOf[bus->id] = routes.size();
        routes.push_back({bus->id, {}, {}, 0, 0});
    }
    if (routes.empty())
        return routes;

    BusUse use(project, reading);
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        const EventBuses buses = use.of(event);
        for (const BusId bus : buses.written) {
            BusRoute& route = routes[indexOf.at(bus)];
            ++route.writingEvents;
            addUser(route.writers, event.instrument);
        }
        for (const BusId bus : buses.read) {
            BusRoute& route = routes[indexOf.at(bus)];
            ++route.readingEvents;
            addUser(route.readers, event.instrument);
        }
    });
    const auto byDefinition = [&](InstrumentId a, InstrumentId b) {
        return std::pair(project.find(a)->order, a) < std::pair(project.find(b)->order, b);
    };
    for (BusRoute& route : routes) {
        std::sort(route.writers.begin(), route.writers.end(), byDefinition);
        std::sort(route.readers.begin(), route.readers.end(), byDefinition);
    }
    return routes;
}

} // namespace stria
