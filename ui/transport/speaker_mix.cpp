// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/speaker_mix.h"

#include <algorithm>
#include <cmath>

namespace stria {

namespace {
/// The limiter lets go within about a tenth of a second.
constexpr float limiterRelease = 1.0f / 4800;
} // namespace

float SpeakerMix::playable(double sample) {
    return std::isfinite(sample) ? static_cast<float>(std::clamp(sample, -1e6, 1e6)) : 0.0f;
}

void SpeakerMix::mix(const float* frame, std::size_t channels, float* output) {
    float left = 0;
    float right = 0;
    for (std::size_t channel = 0; channel < std::min(channels, mostChannels); ++channel) {
        const float sample = playable(frame[channel]);
        std::atomic<float>& peak = m_peaks[channel];
        if (std::abs(sample) > peak.load(std::memory_order_relaxed))
            peak.store(std::abs(sample), std::memory_order_relaxed);
        (channel % 2 == 0 ? left : right) += sample;
    }
    if (channels == 1)
        right = left;
    const float loudest = std::max(std::abs(left), std::abs(right));
    if (loudest * m_limiterGain > 1)
        m_limiterGain = 1 / loudest;
    output[0] = left * m_limiterGain;
    output[1] = right * m_limiterGain;
    m_limiterGain = std::min(1.0f, m_limiterGain + limiterRelease);
}

float SpeakerMix::takePeak(std::size_t channel) {
    return channel < mostChannels ? m_peaks[channel].exchange(0) : 0;
}

} // namespace stria
