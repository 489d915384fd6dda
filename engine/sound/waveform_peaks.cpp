// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/waveform_peaks.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/sound/byte_numbers.h"
#include "engine/sound/sound_file.h"

namespace stria {

namespace {

constexpr double unit = 8192; // of a bin's numbers: room for 12 dB above full scale
constexpr std::size_t factor = 4;
constexpr std::size_t smallestLevel = 8;

/// Short sounds are looked at closely; in a long one few bins are enough.
std::uint64_t binFramesFor(std::uint64_t frames) {
    constexpr std::uint64_t shortest = 1 << 19, longest = 1 << 23, mostBins = 1 << 18;
    if (frames <= shortest)
        return 8;
    std::uint64_t binFrames = frames <= longest ? 64 : 256;
    while (frames / binFrames > mostBins)
        binFrames *= 2;
    return binFrames;
}

std::int16_t rounded(double value) {
    constexpr double most = std::numeric_limits<std::int16_t>::max();
    return static_cast<std::int16_t>(std::lround(std::clamp(value * unit, -most, most)));
}

/// The numbers from 0 to below `count` in an order in which each beginning is spread evenly.
std::vector<std::uint64_t> spreadOrder(std::uint64_t count) {
    std::vector<std::uint64_t> order{0};
    std::uint64_t step = 1;
    while (step < count)
        step *= 2;
    for (; step > 1; step /= 2)
        for (std::uint64_t at = step / 2; at < count; at += step)
            order.push_back(at);
    return order;
}

} // namespace

/// Takes the samples of some channels of blocks of frames and gathers them into bins; the levels
/// above are made at the end.
class WaveformPeaks::Builder {
  public:
    /// Of `taken` channels, from the `first` of `channels` on.
    Builder(double sampleRate, std::uint64_t binFrames, std::size_t channels, std::size_t first,
            std::size_t taken)
        : m_first(first), m_taken(taken), m_channels(channels) {
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
        m_peaks.addLevels();
        return std::move(m_peaks);
    }

    /// Fills whole bins with those looked at before them, and ends.
    static WaveformPeaks finishRoughly(double sampleRate, std::uint64_t frames,
                                       std::uint64_t binFrames,
                                       const std::vector<std::optional<Range>>& looks) {
        WaveformPeaks peaks;
        peaks.m_sampleRate = sampleRate;
        peaks.m_frames = frames;
        peaks.m_binFrames = binFrames;
        auto& bins = peaks.m_levels.emplace_back();
        Bin last;
        for (const auto& look : looks) {
            if (look)
                last = {rounded(double{look->least}), rounded(double{look->most})};
            bins.push_back(last);
        }
        peaks.addLevels();
        return peaks;
    }

  private:
    static constexpr double nothing = std::numeric_limits<double>::infinity();

    void closeBin() {
        const bool heard = m_least <= m_most;
        m_peaks.m_levels.front().push_back(heard ? Bin{rounded(m_least), rounded(m_most)} : Bin{});
        m_least = nothing;
        m_most = -nothing;
    }

