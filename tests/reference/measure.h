// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace stria::reference {

/// A sound file as it is, one list of samples a channel.
struct Sound {
    std::vector<std::vector<double>> channels;
    double rate = 0;
    std::string format;   ///< "wav", "flac"...
    std::string encoding; ///< "pcm16", "float32"...

    std::size_t frames() const { return channels.empty() ? 0 : channels.front().size(); }
    double duration() const { return rate > 0 ? static_cast<double>(frames()) / rate : 0; }
    /// The frame at a time, at most the end.
    std::size_t frameAt(double seconds) const;
};

std::optional<Sound> readSound(const std::string& path);

using Samples = std::vector<double>;

double rms(const Samples& samples, std::size_t from, std::size_t to);
double peak(const Samples& samples);
/// Mean frequency between the first and the last interpolated upward zero crossing; 0 without two.
double frequency(const Samples& samples, std::size_t from, std::size_t to, double rate);
/// Times of samples above `threshold` after more than `gap` seconds without one.
std::vector<double> onsets(const Samples& samples, double threshold, double gap, double rate);
/// The share of the energy from lowHz to highHz, under one Hann window.
double bandShare(const Samples& samples, std::size_t from, std::size_t to, double rate,
                 double lowHz, double highHz);

} // namespace stria::reference
