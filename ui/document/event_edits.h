// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/model/project.h"

namespace stria {

/// The place of a new event in the order of scheduling: behind all others.
double nextEventOrder(const Project& project);

/// Removes events with their automations. Ids that lead nowhere are passed over.
void removeEvents(Project& project, const std::vector<EventId>& events);

} // namespace stria
