// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/reading/bus_use.h"

namespace stria {

/// Who writes and who reads a bus, as BusUse tells of the events of the score.
struct BusRoute {
    BusId bus;
    std::vector<InstrumentId> writers; ///< in order of definition, each once
    std::vector<InstrumentId> readers;
    int writingEvents = 0;
    int readingEvents = 0;
};

/// One for each bus, in the order of the buses. Costs a look at each event.
std::vector<BusRoute> busRoutes(const Project& project, Reading& reading);

} // namespace stria
