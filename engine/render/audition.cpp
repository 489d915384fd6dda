// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/audition.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/render/asset_files.h"
#include "engine/render/audition_ring.h"
#include "engine/render/outcome_text.h"
#include "engine/render/problem_place.h"
#include "engine/render/temporary_folder.h"
#include "engine/render/worker_process.h"
#include "engine/render/worker_render.h"

namespace stria {
namespace {

using namespace std::chrono_literals;
using worker_protocol::Frame;
using worker_protocol::Kind;
using worker_protocol::Packer;

/// Enough for a player that fetches 256 frames at a time, and not so much that a change of a
/// parameter is heard late.
constexpr std::uint32_t ringFrames = 1024;
constexpr auto openTime = 10s;
/// What computes nothing for so long, though somebody listens, never will.
constexpr double stallLimit = 4;

} // namespace

/// The thread that owns the worker and hears what it says.
class Audition::Line {
  public:
    Line(CsdDocument document, ProblemHandler onProblem, std::function<bool()> giveUp,
         const Allowance& allowed)
        : m_document(std::move(document)), m_onProblem(std::move(onProblem)),
          m_giveUp(std::move(giveUp)), m_allowed(allowed) {}

    ~Line() {
        m_quit.store(true);
        if (m_thread.joinable())
            m_thread.join();
    }

    std::optional<Diagnostic> open() {
        Expected<TemporaryFolder> folder = TemporaryFolder::create();
        if (!folder)
            return folder.error();
        m_folder = std::move(*folder);
        if (const Expected<void> written = writeAssetFiles(m_document, m_folder->path()); !written)
            return written.error();
        const std::uint32_t capacity =
            std::max(ringFrames, 2 * static_cast<std::uint32_t>(m_document.ksmps));
        m_ring = AuditionRing::create(m_folder->file("ring"), m_document.channels, capacity);
        if (!m_ring)
            return Diagnostic{ErrorCode::FileUnwritable,
                              "No memory can be shared in " + m_folder->path() + ".",
                              {},
                              Severity::Error};
        makeInput();
        // The worker ends with the thread that started it.
        m_thread = std::thread([this] { run(); });
        return m_opened.get_future().get();
    }

    void send(Kind kind, std::string body) {
        const std::lock_guard lock(m_sending);
        if (m_alive.load() && !m_worker->send(kind, body, [] { return true; }))
            m_alive.store(false);
    }

    bool isAlive() const { return m_alive.load(); }
    const CsdDocument& document() const { return m_document; }
    AuditionRing& ring() { return *m_ring; }

  private:
    void makeInput() {
        CsdDocument generated = m_document;
        std::erase_if(generated.notes, [](const CsdNote& note) { return bool(note.event); });
        m_input = makeRenderInput(generated, assetPaths(m_folder->path()));
        m_input.stemPath = m_folder->file("ring");
        m_input.keepGoing = true;
        m_input.allowed = m_allowed;
    }

    void run() {
        std::optional<Diagnostic> problem = start();
        m_alive.store(!problem);
        const bool opened = !problem;
        m_opened.set_value(std::move(problem));
        while (opened && !m_quit.load() && m_alive.load()) {
            if (const std::optional<Frame> frame = m_worker->receive(20ms))
                take(*frame);
            else if (m_worker->isClosed() || m_worker->isGarbage())
                lost();
            lookForStall();
        }
        const std::lock_guard lock(m_sending);
        m_alive.store(false);
        m_worker.reset();
    }

    std::optional<Diagnostic> start() {
        const auto givesUp = [this] { return m_quit.load() || (m_giveUp && m_giveUp()); };
        Expected<WorkerProcess> worker = startWorker(m_input, givesUp);
        if (!worker)
            return worker.error();
        m_worker.emplace(std::move(*worker));
        Packer packer;
        packer << m_input;
        m_worker->send(Kind::Open, packer.take(), givesUp);
        const auto end = std::chrono::steady_clock::now() + openTime;
        while (!m_outcome && std::chrono::steady_clock::now() < end && !m_worker->isClosed() &&
               !m_worker->isGarbage() && !givesUp())
            if (const std::optional<Frame> frame = m_worker->receive(20ms))
                take(*frame);
        if (m_outcome && m_outcome->end == RenderOutcome::End::Complete)
            return std::nullopt;
        if (m_outcome && m_firstProblem)
            return m_firstProblem;
        if (m_outcome)
            return describe(*m_outcome);
        if (givesUp())
            return Diagnostic{ErrorCode::Cancelled, "The audition was given up.", {}};
        if (m_worker->isClosed() || m_worker->isGarbage())
            return describe(endOfWorker(*m_worker, m_input.stemPath));
        return stalled(std::chrono::duration<double>(openTime).count());
    }

