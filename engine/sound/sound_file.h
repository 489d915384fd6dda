// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

struct SoundFileInfo {
    std::uint64_t frames = 0;
    int channels = 0;
    double sampleRate = 0;
    std::string format;   ///< "wav", "flac"...
    std::string encoding; ///< "pcm16", "float32", "vorbis"...
    std::uint64_t bytes = 0;
    /// True when Csound's own GEN01 and diskin2 read it as it is; else it is decoded for it.
    bool csoundReadsIt = true;
};

/// Reads a sound file by libsndfile. One thread at a time.
/// Errors: FileNotFound, FileUnreadable (a folder, a FIFO or device, which are never opened; no
/// sound; cut inside its header). A file cut inside its data gives what is there.
class SoundFileReader {
  public:
    static Expected<SoundFileReader> open(const std::string& path);
    SoundFileReader(SoundFileReader&&) noexcept;
    SoundFileReader& operator=(SoundFileReader&&) noexcept;
    ~SoundFileReader();

    const SoundFileInfo& info() const;
    /// Interleaved frames from the present position; returns how many frames were read, fewer than
    /// asked at the end.
    std::uint64_t read(std::span<double> samples);
    /// To be asked when fewer came: an error when it was not the end, but the file could not be
    /// read.
    Expected<void> checkRead() const;
    Expected<void> seek(std::uint64_t frame);

  private:
    struct Handle;
    explicit SoundFileReader(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> m_handle;
};

struct SoundFileData {
    SoundFileInfo info;
    std::vector<double> samples; ///< interleaved
};
Expected<SoundFileInfo> readSoundFileInfo(const std::string& path);
Expected<SoundFileData> readSoundFile(const std::string& path);

struct ContentHash {
    std::string hash; ///< XXH3, 128 bits, hexadecimal
    std::uint64_t bytes = 0;
};
/// Of a whole file; may take its time.
Expected<ContentHash> hashFile(const std::string& path);
std::string hashBytes(std::span<const std::byte> bytes);

} // namespace stria
