// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/render/render_input.h"
#include "engine/render/worker_protocol.h"

namespace stria {

/// How a worker process ended.
struct WorkerEnd {
    int signal = 0; ///< 0: it ended by itself
    int exitCode = 0;
};

/// A worker process and the line to it. All that depends on the operating system about processes
/// is in this class. One thread at a time, which must outlive it. Its end kills the process and
/// what that has started: where programs are allowed by a warden (startWarden), else none can be.
class WorkerProcess {
  public:
    /// STRIA_WORKER, else beside the running program, else where it is installed.
    /// Errors: WorkerMissing, with what to do.
    static Expected<std::string> findProgram();
    static Expected<WorkerProcess> start(const std::string& program, const RenderInput& input);

    WorkerProcess(WorkerProcess&& other) noexcept;
    WorkerProcess& operator=(WorkerProcess&& other) noexcept;
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;
    ~WorkerProcess();

    /// Of the worker, or of who stands between it and us.
    long id() const { return m_process; }
    /// False when the process is gone, or does not listen and `giveUp` says so.
    bool send(worker_protocol::Kind kind, std::string_view body = {},
              const std::function<bool()>& giveUp = {});
    /// The next frame, or nothing when the time is over, or the worker has closed its end.
    std::optional<worker_protocol::Frame> receive(std::chrono::milliseconds time);
    /// No more frames will come.
    bool isClosed() const { return m_closed; }
    bool isGarbage() const { return m_reader.isGarbage(); }

    /// Lets the worker note down what Csound is doing (see CrashRecord).
    void askForRecord() {
        send(worker_protocol::Kind::Tell, {}, [] { return true; });
    }
    void kill();
    /// Waits for the process to end; kills it when the time is over, and the programs that it has
    /// left running in any case.
    WorkerEnd waitForEnd(std::chrono::milliseconds time);

  private:
    /// Who stands between the worker and us, as our child in its place.
    enum class Between { Nobody, Warden, Bubblewrap };

    WorkerProcess(int line, int process, Between between)
        : m_line(line), m_process(process), m_between(between) {}

    worker_protocol::FrameReader m_reader;
    int m_line = -1;
    int m_process = -1;
    Between m_between = Between::Nobody;
    bool m_closed = false;
};

/// What `stria-worker ARGUMENT` prints; empty when it fails, or not all of it arrives.
std::string askWorkerProgram(const std::string& argument);

} // namespace stria