    WaveformPeaks m_peaks;
    std::size_t m_first, m_taken, m_channels;
    double m_least = nothing, m_most = -nothing;
};

void WaveformPeaks::addLevels() {
    while (m_levels.back().size() > smallestLevel) {
        const auto& below = m_levels.back();
        std::vector<Bin> level((below.size() + factor - 1) / factor);
        for (std::size_t i = 0; i < below.size(); ++i) {
            Bin& bin = level[i / factor];
            const bool isFirst = i % factor == 0;
            bin.least = isFirst ? below[i].least : std::min(bin.least, below[i].least);
            bin.most = isFirst ? below[i].most : std::max(bin.most, below[i].most);
        }
        m_levels.push_back(std::move(level));
    }
    for (auto& level : m_levels)
        level.shrink_to_fit();
}

namespace {

/// Reads a whole file, each block handed on.
Expected<void> readBlocks(const std::string& path, SoundFileReader& reader,
                          const WaveformPeaks::GoOn& goOn,
                          const std::function<void(std::span<const double>)>& take) {
    constexpr std::size_t blockSamples = 32768; // stays in the processor's cache
    const auto channels = static_cast<std::size_t>(reader.info().channels);
    const std::size_t blockFrames = std::max<std::size_t>(blockSamples / channels, 1);
    std::vector<double> block(blockFrames * channels);
    std::uint64_t done = 0;
    for (std::uint64_t got = blockFrames; got == blockFrames;) {
        got = reader.read(block);
        take(std::span(block).first(static_cast<std::size_t>(got) * channels));
        done += got;
        const double all = static_cast<double>(std::max<std::uint64_t>(reader.info().frames, 1));
        if (goOn && !goOn(std::min(1.0, static_cast<double>(done) / all)))
            return failure(ErrorCode::Cancelled, "Reading " + path + " was cancelled.");
    }
    return reader.checkRead();
}

} // namespace

Expected<WaveformPeaks> WaveformPeaks::read(const std::string& path, int channel,
                                            const GoOn& goOn) {
    auto reader = SoundFileReader::open(path);
    if (!reader)
        return tl::make_unexpected(reader.error());
    const SoundFileInfo& info = reader->info();
    if (auto there = checkChannel(path, info.channels, channel); !there)
        return tl::make_unexpected(there.error());
    const auto channels = static_cast<std::size_t>(info.channels);
    Builder builder(info.sampleRate, binFramesFor(info.frames), channels,
                    channel > 0 ? static_cast<std::size_t>(channel) - 1 : 0,
                    channel > 0 ? 1 : channels);
    const auto read =
        readBlocks(path, *reader, goOn, [&](std::span<const double> block) { builder.add(block); });
    if (!read)
        return tl::make_unexpected(read.error());
    return builder.finish();
}

Expected<void> WaveformPeaks::checkChannel(const std::string& path, int channels, int channel) {
    if (channel >= 0 && channel <= channels)
        return {};
    return failure(ErrorCode::InvalidArgument, path + " has " + std::to_string(channels) +
                                                   " channels, and channel " +
                                                   std::to_string(channel) + " is asked for.");
}

Expected<std::vector<WaveformPeaks>> WaveformPeaks::readEach(const std::string& path,
                                                             const GoOn& goOn) {
    auto reader = SoundFileReader::open(path);
    if (!reader)
        return tl::make_unexpected(reader.error());
    const SoundFileInfo& info = reader->info();
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<Builder> builders;
    for (std::size_t channel = 0; channel < channels; ++channel)
        builders.emplace_back(info.sampleRate, binFramesFor(info.frames), channels, channel, 1);
    const auto read = readBlocks(path, *reader, goOn, [&](std::span<const double> block) {
        for (Builder& builder : builders)
            builder.add(block);
    });
    if (!read)
        return tl::make_unexpected(read.error());
    std::vector<WaveformPeaks> each;
    each.reserve(builders.size());
    for (Builder& builder : builders)
        each.push_back(builder.finish());
    return each;
}

Expected<std::vector<WaveformPeaks>> WaveformPeaks::readRoughly(const std::string& path) {
    using Clock = std::chrono::steady_clock;
    const auto enough = Clock::now() + std::chrono::milliseconds(50);
    auto reader = SoundFileReader::open(path);
    if (!reader)
        return tl::make_unexpected(reader.error());
    const SoundFileInfo& info = reader->info();
    constexpr std::uint64_t mostLooks = 1024, lookFrames = 512;
    const std::uint64_t frames = info.frames;
    const std::uint64_t binFrames =
        std::max<std::uint64_t>((frames + mostLooks - 1) / mostLooks, 8);
    const std::uint64_t bins = (frames + binFrames - 1) / binFrames;
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<std::vector<std::optional<Range>>> looks(
        channels, std::vector<std::optional<Range>>(static_cast<std::size_t>(bins)));
    std::vector<double> block(std::min(lookFrames, binFrames) * channels);
    for (const std::uint64_t bin : spreadOrder(bins)) {
        if (bin >= bins || Clock::now() > enough || !reader->seek(bin * binFrames))
            break;
        const auto got = static_cast<std::size_t>(reader->read(block));
        for (std::size_t channel = 0; channel < channels && got > 0; ++channel) {
            Range& range = looks[channel][static_cast<std::size_t>(bin)].emplace();
            for (std::size_t frame = 0; frame < got; ++frame) {
                const double sample = block[frame * channels + channel];
                range.least = std::min(range.least, static_cast<float>(sample));
                range.most = std::max(range.most, static_cast<float>(sample));
            }
        }
    }
    std::vector<WaveformPeaks> each;
    each.reserve(looks.size());
    for (const auto& channel : looks)
        each.push_back(Builder::finishRoughly(info.sampleRate, frames, binFrames, channel));
    return each;
}

WaveformPeaks WaveformPeaks::together(std::span<const WaveformPeaks> channels) {
    if (channels.empty())
        return {};
    WaveformPeaks all = channels.front();
    for (const WaveformPeaks& other : channels.subspan(1))
        for (std::size_t level = 0; level < all.m_levels.size(); ++level)
            for (std::size_t i = 0; i < all.m_levels[level].size(); ++i) {
                Bin& bin = all.m_levels[level][i];
                bin.least = std::min(bin.least, other.m_levels[level][i].least);
                bin.most = std::max(bin.most, other.m_levels[level][i].most);
            }
    return all;
}

WaveformPeaks WaveformPeaks::of(const std::vector<double>& samples, int channels,
                                double sampleRate) {
    const std::uint64_t frames = samples.size() / static_cast<std::size_t>(channels);
    const auto all = static_cast<std::size_t>(channels);
    Builder builder(sampleRate, binFramesFor(frames), all, 0, all);
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

void WaveformPeaks::appendTo(std::string& bytes) const {
    appendNumber(bytes, std::bit_cast<std::uint64_t>(m_sampleRate));
    appendNumber(bytes, m_frames);
    appendNumber(bytes, m_binFrames);
    const std::vector<Bin> none;
    const auto& bins = m_levels.empty() ? none : m_levels.front();
    appendNumber(bytes, bins.size());
    bytes.append(reinterpret_cast<const char*>(bins.data()), bins.size() * sizeof(Bin));
}

std::optional<WaveformPeaks> WaveformPeaks::takeFrom(std::string_view& bytes) {
    const auto sampleRate = takeNumber(bytes);
    const auto frames = takeNumber(bytes);
    const auto binFrames = takeNumber(bytes);
    const auto count = takeNumber(bytes);
    if (!count || *binFrames == 0 || *count > bytes.size() / sizeof(Bin) ||
        *count != (*frames + *binFrames - 1) / *binFrames)
        return std::nullopt;
    WaveformPeaks peaks;
    peaks.m_sampleRate = std::bit_cast<double>(*sampleRate);
    if (!(peaks.m_sampleRate > 0))
        return std::nullopt;
    peaks.m_frames = *frames;
    peaks.m_binFrames = *binFrames;
    auto& bins = peaks.m_levels.emplace_back(static_cast<std::size_t>(*count));
    std::memcpy(bins.data(), bytes.data(), bins.size() * sizeof(Bin));
    bytes.remove_prefix(bins.size() * sizeof(Bin));
    peaks.addLevels();
    return peaks;
}

} // namespace stria
