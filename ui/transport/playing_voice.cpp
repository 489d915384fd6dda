// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/playing_voice.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <utility>

namespace stria {

namespace {

constexpr std::size_t framesMixedAhead = 16384;
constexpr std::size_t blockFrames = 2048;
/// What the device may ask for while the rest is taken back.
constexpr std::size_t framesKept = 2048;
constexpr double shortestLoop = 0.01; ///< seconds
constexpr double stepFade = 0.005;    ///< seconds
/// A sound that still grows takes over when it is so many seconds ahead.
constexpr double aheadEnough = 0.25;
constexpr float fadePerFrame = 1.0f / 256;

std::int64_t clockNow() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

} // namespace

PlayingVoice::PlayingVoice(PlayableSound sound, double from, std::optional<Loop> loop)
    : m_sampleRate(sound.stem.sampleRate), m_stemChannels(sound.stem.channels),
      m_ring(std::clamp(m_stemChannels, 1, static_cast<int>(SpeakerMix::mostChannels)),
             framesMixedAhead),
      m_block(blockFrames * m_ring.channels()), m_plannedLoop(loop) {
    m_loop = framesOf(loop);
    if (m_loop && place(from) >= m_loop->end) {
        m_loop.reset();
        m_plannedLoop.reset();
    }
    const auto source = std::make_shared<StemSource>(std::move(sound), m_ring.channels());
    m_place = std::max(place(from), source->begin());
    m_segments.push_back({0, m_place, source, {}});
}

std::int64_t PlayingVoice::place(double time) const {
    return std::llround(time * m_sampleRate);
}

std::optional<PlayingVoice::Frames> PlayingVoice::framesOf(const std::optional<Loop>& loop) const {
    if (!loop || loop->end - loop->start < shortestLoop)
        return std::nullopt;
    return Frames{place(loop->start), place(loop->end)};
}

bool PlayingVoice::canFollow(const PlayableSound& next) const {
    return next.stem.sampleRate == m_sampleRate && next.stem.channels == m_stemChannels;
}

void PlayingVoice::setNext(std::optional<PlayableSound> next) {
    Source source;
    if (next)
        source = std::make_shared<StemSource>(std::move(*next), m_ring.channels());
    const std::scoped_lock lock(m_planMutex);
    m_plannedNext.swap(source);
    m_planChanged = true;
}

void PlayingVoice::setLoop(std::optional<Loop> loop) {
    const std::scoped_lock lock(m_planMutex);
    if (m_plannedLoop == loop)
        return;
    m_plannedLoop = loop;
    m_planChanged = true;
}

bool PlayingVoice::uses(const std::string& stemPath) const {
    {
        const std::scoped_lock lock(m_planMutex);
        if (m_plannedNext && m_plannedNext->path() == stemPath)
            return true;
    }
    const std::uint64_t rendered = m_rendered;
    const std::scoped_lock lock(m_segmentsMutex);
    for (std::size_t i = 0; i < m_segments.size(); ++i)
        if (m_segments[i].source->path() == stemPath &&
            (i + 1 == m_segments.size() || m_segments[i + 1].frame > rendered))
            return true;
    return false;
}

void PlayingVoice::feed() {
    takePlan();
    while (m_ring.space() >= blockFrames)
        if (!feedSome())
            return;
}

void PlayingVoice::takePlan() {
    {
        const std::scoped_lock lock(m_planMutex);
        if (!std::exchange(m_planChanged, false))
            return;
        m_next = m_plannedNext;
        m_loop = framesOf(m_plannedLoop);
    }
    takeBack();
}

/// What the device has not got yet is fed anew.
void PlayingVoice::takeBack() {
    m_fedFrames -= m_ring.takeBack(framesKept);
    m_allFed = false;
    const std::scoped_lock lock(m_segmentsMutex);
    while (m_segments.size() > 1 && m_segments.back().frame >= m_fedFrames)
        m_segments.pop_back();
    const Segment& current = m_segments.back();
    m_place = current.place + static_cast<std::int64_t>(m_fedFrames - current.frame);
}

/// The sound that is to take over, if any.
PlayingVoice::Source PlayingVoice::takesOver() const {
    return m_next != m_segments.back().source ? m_next : nullptr;
}

bool PlayingVoice::feedSome() {
    if (m_isLost)
        return false;
    const Source next = takesOver();
    const auto ahead = static_cast<std::int64_t>(aheadEnough * m_sampleRate);
    if (m_loop && m_place >= m_loop->end)
        return beginAnew();
    if (next && (!m_loop || m_place < m_loop->start) && next->isReady(m_place, ahead))
        goTo(next, m_place);

    StemSource& source = *m_segments.back().source;
    const StemSource::Extent there = source.extent();
    const std::int64_t end = m_loop ? std::min(there.end, m_loop->end) : there.end;
    if (m_place >= end) {
        if (m_loop && there.isComplete)
            return feedSilence(m_loop->end - m_place);
        // What takes over may be longer.
        m_allFed = there.isComplete && !next;
        return false;
    }
    const auto wanted =
        static_cast<std::size_t>(std::min<std::int64_t>(blockFrames, end - m_place));
    const Expected<std::size_t> frames =
        source.read(m_place, std::span(m_block).first(wanted * m_ring.channels()));
    if (!frames) {
        m_isLost = true;
        m_allFed = true;
        const std::scoped_lock lock(m_problemMutex);
        m_problem = frames.error();
        return false;
    }
    hand(*frames);
    return true;
}

std::optional<Diagnostic> PlayingVoice::takeProblem() {
    const std::scoped_lock lock(m_problemMutex);
    return std::exchange(m_problem, std::nullopt);
}

bool PlayingVoice::beginAnew() {
    Source source = m_segments.back().source;
    const StemSource::Extent there = source->extent();
    if (there.end <= m_place && !there.isComplete)
        return false; // the frame behind the loop tells how the sound would have gone on
    const auto ahead = std::min(static_cast<std::int64_t>(aheadEnough * m_sampleRate),
                                m_loop->end - m_loop->start);
    const Source next = takesOver();
    if (next && next->isReady(m_loop->start, ahead))
        source = next;
    else if (source->begin() >= (next ? m_loop->start + 1 : m_loop->end))
        return false; // only what comes next has the loop's start
    goTo(source, std::max(m_loop->start, source->begin()));
    return true;
}

void PlayingVoice::goTo(Source source, std::int64_t place) {
    const Segment& last = m_segments.back();
    std::vector<float> step;
    if (m_fedFrames > 0) {
        step = nextFrame(*last.source, m_place);
        const float left = stepLeft(m_fedFrames - last.frame);
        const std::vector<float> begins = nextFrame(*source, place);
        for (std::size_t channel = 0; channel < step.size(); ++channel)
            step[channel] += (last.step.empty() ? 0 : last.step[channel] * left) - begins[channel];
        if (std::all_of(step.begin(), step.end(), [](float value) { return value == 0; }))
            step.clear();
    }
    m_place = place;
    const std::scoped_lock lock(m_segmentsMutex);
    m_segments.push_back({m_fedFrames, place, std::move(source), std::move(step)});
    // Only what may still be heard is kept.
    const std::uint64_t rendered = m_rendered;
    while (m_segments.size() > 2 && m_segments[1].frame + 4 * framesMixedAhead < rendered)
        m_segments.pop_front();
}

/// The frame at a place, silence where there is none.
std::vector<float> PlayingVoice::nextFrame(StemSource& source, std::int64_t place) const {
    std::vector<float> frame(m_ring.channels());
    if (place >= source.begin() && place < source.extent().end)
        static_cast<void>(source.read(place, frame));
    return frame;
}

bool PlayingVoice::feedSilence(std::int64_t most) {
    const auto frames = static_cast<std::size_t>(std::min<std::int64_t>(blockFrames, most));
    std::fill(m_block.begin(), m_block.end(), 0.0f);
    hand(frames);
    return true;
}

/// How much of a step is left so many frames after it.
float PlayingVoice::stepLeft(std::uint64_t frames) const {
    const double part = static_cast<double>(frames) / (stepFade * m_sampleRate);
    return part >= 1 ? 0 : static_cast<float>(0.5 + 0.5 * std::cos(std::numbers::pi * part));
}

void PlayingVoice::fadeStep(std::size_t frames) {
    const Segment& current = m_segments.back();
    if (current.step.empty())
        return;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const float left = stepLeft(m_fedFrames - current.frame + frame);
        if (left == 0)
            return;
        for (std::size_t channel = 0; channel < current.step.size(); ++channel)
            m_block[frame * current.step.size() + channel] += left * current.step[channel];
    }
}

