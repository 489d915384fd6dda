// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// Least and greatest samples of a sound file, to draw it at any size: bins of a few frames, each
/// level above with a quarter of the bins. A ten minutes' channel takes under a megabyte, one of
/// many hours not much more. Values are exact to 1/8192 and cut at 4 times full scale. Read-only
/// once made: any thread.
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
    /// The same of each channel apart, in one pass.
    static Expected<std::vector<WaveformPeaks>> readEach(const std::string& path, const GoOn& goOn);
    /// A rough picture of each channel, soon: short looks at places spread evenly over the file,
    /// first a few, then those between, for a twentieth of a second. What lies between the looks is
    /// taken to be like the nearest before it.
    static Expected<std::vector<WaveformPeaks>> readRoughly(const std::string& path);
    /// Of channels of one sound, as if they had been read together.
    static WaveformPeaks together(std::span<const WaveformPeaks> channels);
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

    /// InvalidArgument: a file of so many channels has no channel like this, from 1 on or 0 for
    /// all.
    static Expected<void> checkChannel(const std::string& path, int channels, int channel);

    /// As bytes for this computer alone, and back; nothing where they are none of ours. `bytes`
    /// begins behind what was read then.
    void appendTo(std::string& bytes) const;
    static std::optional<WaveformPeaks> takeFrom(std::string_view& bytes);

  private:
    struct Bin {
        std::int16_t least = 0;
        std::int16_t most = 0;
    };
    class Builder;
    void addLevels();

    double m_sampleRate = 1;
    std::uint64_t m_frames = 0;
    std::uint64_t m_binFrames = 1; ///< of the lowest level
    std::vector<std::vector<Bin>> m_levels;
};

} // namespace stria
