// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/render/render_input.h"

namespace stria {

/// Follows a stem file from its first frame on and looks at every sample.
class StemReader {
  public:
    struct FirstTimes {
        bool any = false;
        RenderInput::Suspect first; ///< frame counted from the stem's first
        bool isInfinite = false;    ///< no NaN, but too large for any sound file
    };

    StemReader(const std::string& path, int channels);
    ~StemReader();
    StemReader(const StemReader&) = delete;
    StemReader& operator=(const StemReader&) = delete;

    /// The next frames, at most 16,384 and none beyond `framesValid`; empty only when all of those
    /// have been read. Error: FileUnreadable, also when the file ends before `framesValid`.
    Expected<std::span<double>> next(std::uint64_t framesValid);
    std::uint64_t framesRead() const { return m_framesRead; }

    const std::vector<double>& peaks() const { return m_peaks; }
    const FirstTimes& notFinite() const { return m_notFinite; }
    const FirstTimes& loud() const { return m_loud; } ///< above full scale

  private:
    void look(std::span<const double> samples);
    void note(FirstTimes& times, std::size_t sample, double size) const;
    tl::unexpected<Diagnostic> unreadable(const std::string& why) const;

    std::string m_path;
    std::vector<double> m_block;
    std::vector<double> m_peaks;
    FirstTimes m_notFinite;
    FirstTimes m_loud;
    std::uint64_t m_framesRead = 0;
    std::size_t m_channels;
    int m_file = -1;
    int m_openError = 0; ///< errno
};

} // namespace stria
