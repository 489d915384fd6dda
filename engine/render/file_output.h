// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "engine/model/render_spec.h"
#include "engine/render/sound_file_writer.h"
#include "engine/render/sound_meter.h"

namespace stria {

/// The sound file of a render. It is written while the sound comes, or, where the level of the
/// whole decides on the level of each sample, in a second pass over the stem.
class FileOutput {
  public:
    /// Errors: those of SoundFileWriter; InvalidArgument, for a level that cannot be;
    /// UnsupportedFormat, for a loudness where there is no libebur128.
    static Expected<FileOutput> open(const std::string& path, const ChosenSoundFormat& format,
                                     double sampleRate, int channels, const RenderSpec& spec);

    bool hasSecondPass() const { return m_normalisation.to != Normalisation::To::AsRendered; }

    /// The next frames of the render, interleaved; changed in place.
    Expected<void> take(std::span<double> samples);
    /// Decides on the gain when all frames have been taken; `peak` is the largest sample of all.
    /// What kept it from the level that was asked for is a warning.
    Diagnostics chooseGain(double peak);
    /// The second pass. `goOn` is asked between blocks, with the part that is done; when it says
    /// no, the file is left as it is.
    Expected<void> writeStem(const std::string& stemPath, std::uint64_t frames,
                             const std::function<bool(double done)>& goOn);
    Expected<void> commit() { return m_writer.commit(); }

    double gain() const { return m_gain; }
    /// That the file has been given.
    std::uint64_t framesWritten() const { return m_writer.framesWritten(); }
    std::uint64_t clippedSamples() const { return m_writer.clippedSamples(); }
    /// Of the file; nothing unless it was to be measured.
    std::optional<Loudness> loudness() const;

  private:
    FileOutput(SoundFileWriter writer, const RenderSpec& spec, double sampleRate, int channels,
               const std::string& path);

    SoundFileWriter m_writer;
    std::unique_ptr<SoundMeter> m_meter;
    Normalisation m_normalisation;
    std::string m_path;
    int m_channels;
    double m_gain = 1;
};

} // namespace stria