void PlayingVoice::riseFromSilence() {
    std::vector<float> step(m_block.begin(),
                            m_block.begin() + static_cast<std::ptrdiff_t>(m_ring.channels()));
    for (float& value : step)
        value = -value;
    const std::scoped_lock lock(m_segmentsMutex);
    m_segments.back().step = std::move(step);
}

void PlayingVoice::hand(std::size_t frames) {
    if (m_fedFrames == 0 && m_place > 0)
        riseFromSilence();
    fadeStep(frames);
    m_ring.write({m_block.data(), frames * m_ring.channels()});
    m_place += static_cast<std::int64_t>(frames);
    m_fedFrames += frames;
}

void PlayingVoice::addTo(float* output, const float* frame) {
    if (m_gainNow != 1) { // before the limiter
        std::transform(frame, frame + m_ring.channels(), m_scaled.begin(),
                       [this](float sample) { return sample * m_gainNow; });
        frame = m_scaled.data();
    }
    m_mix.mix(frame, m_ring.channels(), output);
    output[0] *= m_fade;
    output[1] *= m_fade;
    if (m_fading)
        m_fade = std::max(0.0f, m_fade - fadePerFrame);
}

void PlayingVoice::render(float* output, std::uint32_t frames) {
    const bool allFed = m_allFed;
    const std::size_t there = m_ring.claim(frames);
    const float gain = m_gain;
    if (m_gainNow < 0)
        m_gainNow = gain;
    const float gainStep = (gain - m_gainNow) / static_cast<float>(std::max<std::size_t>(there, 1));
    for (std::size_t i = 0; i < there; ++i, m_gainNow += gainStep)
        addTo(output + i * outputChannels, m_ring.peek(i));
    std::fill(output + there * outputChannels, output + std::size_t{frames} * outputChannels, 0.0f);
    if (there > 0)
        m_gainNow = gain;
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
    const double seconds = static_cast<double>(current.place) / m_sampleRate;
    return seconds + std::max(0.0, frame - static_cast<double>(current.frame)) / m_sampleRate;
}

} // namespace stria
