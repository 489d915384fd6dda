// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "engine/render/audition.h"
#include "ui/transport/speaker_mix.h"
#include "ui/transport/voice.h"

namespace stria {

/// The sound of a warm worker. Where it has nothing ready there is silence.
class AuditionVoice final : public Voice {
  public:
    explicit AuditionVoice(std::shared_ptr<Audition> audition);

    double sampleRate() const override { return m_audition->sampleRate(); }
    void render(float* output, std::uint32_t frames) override;
    /// The worker is gone, or nothing was heard for so long that the device can be closed.
    bool hasEnded() const override;
    /// The rest becomes silence within a few milliseconds.
    void fadeOut() { m_fading = true; }
    /// As if something had just been heard.
    void wake() { m_quietFrames = 0; }
    /// Seconds since something was heard.
    double quietFor() const;
    std::size_t channels() const { return m_channels; }
    const Audition& audition() const { return *m_audition; }
    float takePeak(std::size_t channel) { return m_mix.takePeak(channel); }

  private:
    bool isReady();

    const std::shared_ptr<Audition> m_audition;
    const std::size_t m_channels;
    std::vector<float> m_block; ///< device's thread only, as the mix and the fade
    SpeakerMix m_mix;
    float m_fade = 1;
    bool m_flows = false; ///< else sound is collected first, so that it begins without a gap
    std::uint32_t m_collected = 0;
    std::atomic<bool> m_fading{false};
    std::atomic<std::uint64_t> m_quietFrames{0};
};

} // namespace stria
