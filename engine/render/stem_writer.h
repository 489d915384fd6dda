// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stria {

/// Appends raw float64 frames to a stem file, in large blocks.
class StemWriter {
  public:
    /// The file must exist.
    StemWriter(const std::string& path, int channels);
    ~StemWriter();
    StemWriter(const StemWriter&) = delete;
    StemWriter& operator=(const StemWriter&) = delete;

    /// False when a block could not be written; error() is then the errno.
    bool append(std::span<const double> samples);
    bool flush();
    std::uint64_t framesWritten() const { return m_samplesWritten / m_channels; }
    int error() const { return m_error; }

  private:
    static constexpr std::size_t blockSize = 65536; ///< samples

    std::vector<double> m_block;
    std::uint64_t m_channels;
    std::uint64_t m_samplesWritten = 0;
    int m_file = -1;
    int m_error = 0;
};

} // namespace stria
