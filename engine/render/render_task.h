// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/render/file_output.h"
#include "engine/render/render_job.h"
#include "engine/render/render_state.h"
#include "engine/render/renderer.h"
#include "engine/render/stem_reader.h"
#include "engine/render/suspect_search.h"

namespace stria {

/// The work of one job, on the job's thread: checks, files, the render, its messages in the user's
/// terms, the sound file.
class RenderTask : private RenderListener {
  public:
    RenderTask(CsdDocument document, RenderSpec spec, RenderJob::Callbacks callbacks,
               bool writeFile, RenderJobState& state);
    ~RenderTask() override;

    RenderResult run();

  private:
    bool stopRequested() override;
    void onStarted() override;
    void onMessage(const std::string& line) override;
    void onUnconfined(const std::string& gap) override;
    void onProblem(const CsoundProblem& problem) override;
    void onProgress(std::uint64_t framesValid, double time) override;

    bool prepare();
    bool openOutput();
    RenderOutcome render();
    void conclude(const RenderOutcome& outcome);
    void concludeSound(const RenderOutcome& outcome);
    void warnOfSuspects();
    void chooseGain();
    void finishFile();
    bool tellWriting(double done);
    void takeFrames(std::uint64_t framesValid);
    void failOutput(Diagnostic problem);
    void fail(Diagnostic problem);
    void tell(RenderState state);
    bool hasSecondPass() const { return m_output && m_output->hasSecondPass(); }
    bool isWorker() const { return m_spec.home == RenderSpec::Home::Worker; }
    double expectedEnd() const;
    std::optional<Diagnostic> endlessScore() const;
    Place outputPlace() const;

    const CsdDocument m_document;
    const RenderSpec m_spec;
    const RenderJob::Callbacks m_callbacks;
    const bool m_writeFile;
    RenderJobState& m_state;

    RenderInput m_input;
    std::optional<FileOutput> m_output;
    std::unique_ptr<SoundMeter> m_meter; ///< where there is no file to measure
    std::unique_ptr<StemReader> m_stem;
    std::optional<SuspectSearch> m_suspects;
    RenderResult m_result;
    bool m_failed = false;
    bool m_committed = false; ///< a cancel comes too late
    std::chrono::steady_clock::time_point m_started;
    std::chrono::steady_clock::time_point m_lastTold;
};

} // namespace stria