    void take(const Frame& frame) {
        worker_protocol::Unpacker body(frame.body);
        if (frame.kind == Kind::Problem) {
            CsoundProblem problem;
            body >> problem;
            if (body.ok())
                tell(toDiagnostic(problem, m_document, m_input.orchestra));
        } else if (frame.kind == Kind::Unconfined) {
            std::string gap;
            body >> gap;
            if (m_onProblem && body.ok())
                m_onProblem(notConfined(gap));
        } else if (frame.kind == Kind::Done) {
            m_outcome.emplace();
            body >> *m_outcome;
            if (!body.ok())
                m_outcome = {.end = RenderOutcome::End::WorkerProtocol, .detail = strangeAnswer};
            if (m_outcome->end == RenderOutcome::End::EndedEarly || !body.ok()) {
                tell(describe(*m_outcome));
                m_alive.store(false);
            }
        }
    }

    void lookForStall() {
        const auto now = std::chrono::steady_clock::now();
        const std::uint64_t written = m_ring->written();
        const bool waits = m_ring->space() < static_cast<std::uint32_t>(m_document.ksmps);
        if (written != m_written || waits || !m_ring->isSounding()) {
            m_written = written;
            m_wentOn = now;
        } else if (now - m_wentOn > std::chrono::duration<double>(stallLimit)) {
            tell(stalled(stallLimit));
            m_alive.store(false);
        }
    }

    Diagnostic stalled(double seconds) {
        RenderOutcome outcome;
        outcome.end = RenderOutcome::End::Stalled;
        outcome.culprit = busyNoteOf(*m_worker, m_input.stemPath);
        RenderSpec spec;
        spec.stallLimit = seconds;
        return diagnosticOf(outcome, m_document, spec, m_input, 0);
    }

    void lost() {
        tell(describe(endOfWorker(*m_worker, m_input.stemPath)));
        m_alive.store(false);
    }

    Diagnostic describe(const RenderOutcome& outcome) const {
        return diagnosticOf(outcome, m_document, {}, m_input, 0);
    }

    void tell(Diagnostic problem) {
        if (!m_firstProblem)
            m_firstProblem = problem;
        if (m_onProblem && m_alive.load())
            m_onProblem(problem);
    }

    const CsdDocument m_document;
    const ProblemHandler m_onProblem;
    const std::function<bool()> m_giveUp;
    const Allowance m_allowed;
    std::optional<TemporaryFolder> m_folder;
    std::unique_ptr<AuditionRing> m_ring;
    RenderInput m_input;
    std::promise<std::optional<Diagnostic>> m_opened;
    std::atomic<bool> m_quit{false};
    std::atomic<bool> m_alive{false};
    std::mutex m_sending;
    // The thread's own, but for sending.
    std::optional<WorkerProcess> m_worker;
    std::optional<RenderOutcome> m_outcome;
    std::optional<Diagnostic> m_firstProblem;
    std::uint64_t m_written = 0; ///< frames when last looked at
    std::chrono::steady_clock::time_point m_wentOn = std::chrono::steady_clock::now();
    std::thread m_thread;
};

Audition::Audition(std::unique_ptr<Line> line) : m_line(std::move(line)) {}

Audition::~Audition() = default;

Expected<std::unique_ptr<Audition>> Audition::open(CsdDocument document, ProblemHandler onProblem,
                                                   std::function<bool()> giveUp,
                                                   const Allowance& allowed) {
    auto line = std::make_unique<Line>(std::move(document), std::move(onProblem), std::move(giveUp),
                                       allowed);
    if (std::optional<Diagnostic> problem = line->open())
        return tl::make_unexpected(std::move(*problem));
    return std::unique_ptr<Audition>(new Audition(std::move(line)));
}

bool Audition::isAlive() const {
    return m_line->isAlive();
}

int Audition::channels() const {
    return m_line->document().channels;
}

double Audition::sampleRate() const {
    return m_line->document().sampleRate;
}

void Audition::play(std::span<const double> pfields) {
    Packer packer;
    packer << std::vector<double>(pfields.begin(), pfields.end());
    m_line->send(Kind::Event, packer.take());
}

void Audition::set(double p1, int field, double value) {
    m_line->send(Kind::Set, (Packer() << p1 << field << value).take());
}

void Audition::stop(double p1) {
    m_line->send(Kind::Stop, (Packer() << p1).take());
}

void Audition::compile(const std::string& code) {
    m_line->send(Kind::Compile, (Packer() << code).take());
}

bool Audition::isSounding() const {
    return m_line->isAlive() && m_line->ring().isSounding();
}

std::uint32_t Audition::available() const {
    return m_line->ring().available();
}

std::uint32_t Audition::read(std::span<float> samples) {
    return m_line->ring().read(samples);
}

} // namespace stria
