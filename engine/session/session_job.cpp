// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/session_job.h"

namespace stria {

struct SessionJob::Shared {
    RenderSpec spec;
    RenderJob job;        ///< none: it failed before it began
    Diagnostics problems; ///< why it failed
};

SessionJob SessionJob::failed(RenderSpec spec, Diagnostics problems) {
    SessionJob job;
    job.m_shared = std::make_shared<const Shared>(Shared{std::move(spec), {}, std::move(problems)});
    return job;
}

SessionJob::SessionJob(RenderSpec spec, RenderJob job)
    : m_shared(std::make_shared<const Shared>(Shared{std::move(spec), std::move(job), {}})) {}

RenderProgress SessionJob::progress() const {
    if (m_shared && m_shared->job)
        return m_shared->job.progress();
    RenderProgress progress;
    progress.state = RenderState::Failed;
    return progress;
}

bool SessionJob::isDone() const {
    return !m_shared || !m_shared->job || m_shared->job.isDone();
}

void SessionJob::cancel() const {
    if (m_shared && m_shared->job)
        RenderJob(m_shared->job).cancel();
}

RenderResult SessionJob::wait() const {
    if (m_shared && m_shared->job)
        return m_shared->job.wait();
    RenderResult result;
    result.state = RenderState::Failed;
    result.problems = m_shared ? m_shared->problems
                               : Diagnostics{{ErrorCode::InvalidArgument,
                                              "This is the handle of no render.",
                                              {},
                                              Severity::Error}};
    return result;
}

std::optional<RenderResult> SessionJob::waitFor(std::chrono::milliseconds time) const {
    return m_shared && m_shared->job ? m_shared->job.waitFor(time) : wait();
}

std::optional<Diagnostic> SessionJob::error() const {
    const RenderResult result = wait();
    if (result.ok())
        return std::nullopt;
    for (const Diagnostic& problem : result.problems)
        if (problem.severity == Severity::Error)
            return problem;
    return Diagnostic{result.state == RenderState::Cancelled ? ErrorCode::Cancelled
                                                             : ErrorCode::Internal,
                      "The render " + std::string(name(result.state)) + ".",
                      {},
                      Severity::Error};
}

std::string SessionJob::outputFile() const {
    const RenderResult result = wait();
    return result.ok() ? result.outputFile : std::string();
}

RenderSpec SessionJob::spec() const {
    return m_shared ? m_shared->spec : RenderSpec{};
}

RenderJob SessionJob::job() const {
    return m_shared ? m_shared->job : RenderJob{};
}

} // namespace stria
