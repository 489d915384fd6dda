// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/tone_voice.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stria {

namespace {
constexpr double length = 1;
constexpr double fade = 0.05;
} // namespace

void ToneVoice::render(float* output, std::uint32_t frames) {
    for (std::uint32_t i = 0; i < frames; ++i, ++m_frame) {
        const double time = static_cast<double>(m_frame) / m_sampleRate;
        const double level = std::clamp(std::min(time, length - time) / fade, 0.0, 1.0);
        const auto sample = static_cast<float>(amplitude * level *
                                               std::sin(2 * std::numbers::pi * frequency * time));
        output[2 * i] = output[2 * i + 1] = sample;
    }
    if (static_cast<double>(m_frame) > length * m_sampleRate)
        m_ended = true;
}

} // namespace stria
