// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_render.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <string>
#include <unistd.h>

#include "engine/render/worker_process.h"
#include "engine/render/worker_protocol.h"

namespace stria {
namespace {

using namespace std::chrono_literals;
using worker_protocol::Frame;
using worker_protocol::Kind;
using Clock = std::chrono::steady_clock;
using End = RenderOutcome::End;

constexpr auto lookInterval = 20ms;
constexpr auto politeTime = 100ms;
constexpr auto greetingTime = 10s;

PlayingNote noteOf(const worker_protocol::CrashRecord& record) {
    return {record.instrument, record.p1, record.starting != 0};
}

/// Processes that Linux has killed for want of memory, since it started.
long killsForMemory() {
    std::ifstream file("/proc/vmstat");
    std::string name;
    for (long count = 0; file >> name >> count;)
        if (name == "oom_kill")
            return count;
    return 0;
}

std::optional<worker_protocol::CrashRecord> askForRecord(WorkerProcess& worker,
                                                         const std::string& stemPath) {
    // Emptied, not removed: the worker holds it open.
    (void)!::truncate(worker_protocol::recordPath(stemPath).c_str(), 0);
    worker.askForRecord();
    const auto end = Clock::now() + 500ms;
    std::optional<worker_protocol::CrashRecord> record;
    while (!record && Clock::now() < end) {
        ::usleep(5000);
        record = worker_protocol::readRecord(stemPath);
    }
    if (record && record->instrument == 0) { // its second, fuller version may be on its way
        ::usleep(5000);
        record = worker_protocol::readRecord(stemPath);
    }
    return record;
}

class WorkerRender {
  public:
    WorkerRender(const RenderInput& input, RenderListener& listener, double stallLimit)
        : m_input(input), m_listener(listener), m_stallLimit(stallLimit) {}

    RenderOutcome run(Kind request, std::string body) {
        ::unlink(worker_protocol::recordPath(m_input.stemPath).c_str());
        Expected<WorkerProcess> worker =
            startWorker(m_input, [this] { return m_listener.stopRequested(); });
        if (!worker)
            return {.end = worker.error().code == ErrorCode::Cancelled       ? End::Stopped
                           : worker.error().code == ErrorCode::WorkerMissing ? End::WorkerMissing
                                                                             : End::WorkerProtocol,
                    .detail = worker.error().message};
        m_worker = &*worker;
        if (!ask(request, body))
            return m_outcome;
        body = {};
        m_lastProgress = Clock::now();
        while (!look()) {
        }
        m_outcome.frames = std::max(m_outcome.frames, m_frames);
        return m_outcome;
    }

    const PlayingNote& culprit() const { return m_culprit; }

  private:
    bool ask(Kind request, const std::string& body) {
        if (m_worker->send(request, body, [this] { return m_listener.stopRequested(); }))
            return true;
        if (m_listener.stopRequested())
            return finish(End::Stopped);
        lost();
        return false;
    }

    /// Whatever has come, then the clock. True when the render is over.
    bool look() {
        if (const std::optional<Frame> frame = m_worker->receive(lookInterval)) {
            if (take(*frame))
                return true;
        } else if (m_worker->isGarbage()) {
            return garbage();
        } else if (m_worker->isClosed()) {
            return lost();
        }
        if (m_listener.stopRequested())
            return stop();
        const std::chrono::duration<double> waited = Clock::now() - m_lastProgress;
        if (m_stallLimit > 0 && waited.count() > m_stallLimit)
            return stalled();
        if (m_stallLimit > 0 && !m_lookedAtNotes && waited.count() > m_stallLimit / 2) {
            m_lookedAtNotes = true;
            if (const auto record = askForRecord(*m_worker, m_input.stemPath))
                m_notesStarted = record->notesStarted;
        }
        return false;
    }

    bool take(const Frame& frame) {
        worker_protocol::Unpacker body(frame.body);
        std::string text;
        CsoundProblem problem;
        double time = 0;
        switch (frame.kind) {
        case Kind::Started:
            m_lastProgress = Clock::now();
            m_listener.onStarted();
            break;
        case Kind::Message:
            body >> text;
            m_listener.onMessage(text);
            break;
        case Kind::Unconfined:
            body >> text;
            m_listener.onUnconfined(text);
            break;
        case Kind::Problem:
            body >> problem;
            if (body.ok())
                m_listener.onProblem(problem);
            break;
        case Kind::Progress:
            body >> m_frames >> time;
            m_lastProgress = Clock::now();
            m_lookedAtNotes = false;
            m_listener.onProgress(m_frames, time);
            break;
        case Kind::Culprit:
            body >> m_culprit;
            return true;
        case Kind::Done:
            body >> m_outcome;
            if (!body.ok())
                return garbage();
            return true;
        default:
            return garbage();
        }
        return body.ok() ? false : garbage();
    }

