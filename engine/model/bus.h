// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/model/id.h"
#include "engine/model/parameter_hint.h"

namespace stria {

/// A signal path between instruments, written and read by `busout`, `busmix` and `busin`.
/// Audio buses are cleared at the end of each cycle, control buses keep their value.
struct Bus {
    enum class Kind { Audio, Control };

    BusId id;
    std::string name; ///< for people; empty allowed
    Kind kind = Kind::Audio;
    std::optional<double>
        value; ///< control only: what it holds at the start. None: nothing written yet
    bool persistent = false;
    ParameterHint hint; ///< of its value; control only
    /// Whether the timeline has an automation lane for it; control only. None: where it is
    /// automated.
    std::optional<bool> laneShown;
    double laneHeight = 0; ///< pixels at scale 1; 0: the window's default
    double order = 0;
    std::string extra;

    bool operator==(const Bus&) const = default;
};

} // namespace stria
