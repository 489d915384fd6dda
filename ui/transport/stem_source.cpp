// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/stem_source.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

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

Expected<std::size_t> StemSource::read(std::int64_t place, std::span<float> samples) {
    const auto stemChannels = static_cast<std::size_t>(m_sound.stem.channels);
    const std::size_t wanted = samples.size() / m_channels;
    m_block.resize(std::max(m_block.size(), wanted * stemChannels));
    const auto block = std::span(m_block).first(wanted * stemChannels);
    const Expected<std::size_t> frames =
        m_sound.read ? m_sound.read(static_cast<std::uint64_t>(place - m_begin), block)
                     : readFile(place - m_begin, block);
    if (!frames)
        return frames;
    if (*frames == 0)
        return unreadable("it ends after " + std::to_string(place - m_begin) + " frames");
    for (std::size_t frame = 0; frame < *frames; ++frame)
        for (std::size_t channel = 0; channel < m_channels; ++channel)
            samples[frame * m_channels + channel] =
                SpeakerMix::playable(m_block[frame * stemChannels + channel]);
    return frames;
}

Expected<std::size_t> StemSource::readFile(std::int64_t frame, std::span<double> samples) {
    if (m_file < 0)
        m_file = ::open(path().c_str(), O_RDONLY | O_CLOEXEC);
    if (m_file < 0)
        return unreadable(std::strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    const std::size_t frameBytes = static_cast<std::size_t>(m_sound.stem.channels) * sizeof(double);
    ssize_t bytes = 0;
    do
        bytes = ::pread(m_file, samples.data(), samples.size_bytes(),
                        static_cast<off_t>(frame) * static_cast<off_t>(frameBytes));
    while (bytes < 0 && errno == EINTR);
    if (bytes < 0)
        return unreadable(std::strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    return static_cast<std::size_t>(bytes) / frameBytes;
}

tl::unexpected<Diagnostic> StemSource::unreadable(const std::string& why) const {
    Place place;
    place.file = path();
    if (m_sound.read)
        return failure(ErrorCode::FileUnreadable,
                       path() + " was changed or cut while it played: " + why + ".", place);
    return failure(ErrorCode::FileUnreadable,
                   "The rendered sound cannot be read any more from " + path() + ": " + why +
                       ". Play again to render it anew.",
                   place);
}

} // namespace stria
