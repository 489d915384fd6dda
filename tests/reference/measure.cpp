// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reference/measure.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace stria::reference {

namespace {

template <std::size_t Size>
std::string wordFor(int value, const std::pair<int, const char*> (&words)[Size]) {
    for (const auto& [key, word] : words)
        if (key == value)
            return word;
    return "?";
}

std::string formatName(int format) {
    static constexpr std::pair<int, const char*> words[] = {
        {SF_FORMAT_WAV, "wav"}, {SF_FORMAT_WAVEX, "wav"}, {SF_FORMAT_RF64, "rf64"},
        {SF_FORMAT_W64, "w64"}, {SF_FORMAT_AIFF, "aiff"}, {SF_FORMAT_CAF, "caf"},
        {SF_FORMAT_AU, "au"},   {SF_FORMAT_FLAC, "flac"}, {SF_FORMAT_OGG, "ogg"},
        {SF_FORMAT_MPEG, "mp3"}};
    return wordFor(format & SF_FORMAT_TYPEMASK, words);
}

std::string encodingName(int format) {
    static constexpr std::pair<int, const char*> words[] = {
        {SF_FORMAT_PCM_S8, "pcm8"},    {SF_FORMAT_PCM_U8, "pcm8"},
        {SF_FORMAT_PCM_16, "pcm16"},   {SF_FORMAT_PCM_24, "pcm24"},
        {SF_FORMAT_PCM_32, "pcm32"},   {SF_FORMAT_FLOAT, "float32"},
        {SF_FORMAT_DOUBLE, "float64"}, {SF_FORMAT_VORBIS, "vorbis"},
        {SF_FORMAT_OPUS, "opus"},      {SF_FORMAT_MPEG_LAYER_III, "mp3"}};
    return wordFor(format & SF_FORMAT_SUBMASK, words);
}

using Complex = std::complex<double>;

/// In place; the size is a power of 2.
void transform(std::vector<Complex>& x) {
    const std::size_t n = x.size();
    for (std::size_t i = 1, j = 0; i < n; ++i) {
        std::size_t bit = n >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j)
            std::swap(x[i], x[j]);
    }
    for (std::size_t length = 2; length <= n; length *= 2) {
        std::vector<Complex> turns(length / 2);
        for (std::size_t k = 0; k < turns.size(); ++k)
            turns[k] = std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k) /
                                           static_cast<double>(length));
        for (std::size_t i = 0; i < n; i += length)
            for (std::size_t k = 0; k < length / 2; ++k) {
                const Complex even = x[i + k];
                const Complex odd = x[i + k + length / 2] * turns[k];
                x[i + k] = even + odd;
                x[i + k + length / 2] = even - odd;
            }
    }
}

/// The transform of any length by Bluestein's convolution.
std::vector<Complex> spectrum(const std::vector<double>& samples) {
    const std::size_t n = samples.size();
    std::size_t size = 1;
    while (size < 2 * n)
        size *= 2;
    std::vector<Complex> chirp(n);
    for (std::size_t k = 0; k < n; ++k)
        chirp[k] = std::polar(1.0, -std::numbers::pi * static_cast<double>((k * k) % (2 * n)) /
                                       static_cast<double>(n));
    std::vector<Complex> a(size);
    std::vector<Complex> b(size);
    for (std::size_t k = 0; k < n; ++k) {
        a[k] = samples[k] * chirp[k];
        b[k] = std::conj(chirp[k]);
        if (k > 0)
            b[size - k] = b[k];
    }
    transform(a);
    transform(b);
    for (std::size_t k = 0; k < size; ++k)
        a[k] = std::conj(a[k] * b[k]);
    transform(a);
    std::vector<Complex> result(n);
    for (std::size_t k = 0; k < n; ++k)
        result[k] = std::conj(a[k]) / static_cast<double>(size) * chirp[k];
    return result;
}

} // namespace

std::size_t Sound::frameAt(double seconds) const {
    const double frame = std::round(seconds * rate);
    return frame <= 0 ? 0 : std::min(frames(), static_cast<std::size_t>(frame));
}

std::optional<Sound> readSound(const std::string& path) {
    SF_INFO info{};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (!file)
        return std::nullopt;
    Sound sound;
    sound.rate = info.samplerate;
    sound.format = formatName(info.format);
    sound.encoding = encodingName(info.format);
    const auto width = static_cast<std::size_t>(info.channels);
    sound.channels.resize(width);
    std::vector<double> block(65536 * width);
    for (sf_count_t got = 0; (got = sf_readf_double(file, block.data(), 65536)) > 0;)
        for (std::size_t c = 0; c < width; ++c)
            for (std::size_t n = 0; n < static_cast<std::size_t>(got); ++n)
                sound.channels[c].push_back(block[n * width + c]);
    sf_close(file);
    return sound;
}

double rms(const Samples& samples, std::size_t from, std::size_t to) {
    double sum = 0;
    for (std::size_t n = from; n < to; ++n)
        sum += samples[n] * samples[n];
    return to > from ? std::sqrt(sum / static_cast<double>(to - from)) : 0;
}

double peak(const Samples& samples) {
    double most = 0;
    for (const double sample : samples)
        most = std::abs(sample) > most || std::isnan(sample) ? std::abs(sample) : most;
    return most;
}

double frequency(const Samples& samples, std::size_t from, std::size_t to, double rate) {
    double first = -1;
    double last = -1;
    int crossings = 0;
    for (std::size_t n = from + 1; n < to; ++n)
        if (samples[n - 1] < 0 && samples[n] >= 0) {
            last = static_cast<double>(n - 1) - samples[n - 1] / (samples[n] - samples[n - 1]);
            if (crossings++ == 0)
                first = last;
        }
    return crossings > 1 ? (crossings - 1) * rate / (last - first) : 0;
}

std::vector<double> onsets(const Samples& samples, double threshold, double gap, double rate) {
    std::vector<double> times;
    double last = -1e300;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (!(std::abs(samples[n]) > threshold))
            continue;
        const double time = static_cast<double>(n) / rate;
        if (time - last > gap)
            times.push_back(time);
        last = time;
    }
    return times;
}

double bandShare(const Samples& samples, std::size_t from, std::size_t to, double rate,
                 double lowHz, double highHz) {
    std::vector<double> stretch(samples.begin() + static_cast<std::ptrdiff_t>(from),
                                samples.begin() + static_cast<std::ptrdiff_t>(to));
    const auto count = static_cast<double>(stretch.size());
    for (std::size_t n = 0; n < stretch.size(); ++n)
        stretch[n] *= 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(n) / count);
    const std::vector<Complex> bins = spectrum(stretch);
    double all = 0;
    double band = 0;
    for (std::size_t k = 0; k <= bins.size() / 2 && k < bins.size(); ++k) {
        const double hz = static_cast<double>(k) * rate / count;
        const double energy = std::norm(bins[k]);
        all += energy;
        if (hz >= lowHz && hz <= highHz)
            band += energy;
    }
    return all > 0 ? band / all : 0;
}

} // namespace stria::reference
