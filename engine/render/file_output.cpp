// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/file_output.h"

#include <utility>

#include "engine/render/normalising.h"
#include "engine/render/stem_reader.h"

namespace stria {
namespace {

Place placeOf(const std::string& path) {
    Place place;
    place.file = path;
    return place;
}

} // namespace

FileOutput::FileOutput(SoundFileWriter writer, const RenderSpec& spec, double sampleRate,
                       int channels, const std::string& path)
    : m_writer(std::move(writer)), m_normalisation(spec.normalisation), m_path(path),
      m_channels(channels), m_gain(hasSecondPass() ? 1 : spec.gain) {
    m_writer.setGain(m_gain);
    if (spec.measure || m_normalisation.to == Normalisation::To::Loudness)
        m_meter = std::make_unique<SoundMeter>(channels, sampleRate);
}

Expected<FileOutput> FileOutput::open(const std::string& path, const ChosenSoundFormat& format,
                                      double sampleRate, int channels, const RenderSpec& spec) {
    if (const Expected<void> checked = checkNormalisation(spec.normalisation, path); !checked)
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
    if (!hasSecondPass())
        return warnings;
    ChosenGain chosen =
        stria::chooseGain(m_normalisation, peak, m_meter ? m_meter->measured() : std::nullopt);
    m_gain = chosen.gain;
    m_writer.setGain(m_gain);
    for (std::string& warning : chosen.warnings)
        warnings.push_back(
            {ErrorCode::SuspiciousSound, std::move(warning), placeOf(m_path), Severity::Warning});
    return warnings;
}

Expected<void> FileOutput::writeStem(const std::string& stemPath, std::uint64_t frames,
                                     const std::function<bool(double done)>& goOn) {
    StemReader stem(stemPath, m_channels);
    std::uint64_t done = 0;
    while (done < frames) {
        if (!goOn(static_cast<double>(done) / static_cast<double>(frames)))
            return {};
        const Expected<std::span<double>> samples = stem.next(frames);
        if (!samples)
            return tl::make_unexpected(samples.error());
        done = stem.framesRead();
        if (Expected<void> written = m_writer.write(*samples); !written)
            return written;
    }
    return {};
}

std::optional<Loudness> FileOutput::loudness() const {
    const std::optional<Loudness> rendered = m_meter ? m_meter->measured() : std::nullopt;
    return rendered ? std::optional(amplified(*rendered, m_gain)) : std::nullopt;
}

} // namespace stria