    bool stop() {
        m_worker->send(Kind::Cancel, {}, [] { return true; });
        const auto end = Clock::now() + politeTime;
        while (Clock::now() < end && !m_worker->isClosed() && !m_worker->isGarbage()) {
            const auto frame = m_worker->receive(lookInterval);
            if (frame && frame->kind == Kind::Done)
                break;
        }
        finish(End::Stopped);
        return true;
    }

    bool garbage() {
        m_outcome.end = End::WorkerProtocol;
        m_outcome.detail = strangeAnswer;
        return true;
    }

    bool stalled() {
        const auto record = askForRecord(*m_worker, m_input.stemPath);
        // Thousands of notes at one moment take their time before there is any sound.
        if (record && record->notesStarted > m_notesStarted) {
            m_notesStarted = record->notesStarted;
            m_lastProgress = Clock::now();
            return false;
        }
        m_outcome.culprit = record ? noteOf(*record) : PlayingNote{};
        finish(End::Stalled);
        return true;
    }

    bool lost() {
        m_outcome = endOfWorker(*m_worker, m_input.stemPath);
        if (m_outcome.end == End::Crashed && m_outcome.code == SIGKILL &&
            killsForMemory() > m_killsBefore)
            m_outcome.detail = "the system, which was short of memory";
        return true;
    }

    bool finish(End end) {
        m_outcome.end = end;
        return false;
    }

    const RenderInput& m_input;
    RenderListener& m_listener;
    const double m_stallLimit;
    WorkerProcess* m_worker = nullptr;
    RenderOutcome m_outcome;
    PlayingNote m_culprit;
    std::uint64_t m_frames = 0;
    const long m_killsBefore = killsForMemory();
    Clock::time_point m_lastProgress;
    bool m_lookedAtNotes = false; ///< since the last progress
    int m_notesStarted = 0;       ///< when they were looked at
};

std::string packed(const RenderInput& input) {
    worker_protocol::Packer packer;
    packer << input;
    return packer.take();
}

} // namespace

RenderOutcome renderInWorker(const RenderInput& input, RenderListener& listener,
                             double stallLimit) {
    return WorkerRender(input, listener, stallLimit).run(Kind::Render, packed(input));
}

RenderOutcome checkInWorker(const RenderInput& input, RenderListener& listener, double stallLimit) {
    return WorkerRender(input, listener, stallLimit).run(Kind::Check, packed(input));
}

PlayingNote findCulpritInWorker(const RenderInput& input, const RenderInput::Suspect& suspect,
                                RenderListener& listener) {
    worker_protocol::Packer packer;
    packer << input << suspect.frame << suspect.channel;
    WorkerRender render(input, listener, 0);
    render.run(Kind::Trace, packer.take());
    return render.culprit();
}

PlayingNote busyNoteOf(WorkerProcess& worker, const std::string& stemPath) {
    const auto record = askForRecord(worker, stemPath);
    return record ? noteOf(*record) : PlayingNote{};
}

Expected<WorkerProcess> startWorker(const RenderInput& input, const std::function<bool()>& giveUp) {
    const Expected<std::string> program = WorkerProcess::findProgram();
    if (!program)
        return tl::make_unexpected(program.error());
    Expected<WorkerProcess> worker = WorkerProcess::start(*program, input);
    if (!worker)
        return worker;
    const auto end = Clock::now() + greetingTime;
    std::optional<Frame> frame;
    while (!frame && !worker->isClosed() && !worker->isGarbage() && Clock::now() < end) {
        if (giveUp())
            return failure(ErrorCode::Cancelled, "The render was cancelled.");
        frame = worker->receive(lookInterval);
    }
    const auto hello = frame ? worker_protocol::decodeHello(*frame) : std::nullopt;
    if (!hello)
        return failure(ErrorCode::WorkerProtocol, strangeAnswer);
    if (hello->protocol != worker_protocol::version)
        return failure(ErrorCode::WorkerProtocol,
                       "The helper program stria-worker belongs to another version of Stria (it "
                       "speaks protocol " +
                           std::to_string(hello->protocol) + ", not " +
                           std::to_string(worker_protocol::version) +
                           "). Install both from one version.");
    return worker;
}

RenderOutcome endOfWorker(WorkerProcess& worker, const std::string& stemPath) {
    if (worker.isGarbage())
        return {.end = End::WorkerProtocol, .detail = strangeAnswer};
    RenderOutcome outcome;
    const WorkerEnd end = worker.waitForEnd(1s);
    const auto record = worker_protocol::readRecord(stemPath);
    if (record)
        outcome.culprit = noteOf(*record);
    outcome.end = record && record->outOfMemory != 0 ? End::OutOfMemory
                  : end.signal != 0                  ? End::Crashed
                                                     : End::Exited;
    outcome.code = end.signal != 0 ? end.signal : end.exitCode;
    return outcome;
}

} // namespace stria
