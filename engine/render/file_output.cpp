// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/file_output.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "engine/render/stem_reader.h"

namespace stria {
namespace {

double decibels(double size) {
    return 20 * std::log10(size);
}

double fromDecibels(double level) {
    return std::pow(10, level / 20);
}

std::string levelText(double level, const char* unit) {
    std::array<char, 64> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), level, std::chars_format::fixed, 1)
            .ptr;
    return std::string(text.data(), end) + " " + unit;
}

Place placeOf(const std::string& path) {
    Place place;
    place.file = path;
    return place;
}

Expected<void> check(const Normalisation& normalisation, const std::string& path) {
    using To = Normalisation::To;
    if (normalisation.to == To::AsRendered)
        return {};
    const bool isLoudness = normalisation.to == To::Loudness;
    const double least = isLoudness ? -60 : -90;
    if (!(normalisation.target >= least && normalisation.target <= 0))
        return failure(
            ErrorCode::InvalidArgument,
            std::string("A sound is normalised to ") +
                (isLoudness ? "a loudness from -60 to 0 LUFS" : "a peak from -90 to 0 dBFS") +
                ", not to " + levelText(normalisation.target, "dB") + ".",
            placeOf(path));
    if (isLoudness && !(normalisation.truePeakLimit >= -40 && normalisation.truePeakLimit <= 0))
        return failure(ErrorCode::InvalidArgument,
                       "The limit of the true peak lies from -40 to 0 dBTP, not at " +
                           levelText(normalisation.truePeakLimit, "dBTP") + ".",
                       placeOf(path));
    if (isLoudness && !SoundMeter::isAvailable())
        return failure(ErrorCode::UnsupportedFormat,
                       "This Stria was built without libebur128 and cannot measure loudness. "
                       "Normalise to a peak.",
                       placeOf(path));
    return {};
}

} // namespace

FileOutput::FileOutput(SoundFileWriter writer, const RenderSpec& spec, double sampleRate,
                       int channels, const std::string& path)
    : m_writer(std::move(writer)), m_normalisation(spec.normalisation), m_path(path),
      m_channels(channels) {
    if (spec.measure || m_normalisation.to == Normalisation::To::Loudness)
        m_meter = std::make_unique<SoundMeter>(channels, sampleRate);
}

Expected<FileOutput> FileOutput::open(const std::string& path, const ChosenSoundFormat& format,
                                      double sampleRate, int channels, const RenderSpec& spec) {
    if (const Expected<void> checked = check(spec.normalisation, path); !checked)
        return tl::make_unexpected(checked.error());
    Expected<SoundFileWriter> writer = SoundFileWriter::open(
        path, format, sampleRate, channels, {spec.compressionBitrate, spec.dither, spec.metadata});
    if (!writer)
        return tl::make_unexpected(writer.error());
    return FileOutput(std::move(*writer), spec, sampleRate, channels, path);
}

Expected<void> FileOutput::take(std::span<double> samples) {
    if (m_meter)
        m_meter->add(samples);
    return hasSecondPass() ? Expected<void>() : m_writer.write(samples);
}

Diagnostics FileOutput::chooseGain(double peak) {
    Diagnostics warnings;
    const auto warn = [&](std::string message) {
        warnings.push_back(
            {ErrorCode::SuspiciousSound, std::move(message), placeOf(m_path), Severity::Warning});
    };
    if (!hasSecondPass())
        return warnings;
    if (peak <= 0) {
        warn("The sound is silent, so it was not normalised.");
        return warnings;
    }
    const bool toLoudness = m_normalisation.to == Normalisation::To::Loudness;
    const Loudness loudness =
        toLoudness ? m_meter->measured().value_or(Loudness{}) : Loudness{decibels(peak), 0, peak};
    if (!std::isfinite(loudness.integrated)) {
        warn("No 0.4 s of this sound are louder than -70 LUFS, so there is no loudness to "
             "normalise: it was written as it is.");
        return warnings;
    }
    double gain = fromDecibels(m_normalisation.target - loudness.integrated);
    const char* const unit = toLoudness ? "LUFS" : "dBFS";
    const auto reached = [&] { return levelText(loudness.integrated + decibels(gain), unit); };
    if (gain > fromDecibels(mostDecibelsOfGain)) {
        gain = fromDecibels(mostDecibelsOfGain);
        warn("The sound is so soft that it was raised by " + levelText(mostDecibelsOfGain, "dB") +
             " only, to " + reached() + ".");
    }
    const double limit = fromDecibels(m_normalisation.truePeakLimit);
    if (toLoudness && loudness.truePeak * gain > limit * (1 + 1e-9)) {
        gain = limit / loudness.truePeak;
        warn("The loudness is " + reached() + ", not " + levelText(m_normalisation.target, "LUFS") +
             ": louder, the peaks would pass the limit of " +
             levelText(m_normalisation.truePeakLimit, "dBTP") + ".");
    }
    m_gain = gain;
    return warnings;
}

Expected<void> FileOutput::writeStem(const std::string& stemPath, std::uint64_t frames,
                                     const std::function<bool(double done)>& goOn) {
    m_writer.setGain(m_gain);
    StemReader stem(stemPath, m_channels);
    std::uint64_t done = 0;
    while (done < frames) {
        if (!goOn(static_cast<double>(done) / static_cast<double>(frames)))
            return {};
        const std::span<double> samples = stem.next(frames);
        if (samples.empty())
            return failure(ErrorCode::FileUnreadable,
                           m_path + " cannot be written: the rendered sound in " + stemPath +
                               " is gone or shorter than it was.",
                           placeOf(m_path));
        done += samples.size() / static_cast<std::size_t>(m_channels);
        if (Expected<void> written = m_writer.write(samples); !written)
            return written;
    }
    return {};
}

std::optional<Loudness> FileOutput::loudness() const {
    const std::optional<Loudness> rendered = m_meter ? m_meter->measured() : std::nullopt;
    return rendered ? std::optional(amplified(*rendered, m_gain)) : std::nullopt;
}

} // namespace stria
