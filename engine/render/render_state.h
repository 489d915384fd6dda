// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "engine/render/render_job.h"
#include "engine/render/temporary_folder.h"

namespace stria {

/// What the thread of a job and its handles share.
struct RenderJobState {
    std::mutex mutex;
    std::condition_variable ended;
    RenderProgress progress;
    std::optional<RenderResult> result;
    std::atomic<bool> cancel{false};
    std::atomic<std::uint64_t> framesValid{0};
    // Set before the thread starts; only the thread lets go of the folder.
    StemFile stem;
    std::optional<TemporaryFolder> folder;
    std::optional<Diagnostic> folderProblem;
};

} // namespace stria
