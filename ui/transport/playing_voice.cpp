// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/playing_voice.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace stria {

namespace {

constexpr std::size_t framesAhead = 16384;
constexpr std::size_t blockFrames = 2048;
constexpr double shortestLoop = 0.01; ///< seconds
constexpr float fadePerFrame = 1.0f / 256;

std::int64_t clockNow() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

} // namespace

PlayingVoice::PlayingVoice(PlayableSound sound, double from, std::optional<Loop> loop)
    : m_sound(std::move(sound)),
      m_loop(loop && loop->end - loop->start > shortestLoop && from < loop->end ? loop
                                                                                : std::nullopt),
      m_ring(std::clamp(m_sound.stem.channels, 1, static_cast<int>(SpeakerMix::mostChannels)),
             framesAhead),
      m_block(blockFrames * m_ring.channels()), m_converted(m_block.size()) {
    jumpTo(from);
}

PlayingVoice::~PlayingVoice() {
    if (m_file >= 0)
        ::close(m_file);
}

std::uint64_t PlayingVoice::frameAt(double time) const {
    return static_cast<std::uint64_t>(
        std::llround(std::max(0.0, time - m_sound.startTime) * sampleRate()));
}

void PlayingVoice::jumpTo(double time) {
    m_stemFrame = frameAt(time);
    const std::scoped_lock lock(m_segmentsMutex);
    m_segments.push_back({m_fedFrames, time});
    // Only what may still be heard is kept.
    const std::uint64_t rendered = m_rendered;
    while (m_segments.size() > 2 && m_segments[1].frame + 4 * framesAhead < rendered)
        m_segments.pop_front();
}

std::size_t PlayingVoice::readStem(std::size_t frames) {
    // The stem of a render that has just begun may not be there yet.
    if (m_file < 0)
        m_file = ::open(m_sound.stem.path.c_str(), O_RDONLY | O_CLOEXEC);
    const std::size_t frameBytes = m_ring.channels() * sizeof(double);
    const ssize_t bytes = ::pread(m_file, m_block.data(), frames * frameBytes,
                                  static_cast<off_t>(m_stemFrame * frameBytes));
    return bytes <= 0 ? 0 : static_cast<std::size_t>(bytes) / frameBytes;
}

void PlayingVoice::feed() {
    while (m_ring.space() >= blockFrames) {
        // Asked in this order: what is complete does not grow any more.
        const bool complete = m_sound.isComplete();
        const std::uint64_t valid = m_sound.framesValid();
        std::uint64_t end = valid;
        if (m_loop) {
            const std::uint64_t loopEnd = frameAt(m_loop->end);
            if (m_stemFrame >= loopEnd) {
                jumpTo(m_loop->start);
                continue;
            }
            if (complete && m_stemFrame >= valid) {
                feedSilence(loopEnd - m_stemFrame);
                continue;
            }
            end = std::min(end, loopEnd);
        }
        if (m_stemFrame >= end) {
            m_allFed = complete;
            return;
        }
        const std::size_t wanted =
            std::min<std::size_t>(blockFrames, static_cast<std::size_t>(end - m_stemFrame));
        const std::size_t frames = readStem(wanted);
        if (frames == 0) {
            m_allFed = complete; // a stem that cannot be read is played out
            return;
        }
        const std::size_t samples = frames * m_ring.channels();
        std::transform(m_block.begin(), m_block.begin() + static_cast<std::ptrdiff_t>(samples),
                       m_converted.begin(), SpeakerMix::playable);
        hand(frames);
    }
}

void PlayingVoice::feedSilence(std::uint64_t most) {
    const std::size_t frames = std::min<std::uint64_t>(blockFrames, most);
    std::fill(m_converted.begin(), m_converted.end(), 0.0f);
    hand(frames);
}

void PlayingVoice::hand(std::size_t frames) {
    m_ring.write({m_converted.data(), frames * m_ring.channels()});
    m_stemFrame += frames;
    m_fedFrames += frames;
}

void PlayingVoice::addTo(float* output, const float* frame) {
    m_mix.mix(frame, m_ring.channels(), output);
    output[0] *= m_fade;
    output[1] *= m_fade;
    if (m_fading)
        m_fade = std::max(0.0f, m_fade - fadePerFrame);
}

void PlayingVoice::render(float* output, std::uint32_t frames) {
    const bool allFed = m_allFed;
    const std::size_t there = std::min<std::size_t>(frames, m_ring.available());
    for (std::size_t i = 0; i < there; ++i)
        addTo(output + i * outputChannels, m_ring.peek(i));
    std::fill(output + there * outputChannels, output + std::size_t{frames} * outputChannels, 0.0f);
    m_ring.skip(there);
    m_rendered += there;
    m_renderedAt = clockNow();
    m_starved = there < frames && !allFed;
    if ((there < frames && allFed) || (m_fading && (m_fade == 0 || there == 0)))
        m_ended = true;
}

double PlayingVoice::positionNow(std::uint32_t latency) const {
    const std::int64_t since = m_renderedAt;
    double frame = static_cast<double>(m_rendered) - latency;
    if (since != 0 && !m_starved && !m_ended) {
        // Between two calls of the device the clock tells, but no further than what was rendered.
        const double passed = static_cast<double>(clockNow() - since) * 1e-9 * sampleRate();
        frame += std::min(passed, std::max<double>(latency, 1024));
    }
    const std::scoped_lock lock(m_segmentsMutex);
    Segment current = m_segments.front();
    for (const Segment& segment : m_segments)
        if (static_cast<double>(segment.frame) <= frame)
            current = segment;
    return current.time + std::max(0.0, frame - static_cast<double>(current.frame)) / sampleRate();
}

} // namespace stria
