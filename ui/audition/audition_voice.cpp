// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/audition_voice.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace stria {

namespace {
constexpr std::uint32_t blockFrames = 256;
constexpr std::uint32_t collectedFirst = 512;
constexpr float audible = 1e-4f;
constexpr double closeAfter = 20; ///< seconds
constexpr float fadePerFrame = 1.0f / 256;
} // namespace

AuditionVoice::AuditionVoice(std::shared_ptr<Audition> audition)
    : m_audition(std::move(audition)), m_channels(static_cast<std::size_t>(m_audition->channels())),
      m_block(blockFrames * m_channels) {}

/// A sound shorter than what is collected does not grow any more.
bool AuditionVoice::isReady() {
    const std::uint32_t available = m_audition->available();
    if (!m_flows)
        m_flows = available >= collectedFirst || (available > 0 && available == m_collected);
    m_collected = available;
    return m_flows;
}

void AuditionVoice::render(float* output, std::uint32_t frames) {
    const bool ready = isReady();
    while (frames > 0) {
        const std::uint32_t wanted = std::min(frames, blockFrames);
        const std::uint32_t there =
            ready ? m_audition->read(std::span(m_block).first(wanted * m_channels)) : 0;
        if (there < wanted)
            m_flows = false;
        float loudest = 0;
        for (std::uint32_t i = 0; i < there; ++i, output += outputChannels) {
            m_mix.mix(m_block.data() + i * m_channels, m_channels, output);
            output[0] *= m_fade;
            output[1] *= m_fade;
            loudest = std::max({loudest, std::abs(output[0]), std::abs(output[1])});
            if (m_fading)
                m_fade = std::max(0.0f, m_fade - fadePerFrame);
        }
        std::fill_n(output, std::size_t{wanted - there} * outputChannels, 0.0f);
        output += std::size_t{wanted - there} * outputChannels;
        if (loudest > audible)
            m_quietFrames = 0;
        else
            m_quietFrames += wanted;
        frames -= wanted;
    }
}

double AuditionVoice::quietFor() const {
    return static_cast<double>(m_quietFrames) / sampleRate();
}

bool AuditionVoice::hasEnded() const {
    return !m_audition->isAlive() || quietFor() > closeAfter;
}

} // namespace stria
