// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "engine/model/project.h"

namespace stria::test {

inline Bus namedBus(std::uint64_t id, const std::string& name) {
    Bus bus;
    bus.id = BusId{id};
    bus.name = name;
    return bus;
}

} // namespace stria::test
