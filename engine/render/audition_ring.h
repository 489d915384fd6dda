// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace stria {

/// Frames on their way from a worker to a player: a ring in a memory-mapped file. One process
/// writes, one thread reads; neither ever waits, locks or allocates.
class AuditionRing {
  public:
    /// Makes the file. Nothing when it cannot be made.
    static std::unique_ptr<AuditionRing> create(const std::string& path, int channels,
                                                std::uint32_t capacity);
    static std::unique_ptr<AuditionRing> open(const std::string& path);
    ~AuditionRing();
    AuditionRing(const AuditionRing&) = delete;
    AuditionRing& operator=(const AuditionRing&) = delete;

    int channels() const;
    /// In frames.
    std::uint32_t space() const;
    std::uint32_t available() const;
    /// Whole interleaved frames, as many as fit; returns how many.
    std::uint32_t write(std::span<const double> samples);
    std::uint32_t read(std::span<float> samples);
    /// Frames since the beginning.
    std::uint64_t written() const;
    /// Whether something sounds that will be written as soon as there is space. Writing side.
    void setSounding(bool sounding);
    bool isSounding() const;

  private:
    struct Head;
    AuditionRing(Head* head, std::size_t bytes) : m_head(head), m_bytes(bytes) {}
    float* samples() const;

    Head* m_head;
    std::size_t m_bytes;
};

} // namespace stria
