// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/sound/waveform_peaks.h"

namespace stria {

/// Peaks of sound files, kept in a folder so that a file is looked at once. What is kept is known
/// by the file's path, size and time of change; what is damaged is made anew, and a folder that
/// cannot be written or is full only means that nothing is kept. Any thread.
class PeaksStore {
  public:
    static constexpr std::uint64_t usualBytes = std::uint64_t{256} << 20;

    /// The folder is made when it is needed; empty: nothing is kept. When it holds more than
    /// `mostBytes`, what was not asked for the longest goes.
    explicit PeaksStore(std::string folder, std::uint64_t mostBytes = usualBytes)
        : m_folder(std::move(folder)), m_mostBytes(mostBytes) {}

    /// Of each channel of a file as it is now; nothing where none are kept.
    std::optional<std::vector<WaveformPeaks>> find(const std::string& path);
    /// The same, and read from the file and kept where there are none. Errors: those of
    /// WaveformPeaks::readEach.
    Expected<std::vector<WaveformPeaks>> read(const std::string& path,
                                              const WaveformPeaks::GoOn& goOn);
    /// Of one channel from 1 on, or 0 for all together. InvalidArgument: there is no such channel.
    Expected<WaveformPeaks> read(const std::string& path, int channel,
                                 const WaveformPeaks::GoOn& goOn);

  private:
    /// What a file is known by; nothing where it cannot be read.
    static std::optional<std::string> keyOf(const std::string& path);
    std::string placeOf(const std::string& key) const;
    std::optional<std::vector<WaveformPeaks>> findKey(const std::string& key) const;
    void keep(const std::string& key, const std::vector<WaveformPeaks>& peaks);
    void makeRoom();

    const std::string m_folder;
    const std::uint64_t m_mostBytes;
    std::mutex m_mutex;                   ///< of the count
    std::optional<std::uint64_t> m_bytes; ///< in the folder, as far as known; none: not counted yet
};

} // namespace stria
