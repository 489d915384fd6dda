// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/timeline.h"

namespace stria {

/// What holds for the whole project.
struct Settings {
    std::string title;
    double sampleRate = 44100; ///< 8000..384000 Hz
    int channels = 2;          ///< 1..64
    int ksmps = 64;            ///< 1..4096
    double a4 = 440;
    int priorities = 10;         ///< 1..99
    int audioBusLimit = 1000;    ///< the most that may exist
    int controlBusLimit = 10000; ///< both 0: no bus support
    std::vector<std::string> csoundOptions;
    double endMarker = 0; ///< seconds; 0: none
    TempoMap tempo;
    double loopStart = 0;
    double loopEnd = 0; ///< not after loopStart: no loop region
    std::string extra;

    bool operator==(const Settings&) const = default;
};

} // namespace stria
