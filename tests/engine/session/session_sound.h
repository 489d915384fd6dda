// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

#include "engine/session/offline_session.h"

namespace stria {

inline double level(const RenderedSound& sound, int channel, double from, double to) {
    double sum = 0;
    const auto first = static_cast<std::size_t>(from * sound.sampleRate);
    const auto end = std::min(sound.frames(), static_cast<std::size_t>(to * sound.sampleRate));
    for (std::size_t n = first; n < end; ++n) {
        const double x = sound.samples[n * static_cast<std::size_t>(sound.channels) +
                                       static_cast<std::size_t>(channel - 1)];
        sum += x * x;
    }
    return end > first ? std::sqrt(sum / static_cast<double>(end - first)) : 0;
}

/// Mean frequency between the first and the last upward zero crossing.
inline double pitch(const RenderedSound& sound, int channel, double from, double to) {
    const auto at = [&](std::size_t n) {
        return sound.samples[n * static_cast<std::size_t>(sound.channels) +
                             static_cast<std::size_t>(channel - 1)];
    };
    double first = 0;
    double last = 0;
    int crossings = 0;
    const auto end = std::min(sound.frames(), static_cast<std::size_t>(to * sound.sampleRate));
    for (auto n = static_cast<std::size_t>(from * sound.sampleRate) + 1; n < end; ++n)
        if (at(n - 1) < 0 && at(n) >= 0) {
            last = static_cast<double>(n) - at(n) / (at(n) - at(n - 1));
            if (crossings++ == 0)
                first = last;
        }
    return crossings > 1 ? (crossings - 1) * sound.sampleRate / (last - first) : 0;
}

inline RenderOptions inProcess(double endTime = 0) {
    RenderOptions options;
    options.endTime = endTime;
    options.home = RenderSpec::Home::InProcess;
    return options;
}

} // namespace stria
