// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>

namespace stria {

/// The last step before the loudspeakers: folds channels to stereo and keeps ears and devices safe.
/// Mono goes to both sides, of more than two channels the odd ones go left and the even ones right;
/// never louder than full scale, no NaN.
class SpeakerMix {
  public:
    static constexpr std::size_t mostChannels = 64;

    /// `output` is one stereo frame. On the device's thread.
    void mix(const float* frame, std::size_t channels, float* output);
    /// Largest absolute sample of a channel since the last call, before the limiter. Any thread.
    float takePeak(std::size_t channel);

    /// A sample that can be played: finite, and within bounds that a float keeps.
    static float playable(double sample);

  private:
    float m_limiterGain = 1;
    std::array<std::atomic<float>, mostChannels> m_peaks{};
};

} // namespace stria
