// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "ui/transport/playable_sound.h"

namespace stria {

/// Frames of a sound by their place in the score, counted in frames from the score's beginning: the
/// same frame has the same place in every render of a score. Feeding thread only, but for path().
class StemSource {
  public:
    /// The first `channels` of the stem are read.
    StemSource(PlayableSound sound, std::size_t channels);
    ~StemSource();
    StemSource(const StemSource&) = delete;
    StemSource& operator=(const StemSource&) = delete;

    const std::string& path() const { return m_sound.stem.path; }
    std::int64_t begin() const { return m_begin; }
    /// Where the frames that are there end, and whether no more will come.
    struct Extent {
        std::int64_t end = 0;
        bool isComplete = false;
    };
    Extent extent() const;
    /// Whether playing can go on from `place` without waiting, for `ahead` frames at least. A sound
    /// that is shorter is silent behind its end; one that has failed does not count.
    bool isReady(std::int64_t place, std::int64_t ahead) const;
    /// Reads whole frames from `place` on, which lies between begin() and the extent's end; how
    /// many there were, one at least. Error: FileUnreadable.
    Expected<std::size_t> read(std::int64_t place, std::span<float> samples);

  private:
    Expected<std::size_t> readFile(std::int64_t frame, std::span<double> samples);
    tl::unexpected<Diagnostic> unreadable(const std::string& why) const;

    const PlayableSound m_sound;
    const std::size_t m_channels;
    const std::int64_t m_begin;
    int m_file = -1;
    std::vector<double> m_block;
};

} // namespace stria
