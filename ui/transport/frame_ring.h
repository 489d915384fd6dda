// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace stria {

/// Frames on their way from one thread that writes to one that reads; neither ever waits. What was
/// written can be taken back as long as the reader has not claimed it.
/// Invariant: read <= claimed <= written <= read + capacity, all counted in frames since the
/// beginning.
class FrameRing {
  public:
    FrameRing(int channels, std::size_t capacity)
        : m_channels(static_cast<std::size_t>(channels)), m_capacity(capacity),
          m_samples(m_channels * capacity) {}

    std::size_t channels() const { return m_channels; }
    std::size_t space() const {
        return m_capacity -
               (m_written.load(std::memory_order_relaxed) - m_read.load(std::memory_order_acquire));
    }
    /// Interleaved frames, at most space() of them. Writing thread only.
    void write(std::span<const float> samples) {
        const std::size_t written = m_written.load(std::memory_order_relaxed);
        const std::size_t frames = samples.size() / m_channels;
        const std::size_t first = std::min(frames, m_capacity - written % m_capacity);
        float* const begin = m_samples.data();
        std::copy_n(samples.data(), first * m_channels, begin + written % m_capacity * m_channels);
        std::copy_n(samples.data() + first * m_channels, (frames - first) * m_channels, begin);
        m_written.store(written + frames);
    }
    /// Takes back what was written last, but for `margin` frames beyond what was claimed so far.
    /// How many frames are gone. Writing thread only.
    std::size_t takeBack(std::size_t margin) {
        const std::size_t before = m_written.load(std::memory_order_relaxed);
        std::size_t after = std::min(before, m_claimed.load() + margin);
        m_written.store(after);
        // Either the reader sees this and claims less, or its claim is seen here. One beyond what
        // was written is about to be withdrawn: it was made of what an earlier call took back.
        if (const std::size_t claimed = std::min(before, m_claimed.load()); claimed > after) {
            after = claimed;
            m_written.store(after);
        }
        return before - after;
    }
    /// How many frames can be read now, at most `frames`. They stay until skip(). Reading thread
    /// only.
    std::size_t claim(std::size_t frames) {
        const std::size_t read = m_read.load(std::memory_order_relaxed);
        // For a moment less may seem written than was read, until takeBack() has seen the claim.
        const auto atLeastRead = [read](std::size_t frame) { return std::max(read, frame); };
        std::size_t end = atLeastRead(std::min(read + frames, m_written.load()));
        m_claimed.store(end);
        for (std::size_t now = atLeastRead(m_written.load()); now < end;
             now = atLeastRead(m_written.load())) {
            end = now;
            m_claimed.store(end);
        }
        return end - read;
    }
    /// The next frame to be read, `ahead` frames on; ahead < claim(). Reading thread only.
    const float* peek(std::size_t ahead) const {
        const std::size_t read = m_read.load(std::memory_order_relaxed);
        return m_samples.data() + (read + ahead) % m_capacity * m_channels;
    }
    void skip(std::size_t frames) {
        m_read.store(m_read.load(std::memory_order_relaxed) + frames, std::memory_order_release);
    }

  private:
    std::size_t m_channels;
    std::size_t m_capacity;
    std::vector<float> m_samples;
    std::atomic<std::size_t> m_written{0};
    std::atomic<std::size_t> m_claimed{0};
    std::atomic<std::size_t> m_read{0};
};

} // namespace stria
