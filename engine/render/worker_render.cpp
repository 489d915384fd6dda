// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_render.h"

#include <chrono>
#include <csignal>
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

class WorkerRender {
  public:
    WorkerRender(const RenderInput& input, RenderListener& listener, double stallLimit)
        : m_input(input), m_listener(listener), m_stallLimit(stallLimit) {}

    RenderOutcome run(Kind request, std::string body) {
        const Expected<std::string> program = WorkerProcess::findProgram();
        if (!program)
            return {.end = End::WorkerMissing, .detail = program.error().message};
        Expected<WorkerProcess> worker = WorkerProcess::start(*program);
        if (!worker)
            return {.end = End::WorkerMissing, .detail = worker.error().message};
        m_worker = &*worker;
        ::unlink(worker_protocol::recordPath(m_input.stemPath).c_str());
        if (!greet() || !ask(request, body))
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
    bool greet() {
        const auto end = Clock::now() + greetingTime;
        std::optional<Frame> frame;
        while (!frame && !m_worker->isClosed() && !m_worker->isGarbage() && Clock::now() < end) {
            if (m_listener.stopRequested())
                return finish(End::Stopped);
            frame = m_worker->receive(lookInterval);
        }
        const auto hello = frame ? worker_protocol::decodeHello(*frame) : std::nullopt;
        if (!hello)
            m_outcome.detail = "The helper program stria-worker does not answer as it should.";
        else if (hello->protocol != worker_protocol::version)
            m_outcome.detail = "The helper program stria-worker belongs to another version of "
                               "Stria (it speaks protocol " +
                               std::to_string(hello->protocol) + ", not " +
                               std::to_string(worker_protocol::version) +
                               "). Install both from one version.";
        return m_outcome.detail.empty() || finish(End::WorkerProtocol);
    }

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
        case Kind::Problem:
            body >> problem;
            if (body.ok())
                m_listener.onProblem(problem);
            break;
        case Kind::Progress:
            body >> m_frames >> time;
            m_lastProgress = Clock::now();
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
        m_outcome.detail = "The helper program stria-worker does not answer as it should.";
        finish(End::WorkerProtocol);
        return true;
    }

    bool stalled() {
        m_worker->askForRecord();
        const auto end = Clock::now() + 500ms;
        while (!readRecord() && Clock::now() < end)
            ::usleep(5000);
        finish(End::Stalled);
        return true;
    }

    bool lost() {
        const WorkerEnd end = m_worker->waitForEnd(1s);
        const bool known = readRecord();
        if (known && m_record.outOfMemory != 0)
            finish(End::OutOfMemory);
        else if (end.signal != 0)
            finish(End::Crashed);
        else
            finish(End::Exited);
        m_outcome.code = end.signal != 0 ? end.signal : end.exitCode;
        return true;
    }

    bool readRecord() {
        const auto record = worker_protocol::readRecord(m_input.stemPath);
        if (!record)
            return false;
        m_record = *record;
        m_outcome.culprit = {m_record.instrument, m_record.p1, m_record.starting != 0};
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
    worker_protocol::CrashRecord m_record;
    std::uint64_t m_frames = 0;
    Clock::time_point m_lastProgress;
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

} // namespace stria
