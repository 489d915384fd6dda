// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/render/csound.h"
#include "engine/render/csound_messages.h"
#include "engine/render/render_input.h"

namespace stria {

/// How a render ended, wherever it ran.
struct RenderOutcome {
    enum class End {
        Complete,
        Refused,    ///< the orchestra does not compile or start; a problem was told
        NoteFailed, ///< an event failed and keepGoing is off; a problem was told
        Stopped,    ///< as the listener asked
        EndedEarly, ///< the orchestra ended the score
        Exited,     ///< the orchestra left (exitnow)
        OutOfMemory,
        Crashed,
        Stalled,
        StemUnwritable, ///< `code` is the errno
        WorkerMissing,
        WorkerProtocol
    };
    End end = End::Complete;
    int code = 0; ///< signal, exit code or errno
    std::uint64_t frames = 0;
    /// Something still sounded when the release limit was over: `culprit`, and why in `detail`.
    bool releasesCut = false;
    PlayingNote culprit = {}; ///< what Csound was busy with, where that matters
    std::string detail = {};

    bool operator==(const RenderOutcome&) const = default;
};

/// What a render tells while it runs, on the thread that runs it.
class RenderListener {
  public:
    virtual ~RenderListener() = default;
    /// Asked in each control cycle.
    virtual bool stopRequested() = 0;
    /// Csound has loaded what it needs and read the orchestra; nothing of that has run yet.
    virtual void onCompiled() {}
    virtual void onStarted() = 0; ///< compiled, the first cycle comes
    virtual void onMessage(const std::string& line) = 0;
    /// A sentence: what this system cannot keep the code of a piece from.
    virtual void onUnconfined(const std::string&) {}
    virtual void onProblem(const CsoundProblem& problem) = 0;
    /// About every 20 ms: how many frames of the stem are whole, and the score time reached.
    virtual void onProgress(std::uint64_t framesValid, double time) = 0;
};

/// Renders a score by libcsound into a stem file, on the calling thread. The same class is used in
/// the worker, by programs that render in their own process, and by tests.
class Renderer : public BusyNoteSource {
  public:
    Renderer(const RenderInput& input, RenderListener& listener);
    ~Renderer() override;

    RenderOutcome run();
    /// Only reads the orchestra: nothing of it runs.
    RenderOutcome check();
    /// Renders up to a sample, keeping no sound, and finds the event that made it what it is.
    PlayingNote findCulprit(const RenderInput::Suspect& suspect);

    PlayingNote busyNote() const noexcept override;
    int notesStarted() const noexcept override;

  private:
    class Run;
    bool compile(const std::string& orchestra, Csound::Watcher watcher = {});
    void takeLine(std::string_view line);
    void tellLine(std::string_view line);
    void tellDropped();
    bool startDueNotes();

    const RenderInput& m_input;
    RenderListener& m_listener;
    std::unique_ptr<Csound> m_csound;
    CsoundMessages m_messages;
    std::vector<int> m_generated;
    std::size_t m_nextNote = 0;
    std::size_t m_nextValue = 0;
    std::int64_t m_cycle = 0;
    bool m_noteFailed = false;
    bool m_listening = true;
    // A flood of lines is thinned: so many in each stretch of time, the others counted.
    std::chrono::steady_clock::time_point m_floodStart;
    int m_linesTold = 0;
    std::uint64_t m_linesDropped = 0;
};

/// Rounds denormal numbers to zero on this thread while it lives: decaying sounds compute 1.5
/// times as fast.
class FlushToZero {
  public:
    FlushToZero();
    ~FlushToZero();
    FlushToZero(const FlushToZero&) = delete;
    FlushToZero& operator=(const FlushToZero&) = delete;

  private:
    std::uint64_t m_before = 0;
};

} // namespace stria
