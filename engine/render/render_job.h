// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/compile/csd_document.h"
#include "engine/model/diagnostic.h"
#include "engine/model/render_spec.h"
#include "engine/render/sound_meter.h"

namespace stria {

enum class RenderState { Waiting, Compiling, Rendering, Writing, Finished, Failed, Cancelled };
std::string_view name(RenderState state);

/// A moment of a render, as a value.
struct RenderProgress {
    RenderState state = RenderState::Waiting;
    double fraction = 0;        ///< 0..1
    double secondsRendered = 0; ///< of the file
    double speed = 0;           ///< seconds of sound a second
    double secondsLeft = 0;     ///< an estimate; 0 when nothing is known
};

struct RenderResult {
    RenderState state = RenderState::Finished; ///< Finished, Failed or Cancelled
    std::string outputFile; ///< the file that was asked for, or the temporary wav
    double duration = 0;    ///< true length in seconds, releases included
    std::uint64_t frames = 0;
    int channels = 0;
    double sampleRate = 0;
    std::vector<double> peaks;         ///< largest absolute sample of each channel of the file
    std::optional<Loudness> loudness;  ///< of the file; none unless it was to be measured
    double gain = 1;                   ///< that normalising gave
    std::uint64_t clippedSamples = 0;  ///< of the file: above full scale
    Diagnostics problems;              ///< errors first; warnings of a render that succeeded too
    std::vector<std::string> messages; ///< what Csound said, thinned

    bool ok() const { return state == RenderState::Finished; }
};

/// Raw frames that a render has finished so far: the player reads them while it goes on.
/// The file holds float64 frames in native byte order, channels interleaved; the first
/// `framesValid` are whole. Where no sound file is written, it lives as long as the job or a copy
/// of the handle does; of a job that writes one it is gone with the end of the job.
struct StemFile {
    std::string path;
    int channels = 0;
    double sampleRate = 0;
};

/// A render under way or ended. A cheap handle: copies refer to the same job, which goes on when
/// the last handle is gone only until its next look (dropping all handles cancels).
/// All methods may be called from any thread. Needs no QCoreApplication and no event loop.
class RenderJob {
  public:
    struct Callbacks {
        /// Called on the job's own thread, at most about 20 times a second, and once at the end.
        std::function<void(const RenderProgress&)> progress;
        std::function<void(const std::string&)> message;
        std::function<void(const RenderResult&)> finished;
    };

    /// Starts at once. `spec.outputFile` is checked before anything is computed: an unknown format,
    /// an encoding, rate or channel count that it cannot hold, a folder, a device, a place that
    /// cannot be written end the job with an error that lists what is possible.
    /// `writeFile` false: no sound file is written, only the stem (playing).
    static RenderJob start(CsdDocument document, RenderSpec spec, Callbacks callbacks = {},
                           bool writeFile = true);

    RenderJob() = default;
    explicit operator bool() const { return m_shared != nullptr; }

    RenderProgress progress() const;
    bool isDone() const;
    /// Done within half a second whatever Csound is doing (in a worker; in process it waits for
    /// Csound to come back).
    void cancel();
    /// Waits for the end.
    RenderResult wait() const;
    /// Nothing when the time is over before.
    std::optional<RenderResult> waitFor(std::chrono::milliseconds time) const;
    StemFile stem() const;
    std::uint64_t stemFramesValid() const;

  private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace stria
