// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/render/worker_protocol.h"

namespace stria {

/// How a worker process ended.
struct WorkerEnd {
    int signal = 0; ///< 0: it ended by itself
    int exitCode = 0;
};

/// A worker process and the line to it. All that depends on the operating system about processes
/// is in this class. One thread at a time, which must outlive it. Its end kills the process and
/// what that has started, unless it has left the process's group.
class WorkerProcess {
  public:
    /// STRIA_WORKER, else beside the running program, else where it is installed.
    /// Errors: WorkerMissing, with what to do.
    static Expected<std::string> findProgram();
    static Expected<WorkerProcess> start(const std::string& program);

    WorkerProcess(WorkerProcess&& other) noexcept;
    WorkerProcess& operator=(WorkerProcess&& other) noexcept;
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;
    ~WorkerProcess();

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
    void askForRecord();
    void kill();
    /// Waits for the process to end; kills it when the time is over, and the programs that it has
    /// left running in any case.
    WorkerEnd waitForEnd(std::chrono::milliseconds time);

  private:
    WorkerProcess(int line, int process) : m_line(line), m_process(process) {}

    worker_protocol::FrameReader m_reader;
    int m_line = -1;
    int m_process = -1;
    bool m_closed = false;
};

/// What `stria-worker ARGUMENT` prints; empty when it fails, or not all of it arrives.
std::string askWorkerProgram(const std::string& argument);

} // namespace stria
