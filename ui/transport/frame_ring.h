// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace stria {

/// Frames on their way from one thread that writes to one that reads; neither ever waits.
/// Invariant: read <= written <= read + capacity, both counted in frames since the beginning.
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
    std::size_t available() const {
        return m_written.load(std::memory_order_acquire) - m_read.load(std::memory_order_relaxed);
    }
    /// Interleaved frames, at most space() of them. Writing thread only.
    void write(std::span<const float> samples) {
        const std::size_t written = m_written.load(std::memory_order_relaxed);
        const std::size_t frames = samples.size() / m_channels;
        const std::size_t first = std::min(frames, m_capacity - written % m_capacity);
        float* const begin = m_samples.data();
        std::copy_n(samples.data(), first * m_channels, begin + written % m_capacity * m_channels);
        std::copy_n(samples.data() + first * m_channels, (frames - first) * m_channels, begin);
        m_written.store(written + frames, std::memory_order_release);
    }
    /// The next frame to be read, `ahead` frames on; ahead < available(). Reading thread only.
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
    std::atomic<std::size_t> m_read{0};
};

} // namespace stria
