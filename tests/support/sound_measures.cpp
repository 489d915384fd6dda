// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sound_measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sndfile.h>

namespace stria::test {

namespace {

struct Range {
    std::size_t begin, end;
};

Range frameRange(const Sound& sound, double from, double to) {
    const auto frame = [&](double seconds) {
        return std::min(sound.frames(),
                        static_cast<std::size_t>(std::max(0.0, seconds) * sound.sampleRate + 0.5));
    };
    return {frame(from), frame(to)};
}

} // namespace

Sound readSound(const std::string& path) {
    SF_INFO info{};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (!file)
        return {};
    Sound sound;
    sound.sampleRate = info.samplerate;
    sound.channels = info.channels;
    sound.samples.resize(static_cast<std::size_t>(info.frames * info.channels));
    const sf_count_t frames = sf_readf_double(file, sound.samples.data(), info.frames);
    sound.samples.resize(static_cast<std::size_t>(frames * info.channels));
    sf_close(file);
    return sound;
}

double rms(const Sound& sound, int channel, double from, double to) {
    const Range range = frameRange(sound, from, to);
    double sum = 0;
    for (std::size_t i = range.begin; i < range.end; ++i)
        sum += sound.at(channel, i) * sound.at(channel, i);
    return range.end > range.begin ? std::sqrt(sum / static_cast<double>(range.end - range.begin))
                                   : 0;
}

double peak(const Sound& sound, int channel) {
    double largest = 0;
    for (std::size_t i = 0; i < sound.frames(); ++i)
        largest = std::max(largest, std::abs(sound.at(channel, i)));
    return largest;
}

double frequency(const Sound& sound, int channel, double from, double to) {
    const Range range = frameRange(sound, from, to);
    double first = 0, last = 0;
    int count = 0;
    for (std::size_t i = range.begin + 1; i < range.end; ++i) {
        const double a = sound.at(channel, i - 1), b = sound.at(channel, i);
        if (a >= 0 || b < 0)
            continue;
        last = (static_cast<double>(i - 1) + a / (a - b)) / sound.sampleRate;
        if (count++ == 0)
            first = last;
    }
    return count > 1 ? (count - 1) / (last - first) : 0;
}

std::vector<double> onsets(const Sound& sound, int channel, double threshold, double gap) {
    std::vector<double> times;
    double last = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < sound.frames(); ++i) {
        if (std::abs(sound.at(channel, i)) <= threshold)
            continue;
        const double now = static_cast<double>(i) / sound.sampleRate;
        if (now - last > gap)
            times.push_back(now);
        last = now;
    }
    return times;
}

double largestDifference(const Sound& a, const Sound& b) {
    if (a.samples.size() != b.samples.size() || a.channels != b.channels)
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::size_t i = 0; i < a.samples.size(); ++i)
        largest = std::max(largest, std::abs(a.samples[i] - b.samples[i]));
    return largest;
}

} // namespace stria::test
