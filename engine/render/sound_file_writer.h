// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/render_spec.h"
#include "engine/sound/sound_format.h"

namespace stria {

/// What a sound file may be given beside its samples.
struct SoundFileOptions {
    int compressionBitrate = 0; ///< kbit/s; 0: libsndfile's own quality
    /// Triangular noise of two steps' width is added before rounding to 16 bits: errors become a
    /// steady hiss that knows nothing of the sound, and what is softer than a step stays audible.
    bool dither = false;
    SoundMetadata metadata = {};
};

/// The names of those texts that a file of this format has no place for.
std::vector<std::string> textsLeftOut(const std::string& format, const SoundMetadata& metadata);

/// Writes a sound file that appears under its name only when it is whole: until commit() the older
/// file of that name is untouched, and nothing is left when this object goes before. The same
/// samples give the same bytes (but for ogg and opus, whose streams have random numbers). Whole
/// numbers are rounded to the nearest.
/// compressionBitrate is mapped to libsndfile's quality: linearly from 45 to 500 kbit/s a stereo
/// pair for vorbis, 6 to 256 kbit/s a channel for opus, and to a constant rate for mp3.
class SoundFileWriter {
  public:
    /// Errors: FileUnwritable, when the folder is missing or not to be written, or when the path
    /// is a folder, a device or a FIFO; UnsupportedFormat, for dither in a file of another
    /// encoding than pcm16.
    static Expected<SoundFileWriter> open(const std::string& path, const ChosenSoundFormat& format,
                                          double sampleRate, int channels,
                                          const SoundFileOptions& options = {});
    SoundFileWriter(SoundFileWriter&&) noexcept;
    SoundFileWriter& operator=(SoundFileWriter&&) noexcept;
    ~SoundFileWriter();

    /// All samples that are written from now on are multiplied by it.
    void setGain(double gain);
    /// Interleaved frames at full scale 1; changed in place.
    Expected<void> write(std::span<double> samples);
    std::uint64_t framesWritten() const;
    /// Samples above full scale so far, gain included; whole numbers cannot hold them.
    std::uint64_t clippedSamples() const;
    /// Completes the file, has it on the disk, and gives it its name.
    Expected<void> commit();

  private:
    struct Output;
    explicit SoundFileWriter(std::unique_ptr<Output> output);
    std::unique_ptr<Output> m_output;
};

} // namespace stria
