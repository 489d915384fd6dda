// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "engine/model/instrument.h"

namespace stria {

/// The variables that a body passes to bus opcodes first: those that take a bus.
struct BusParameters {
    std::set<std::string, std::less<>> written;
    std::set<std::string, std::less<>> read;

    bool contains(std::string_view variable) const {
        return written.contains(variable) || read.contains(variable);
    }
};
BusParameters busParametersOf(const Instrument& instrument);

} // namespace stria
