// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/bus_routes.h"

#include <QString>
#include <algorithm>
#include <unordered_map>

#include "engine/orchestra/bus_parameters.h"
#include "engine/orchestra/parameters.h"

namespace stria {

namespace {

/// Directions by parameter name, under every name by which an argument may call it.
BusParameters withAllNames(const Instrument& instrument) {
    BusParameters result = busParametersOf(instrument);
    const auto parameters = readParameters(instrument);
    if (!parameters)
        return result;
    for (const Parameter& parameter : parameters->parameters) {
        const std::string number = QStringLiteral("p%1").arg(parameter.pfield).toStdString();
        if (result.written.contains(parameter.name))
            result.written.insert(number);
        if (result.read.contains(parameter.name))
            result.read.insert(number);
    }
    return result;
}

void addOnce(std::vector<InstrumentId>& list, InstrumentId id) {
    if (std::find(list.begin(), list.end(), id) == list.end())
        list.push_back(id);
}

} // namespace

std::vector<BusRoute> busRoutes(const Project& project) {
    std::vector<BusRoute> routes;
    std::unordered_map<BusId, std::size_t> indexOf;
    for (const Bus* bus : project.inOrder<Bus>()) {
        indexOf[bus->id] = routes.size();
        routes.push_back({bus->id, {}, {}, 0, 0});
    }
    if (routes.empty())
        return routes;

    std::unordered_map<InstrumentId, BusParameters> parametersOf;
    for (const Instrument* instrument : project.inOrder<Instrument>())
        parametersOf[instrument->id] = withAllNames(*instrument);
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        const auto parameters = parametersOf.find(event.instrument);
        if (parameters == parametersOf.end())
            return;
        for (const Argument& argument : event.arguments) {
            const BusId* const bus = std::get_if<BusId>(&argument.value);
            const auto index = bus ? indexOf.find(*bus) : indexOf.end();
            if (index == indexOf.end())
                continue;
            BusRoute& route = routes[index->second];
            if (parameters->second.written.contains(argument.parameter)) {
                ++route.writingEvents;
                addOnce(route.writers, event.instrument);
            }
            if (parameters->second.read.contains(argument.parameter)) {
                ++route.readingEvents;
                addOnce(route.readers, event.instrument);
            }
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
