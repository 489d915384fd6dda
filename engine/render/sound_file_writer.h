// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "engine/model/diagnostic.h"
#include "engine/sound/sound_format.h"

namespace stria {

/// Writes a sound file that appears under its name only when it is whole: until commit() the older
/// file of that name is untouched, and nothing is left when this object goes before. The same
/// samples give the same bytes (but for ogg and opus, whose streams have random numbers).
/// compressionBitrate is mapped to libsndfile's quality: linearly from 45 to 500 kbit/s a stereo
/// pair for vorbis, 6 to 256 kbit/s a channel for opus, and to a constant rate for mp3.
class SoundFileWriter {
  public:
    /// `compressionBitrate`: kbit/s; 0: libsndfile's own quality.
    /// Errors: FileUnwritable, when the folder is missing or not to be written, or when the path
    /// is a folder, a device or a FIFO.
    static Expected<SoundFileWriter> open(const std::string& path, const ChosenSoundFormat& format,
                                          double sampleRate, int channels,
                                          int compressionBitrate = 0);
    SoundFileWriter(SoundFileWriter&&) noexcept;
    SoundFileWriter& operator=(SoundFileWriter&&) noexcept;
    ~SoundFileWriter();

    /// Interleaved frames at full scale 1; changed in place where the file holds whole numbers.
    Expected<void> write(std::span<double> samples);
    /// Completes the file and gives it its name.
    Expected<void> commit();

  private:
    struct Output;
    explicit SoundFileWriter(std::unique_ptr<Output> output);
    std::unique_ptr<Output> m_output;
};

} // namespace stria
