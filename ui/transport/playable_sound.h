// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include "engine/render/render_job.h"

namespace stria {

/// Frames in a stem file, which may still grow.
struct PlayableSound {
    StemFile stem;
    double startTime = 0; ///< score time of the stem's first frame
    /// How many frames are whole; any thread.
    std::function<std::uint64_t()> framesValid;
    /// No more will come; any thread.
    std::function<bool()> isComplete;
    /// What is there is not all that was to be there; any thread.
    std::function<bool()> hasFailed = [] { return false; };

    /// The sound of a render under way or ended; keeps the job.
    static PlayableSound of(const RenderJob& job, double startTime);
};

} // namespace stria
