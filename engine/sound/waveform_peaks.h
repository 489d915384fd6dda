// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// Least and greatest samples of a sound file, to draw it at any size: bins of a few frames, each
/// level above with a quarter of the bins. A ten minutes' file takes under a megabyte.
/// Values are exact to 1/8192 and cut at 4 times full scale. Read-only once made: any thread.
class WaveformPeaks {
  public:
    struct Range {
        float least = 0;
        float most = 0;
    };
    /// Is told how much is done, 0..1, after each block; false ends the reading.
    using GoOn = std::function<bool(double done)>;

    /// `channel` from 1 on, or 0 for all of them together. May take seconds.
    /// Errors: those of SoundFileReader::open, InvalidArgument (no such channel), Cancelled.
    static Expected<WaveformPeaks> read(const std::string& path, int channel, const GoOn& goOn);
    /// The same from samples at hand, interleaved.
    static WaveformPeaks of(const std::vector<double>& samples, int channels, double sampleRate);

    double sampleRate() const { return m_sampleRate; }
    std::uint64_t frames() const { return m_frames; }
    double seconds() const { return static_cast<double>(m_frames) / m_sampleRate; }
    std::size_t bytes() const;
    /// The greatest distance from silence, 0 or above.
    float loudest() const;

    /// Of the stretch between two moments (seconds), at least one bin; silence outside the sound.
    Range between(double from, double to) const;

  private:
    struct Bin {
        std::int16_t least = 0;
        std::int16_t most = 0;
    };
    class Builder;

    double m_sampleRate = 1;
    std::uint64_t m_frames = 0;
    std::uint64_t m_binFrames = 1; ///< of the lowest level
    std::vector<std::vector<Bin>> m_levels;
};

} // namespace stria
