// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "engine/model/project.h"

namespace stria {

/// "wet"; "bus 3", by its place among all, where it has no name.
QString busName(const Project& project, const Bus& bus);

/// A new bus behind all others, with a name that none has.
BusId addBus(Project& project, Bus::Kind kind);
/// Removes a bus and its automations; events that were given it take bus 0, which is none.
void removeBus(Project& project, BusId bus);
/// An audio bus has neither a value nor automations.
void setBusKind(Project& project, BusId bus, Bus::Kind kind);

/// Whether the timeline has an automation lane for the bus: where nobody chose, if it is automated.
bool isLaneShown(const Project& project, const Bus& bus);
void showLane(Project& project, BusId bus, bool shown);

} // namespace stria
