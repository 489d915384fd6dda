// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "engine/model/diagnostic.h"
#include "engine/render/render_job.h"

namespace stria {

/// Frames in a stem file, which may still grow, or from elsewhere.
struct PlayableSound {
    StemFile stem;        ///< its path only says what plays where `read` is given
    double startTime = 0; ///< score time of the stem's first frame
    /// How many frames are whole; any thread.
    std::function<std::uint64_t()> framesValid;
    /// No more will come; any thread.
    std::function<bool()> isComplete;
    /// What is there is not all that was to be there; any thread.
    std::function<bool()> hasFailed = [] { return false; };

    /// Reads whole frames from a frame on in place of the stem's file; how many there were, none
    /// only behind the end. On the feeding thread.
    std::function<Expected<std::size_t>(std::uint64_t frame, std::span<double> samples)> read = {};

    /// The sound of a render under way or ended; keeps the job.
    static PlayableSound of(const RenderJob& job, double startTime);
};

} // namespace stria
