// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/render_job.h"

#include <csignal>
#include <pthread.h>
#include <thread>
#include <utility>

#include "engine/render/render_state.h"
#include "engine/render/render_task.h"

namespace stria {
namespace {

/// How long the last handle waits for a render in this process to come back.
constexpr auto patience = std::chrono::seconds(2);

void blockSignals() {
    // Writing to a worker that is gone, or beyond the file size limit, is an error code here.
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGPIPE);
    sigaddset(&blocked, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
}

void runJob(CsdDocument document, RenderSpec spec, RenderJob::Callbacks callbacks, bool writeFile,
            const std::shared_ptr<RenderJobState>& state) {
    blockSignals();
    RenderResult result;
    {
        RenderTask task(std::move(document), std::move(spec), std::move(callbacks), writeFile,
                        *state);
        result = task.run();
    }
    // The sound is in its file: handles, which may be kept for long, hold nothing of the disk.
    if (writeFile)
        state->folder.reset();
    const std::lock_guard lock(state->mutex);
    state->result = std::move(result);
    state->ended.notify_all();
}

} // namespace

struct RenderJob::Shared {
    std::shared_ptr<RenderJobState> state = std::make_shared<RenderJobState>();
    std::thread thread;
    std::mutex joining;
    bool inProcess = false;

    Shared() = default;
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    /// A thread that has ended keeps its stack until then.
    void join() {
        const std::lock_guard lock(joining);
        if (thread.joinable() && thread.get_id() != std::this_thread::get_id())
            thread.join();
    }

    ~Shared() {
        if (!thread.joinable())
            return;
        state->cancel.store(true);
        bool comesBack = true;
        if (inProcess) {
            std::unique_lock lock(state->mutex);
            comesBack =
                state->ended.wait_for(lock, patience, [this] { return state->result.has_value(); });
        }
        // The last handle may go in a callback on the job's own thread.
        if (comesBack && thread.get_id() != std::this_thread::get_id())
            thread.join();
        else
            thread.detach();
    }
};

std::string_view name(RenderState state) {
    switch (state) {
    case RenderState::Waiting:
        return "waiting";
    case RenderState::Compiling:
        return "compiling";
    case RenderState::Rendering:
        return "rendering";
    case RenderState::Writing:
        return "writing";
    case RenderState::Finished:
        return "finished";
    case RenderState::Failed:
        return "failed";
    case RenderState::Cancelled:
        return "cancelled";
    }
    return "unknown";
}

RenderJob RenderJob::start(CsdDocument document, RenderSpec spec, Callbacks callbacks,
                           bool writeFile) {
    RenderJob job;
    job.m_shared = std::make_shared<Shared>();
    RenderJobState& state = *job.m_shared->state;
    if (Expected<TemporaryFolder> folder = TemporaryFolder::create())
        state.folder = std::move(*folder);
    else
        state.folderProblem = folder.error();
    state.stem = {state.folder ? state.folder->file("sound.stem") : std::string(),
                  document.channels, document.sampleRate};
    job.m_shared->inProcess = spec.home == RenderSpec::Home::InProcess;
    job.m_shared->thread = std::thread(runJob, std::move(document), std::move(spec),
                                       std::move(callbacks), writeFile, job.m_shared->state);
    return job;
}

RenderProgress RenderJob::progress() const {
    const std::lock_guard lock(m_shared->state->mutex);
    return m_shared->state->progress;
}

bool RenderJob::isDone() const {
    {
        const std::lock_guard lock(m_shared->state->mutex);
        if (!m_shared->state->result)
            return false;
    }
    m_shared->join();
    return true;
}

void RenderJob::cancel() {
    m_shared->state->cancel.store(true);
}

RenderResult RenderJob::wait() const {
    RenderJobState& state = *m_shared->state;
    std::unique_lock lock(state.mutex);
    state.ended.wait(lock, [&state] { return state.result.has_value(); });
    lock.unlock();
    m_shared->join();
    return *state.result;
}

std::optional<RenderResult> RenderJob::waitFor(std::chrono::milliseconds time) const {
    RenderJobState& state = *m_shared->state;
    std::unique_lock lock(state.mutex);
    if (!state.ended.wait_for(lock, time, [&state] { return state.result.has_value(); }))
        return std::nullopt;
    lock.unlock();
    m_shared->join();
    return state.result;
}

StemFile RenderJob::stem() const {
    return m_shared->state->stem;
}

std::uint64_t RenderJob::stemFramesValid() const {
    return m_shared->state->framesValid.load(std::memory_order_acquire);
}

} // namespace stria
