// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

#include "ui/transport/voice.h"

namespace stria {

/// A quiet tone of one second that tells whether a device sounds.
class ToneVoice final : public Voice {
  public:
    static constexpr double frequency = 440;
    static constexpr double amplitude = 0.125; ///< -18 dB

    explicit ToneVoice(double sampleRate) : m_sampleRate(sampleRate) {}

    double sampleRate() const override { return m_sampleRate; }
    void render(float* output, std::uint32_t frames) override;
    bool hasEnded() const override { return m_ended; }

  private:
    const double m_sampleRate;
    std::uint64_t m_frame = 0; ///< device's thread only
    std::atomic<bool> m_ended{false};
};

} // namespace stria
