// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// A kind of sound file, checked: it can be written.
struct SoundFileFormat {
    std::string format;   ///< "wav", "rf64", "w64", "aiff", "caf", "au", "flac", "ogg"...
    std::string encoding; ///< "pcm16", "pcm24", "pcm32", "float32", "float64", "vorbis"...
    double sampleRate = 44100;
    int channels = 2;
    int compressionBitrate = 0; ///< kbit/s; 0: libsndfile's own quality

    /// Samples are kept as whole numbers: louder than 1 is clipped, and NaN becomes 0.
    bool isInteger() const;
    /// Of one sample of one channel when nothing is compressed, else 0.
    int bytesPerSample() const;
    bool operator==(const SoundFileFormat&) const = default;
};

/// The formats of this machine's libsndfile, by the names used here.
std::vector<std::string> soundFileFormats();
/// The encodings that a format can hold.
std::vector<std::string> soundFileEncodings(const std::string& format);

/// Chooses what is empty: the format by the path's extension, the encoding float32, for flac pcm24.
/// Errors: UnsupportedFormat, listing what is possible (formats, encodings, rates, channel counts).
Expected<SoundFileFormat> chooseSoundFileFormat(const std::string& path, const std::string& format,
                                                const std::string& encoding, double sampleRate,
                                                int channels, int compressionBitrate = 0);

/// Writes a sound file that appears under its name only when it is whole: until commit() the older
/// file of that name is untouched, and nothing is left when this object goes before. The same
/// samples give the same bytes (but for ogg and opus, whose streams have random numbers).
/// compressionBitrate is mapped to libsndfile's quality: linearly from 45 to 500 kbit/s a stereo
/// pair for vorbis, 6 to 256 kbit/s a channel for opus, and to a constant rate for mp3.
class SoundFileWriter {
  public:
    /// Errors: FileUnwritable, when the folder is missing or not to be written, or when the path
    /// is a folder, a device or a FIFO.
    static Expected<SoundFileWriter> open(const std::string& path, const SoundFileFormat& format);
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
