// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/waveform_peaks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "engine/sound/sound_file.h"

namespace stria {

namespace {

constexpr double unit = 8192; // of a bin's numbers: room for 12 dB above full scale
constexpr std::size_t factor = 4;
constexpr std::size_t smallestLevel = 8;

/// Short sounds are looked at closely; in a long one few bins are enough.
std::uint64_t binFramesFor(std::uint64_t frames) {
    constexpr std::uint64_t shortest = 1 << 19, longest = 1 << 23;
    if (frames <= shortest)
        return 8;
    return frames <= longest ? 64 : 256;
}

std::int16_t rounded(double value) {
    constexpr double most = std::numeric_limits<std::int16_t>::max();
    return static_cast<std::int16_t>(std::lround(std::clamp(value * unit, -most, most)));
}

} // namespace

/// Takes blocks of frames and gathers them into bins; the levels above are made at the end.
class WaveformPeaks::Builder {
  public:
    /// `channel` from 1 on, or 0 for all.
    Builder(double sampleRate, std::uint64_t binFrames, int channels, int channel)
        : m_first(channel > 0 ? static_cast<std::size_t>(channel) - 1 : 0),
          m_taken(channel > 0 ? 1 : static_cast<std::size_t>(channels)),
          m_channels(static_cast<std::size_t>(channels)) {
        m_peaks.m_sampleRate = sampleRate;
        m_peaks.m_binFrames = binFrames;
        m_peaks.m_levels.emplace_back();
    }

    void add(std::span<const double> samples) {
        for (std::size_t at = 0; at + m_channels <= samples.size(); at += m_channels) {
            for (const double sample : samples.subspan(at + m_first, m_taken)) {
                m_least = std::min(m_least, sample); // NaN leaves both as they are
                m_most = std::max(m_most, sample);
            }
            if (++m_peaks.m_frames % m_peaks.m_binFrames == 0)
                closeBin();
        }
    }

    WaveformPeaks finish() {
        if (m_peaks.m_frames % m_peaks.m_binFrames != 0)
            closeBin();
        while (m_peaks.m_levels.back().size() > smallestLevel)
            addLevel();
        for (auto& level : m_peaks.m_levels)
            level.shrink_to_fit();
        return std::move(m_peaks);
    }

  private:
    static constexpr double nothing = std::numeric_limits<double>::infinity();

    void closeBin() {
        const bool heard = m_least <= m_most;
        m_peaks.m_levels.front().push_back(heard ? Bin{rounded(m_least), rounded(m_most)} : Bin{});
        m_least = nothing;
        m_most = -nothing;
    }
    void addLevel() {
        const auto& below = m_peaks.m_levels.back();
        std::vector<Bin> level((below.size() + factor - 1) / factor);
        for (std::size_t i = 0; i < below.size(); ++i) {
            Bin& bin = level[i / factor];
            const bool isFirst = i % factor == 0;
            bin.least = isFirst ? below[i].least : std::min(bin.least, below[i].least);
            bin.most = isFirst ? below[i].most : std::max(bin.most, below[i].most);
        }
        m_peaks.m_levels.push_back(std::move(level));
    }

    WaveformPeaks m_peaks;
    std::size_t m_first, m_taken, m_channels;
    double m_least = nothing, m_most = -nothing;
};

Expected<WaveformPeaks> WaveformPeaks::read(const std::string& path, int channel,
                                            const GoOn& goOn) {
    auto reader = SoundFileReader::open(path);
    if (!reader)
        return tl::make_unexpected(reader.error());
    const SoundFileInfo& info = reader->info();
    if (channel < 0 || channel > info.channels)
        return failure(ErrorCode::InvalidArgument, path + " has " + std::to_string(info.channels) +
                                                       " channels, and channel " +
                                                       std::to_string(channel) + " is asked for.");
    Builder builder(info.sampleRate, binFramesFor(info.frames), info.channels, channel);
    constexpr std::size_t blockFrames = 16384;
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<double> block(blockFrames * channels);
    std::uint64_t done = 0;
    for (std::uint64_t got = blockFrames; got == blockFrames;) {
        got = reader->read(block);
        builder.add(std::span(block).first(static_cast<std::size_t>(got) * channels));
        done += got;
        const double all = static_cast<double>(std::max<std::uint64_t>(info.frames, 1));
        if (goOn && !goOn(std::min(1.0, static_cast<double>(done) / all)))
            return failure(ErrorCode::Cancelled, "Reading " + path + " was cancelled.");
    }
    if (const Expected<void> read = reader->checkRead(); !read)
        return tl::make_unexpected(read.error());
    return builder.finish();
}

WaveformPeaks WaveformPeaks::of(const std::vector<double>& samples, int channels,
                                double sampleRate) {
    const std::uint64_t frames = samples.size() / static_cast<std::size_t>(channels);
    Builder builder(sampleRate, binFramesFor(frames), channels, 0);
    builder.add(samples);
    return builder.finish();
}

std::size_t WaveformPeaks::bytes() const {
    std::size_t count = 0;
    for (const auto& level : m_levels)
        count += level.size() * sizeof(Bin);
    return count;
}

float WaveformPeaks::loudest() const {
    int most = 0;
    if (!m_levels.empty())
        for (const Bin& bin : m_levels.back())
            most = std::max({most, -int{bin.least}, int{bin.most}});
    return static_cast<float>(most / unit);
}

WaveformPeaks::Range WaveformPeaks::between(double from, double to) const {
    const double last = seconds();
    if (!(from < last) || !(to >= 0) || m_levels.empty() || m_levels.front().empty())
        return {};
    const double perSecond = m_sampleRate / static_cast<double>(m_binFrames);
    const std::size_t count = m_levels.front().size();
    auto begin = std::min(static_cast<std::size_t>(std::max(from, 0.0) * perSecond), count - 1);
    auto end = static_cast<std::size_t>(std::ceil(std::min(std::max(to, from), last) * perSecond));
    end = std::clamp(end, begin + 1, count);
    Bin range = m_levels.front()[begin];
    const auto take = [&range](const Bin& bin) {
        range.least = std::min(range.least, bin.least);
        range.most = std::max(range.most, bin.most);
    };
    // The ends by small bins, what lies between by large ones.
    for (const auto& bins : m_levels) {
        const bool isTop = &bins == &m_levels.back();
        while (begin < end && (isTop || begin % factor != 0))
            take(bins[begin++]);
        while (begin < end && end % factor != 0)
            take(bins[--end]);
        begin /= factor;
        end /= factor;
    }
    return {static_cast<float>(range.least / unit), static_cast<float>(range.most / unit)};
}

} // namespace stria
