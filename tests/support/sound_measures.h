// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

/// Sound compared by numbers. Times are seconds, channels count from 1.
namespace stria::test {

struct Sound {
    double sampleRate = 0;
    int channels = 0;
    std::vector<double> samples; ///< interleaved; empty when the file could not be read

    std::size_t frames() const { return channels > 0 ? samples.size() / channels : 0; }
    double duration() const { return frames() / sampleRate; }
    /// NaN where there is none.
    double at(int channel, std::size_t frame) const {
        if (channel < 1 || channel > channels || frame >= frames())
            return std::numeric_limits<double>::quiet_NaN();
        return samples[frame * static_cast<std::size_t>(channels) +
                       static_cast<std::size_t>(channel - 1)];
    }
    double at(int channel, double seconds) const {
        return at(channel, static_cast<std::size_t>(seconds * sampleRate + 0.5));
    }
};

Sound readSound(const std::string& path);

double rms(const Sound& sound, int channel, double from, double to);
double peak(const Sound& sound, int channel);
/// From the first to the last interpolated upward zero crossing of the stretch; 0 when there are
/// none.
double frequency(const Sound& sound, int channel, double from, double to);
/// Times of the samples above `threshold` after more than `gap` seconds without one.
std::vector<double> onsets(const Sound& sound, int channel, double threshold, double gap);
/// The largest difference of any sample; infinite when lengths or channels differ.
double largestDifference(const Sound& a, const Sound& b);

} // namespace stria::test
