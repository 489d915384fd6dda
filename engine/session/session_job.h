// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/render/render_job.h"

namespace stria {

/// A render of a session, under way or ended. A cheap handle: copies mean the same render, the
/// session keeps one of each (renderedJobs). All methods may be called from any thread, also after
/// the session is gone.
class SessionJob {
  public:
    SessionJob() = default; ///< no render; isDone, and its result says so
    /// A render that failed before it began.
    static SessionJob failed(RenderSpec spec, Diagnostics problems);
    SessionJob(RenderSpec spec, RenderJob job);

    explicit operator bool() const { return m_shared != nullptr; }

    RenderProgress progress() const;
    bool isDone() const;
    void cancel() const;
    RenderResult wait() const; ///< waits for the end
    std::optional<RenderResult> waitFor(std::chrono::milliseconds time) const;

    /// Waits for the end: true when the file is whole.
    bool ok() const { return wait().ok(); }
    /// Waits for the end: what made it fail, with its place; nothing when it did not.
    std::optional<Diagnostic> error() const;
    /// Waits for the end: where the sound is; empty when the render failed.
    std::string outputFile() const;
    RenderSpec spec() const;
    /// The render underneath; none for one that failed before it began.
    RenderJob job() const;

  private:
    struct Shared;
    std::shared_ptr<const Shared> m_shared;
};

/// A whole render in memory.
struct RenderedSound {
    std::vector<double> samples; ///< channels interleaved
    int channels = 0;
    double sampleRate = 0;
    Diagnostics warnings;

    std::size_t frames() const {
        return channels > 0 ? samples.size() / static_cast<std::size_t>(channels) : 0;
    }
};

/// Takes a block of whole frames, channels interleaved; false ends the render with
/// ErrorCode::Cancelled.
using BlockCallback = std::function<bool(std::span<const double> samples, int channels)>;

} // namespace stria
