// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/stem_source.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "ui/transport/speaker_mix.h"

namespace stria {

StemSource::StemSource(PlayableSound sound, std::size_t channels)
    : m_sound(std::move(sound)), m_channels(channels),
      m_begin(std::llround(m_sound.startTime * m_sound.stem.sampleRate)) {}

StemSource::~StemSource() {
    if (m_file >= 0)
        ::close(m_file);
}

StemSource::Extent StemSource::extent() const {
    // Asked in this order: what is complete does not grow any more.
    const bool isComplete = m_sound.isComplete();
    return {m_begin + static_cast<std::int64_t>(m_sound.framesValid()), isComplete};
}

bool StemSource::isReady(std::int64_t place, std::int64_t ahead) const {
    const Extent there = extent();
    if (place < m_begin || m_sound.hasFailed())
        return false;
    return there.isComplete || there.end >= place + ahead;
}

std::size_t StemSource::read(std::int64_t place, std::span<float> samples) {
    if (m_file < 0)
        m_file = ::open(path().c_str(), O_RDONLY | O_CLOEXEC);
    const auto stemChannels = static_cast<std::size_t>(m_sound.stem.channels);
    const std::size_t frameBytes = stemChannels * sizeof(double);
    const std::size_t wanted = samples.size() / m_channels;
    m_block.resize(std::max(m_block.size(), wanted * stemChannels));
    const ssize_t bytes =
        ::pread(m_file, m_block.data(), wanted * frameBytes,
                static_cast<off_t>(place - m_begin) * static_cast<off_t>(frameBytes));
    const std::size_t frames = bytes <= 0 ? 0 : static_cast<std::size_t>(bytes) / frameBytes;
    for (std::size_t frame = 0; frame < frames; ++frame)
        for (std::size_t channel = 0; channel < m_channels; ++channel)
            samples[frame * m_channels + channel] =
                SpeakerMix::playable(m_block[frame * stemChannels + channel]);
    return frames;
}

} // namespace stria
