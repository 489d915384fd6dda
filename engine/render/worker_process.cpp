// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "engine/render/bubblewrap.h"
#include "engine/render/installed_worker.h"

extern char** environ; // NOLINT(readability-redundant-declaration)

namespace stria {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// How long a warden may take to end what there is.
constexpr auto wardenTime = std::chrono::seconds(5);

std::string programFolder() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path().string();
}

bool isProgram(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

/// Signals as a new program expects them, whatever the host has made of them.
class SpawnAttributes {
  public:
    SpawnAttributes() {
        posix_spawnattr_init(&m_attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&m_attributes, &none);
        sigset_t defaults;
        sigemptyset(&defaults);
        for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGSEGV, SIGABRT, SIGFPE, SIGCHLD})
            sigaddset(&defaults, signal);
        posix_spawnattr_setsigdefault(&m_attributes, &defaults);
        // A group of its own: Ctrl-C on a terminal is for the client, which cancels in its way.
        posix_spawnattr_setpgroup(&m_attributes, 0);
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                    POSIX_SPAWN_SETPGROUP);
        posix_spawn_file_actions_init(&m_actions);
    }
    ~SpawnAttributes() {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;

    void connect(int from, int to) { posix_spawn_file_actions_adddup2(&m_actions, from, to); }
    int spawn(std::vector<std::string> command, pid_t& process) {
        std::vector<char*> arguments;
        arguments.reserve(command.size() + 1);
        for (std::string& word : command)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        return posix_spawn(&process, arguments.front(), &m_actions, &m_attributes, arguments.data(),
                           environ);
    }

  private:
    posix_spawnattr_t m_attributes{};
    posix_spawn_file_actions_t m_actions{};
};

} // namespace

Expected<std::string> WorkerProcess::findProgram() {
    const std::string advice = " Set STRIA_WORKER to the program stria-worker, or render in the "
                               "same process (home: inProcess).";
    if (const char* path = std::getenv("STRIA_WORKER"); path != nullptr && *path != 0) {
        if (isProgram(path))
            return path;
        return failure(ErrorCode::WorkerMissing, "The helper program that STRIA_WORKER names, " +
                                                     std::string(path) +
                                                     ", is not there or cannot be run." + advice);
    }
    const fs::path folder = programFolder();
    const std::array<fs::path, 7> places = {folder,
                                            folder.parent_path() / "bin",
                                            folder.parent_path() / "libexec" / "stria",
                                            folder.parent_path().parent_path() / "bin",
                                            fs::path(InstalledWorker::program()).parent_path(),
                                            "/usr/local/bin",
                                            "/usr/bin"};
    for (const fs::path& place : places)
        if (place.is_absolute() && isProgram(place / "stria-worker"))
            return (place / "stria-worker").string();
    return failure(ErrorCode::WorkerMissing,
                   "The helper program stria-worker is not installed: it was looked for beside "
                   "this program, where the library was installed, and in /usr/bin." +
                       advice);
}

Expected<WorkerProcess> WorkerProcess::start(const std::string& program, const RenderInput& input) {
    std::vector<std::string> command = bubblewrapCommand(input, program);
    const Between between = input.allowed.run ? Between::Warden
                            : command.empty() ? Between::Nobody
                                              : Between::Bubblewrap;
    command.push_back(program);
    if (between != Between::Nobody)
        command.emplace_back(between == Between::Warden ? worker_protocol::guarded
                                                        : worker_protocol::wrapped);
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return failure(ErrorCode::Internal, "No more connections can be opened.");
    SpawnAttributes attributes;
    attributes.connect(ends[1], 0);
    attributes.connect(ends[1], 1);
    pid_t process = -1;
    const int error = attributes.spawn(std::move(command), process);
    ::close(ends[1]);
    if (error != 0) {
        ::close(ends[0]);
        return failure(ErrorCode::WorkerMissing,
                       "The helper program " + program + " cannot be started.");
    }
    return WorkerProcess(ends[0], process, between);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : m_reader(std::move(other.m_reader)), m_line(std::exchange(other.m_line, -1)),
      m_process(std::exchange(other.m_process, -1)), m_between(other.m_between),
      m_closed(other.m_closed) {}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
    std::swap(m_reader, other.m_reader);
    std::swap(m_line, other.m_line);
    std::swap(m_process, other.m_process);
    std::swap(m_between, other.m_between);
    std::swap(m_closed, other.m_closed);
    return *this;
}

WorkerProcess::~WorkerProcess() {
    kill();
    waitForEnd(std::chrono::milliseconds(0));
    if (m_line >= 0)
        ::close(m_line);
}

bool WorkerProcess::send(worker_protocol::Kind kind, std::string_view body,
                         const std::function<bool()>& giveUp) {
    const std::string frame = worker_protocol::encode(kind, body);
    for (std::size_t sent = 0; sent < frame.size();) {
        const ssize_t some =
            ::send(m_line, frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (some > 0) {
            sent += static_cast<std::size_t>(some);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            pollfd line{m_line, POLLOUT, 0};
            ::poll(&line, 1, 20);
            if (giveUp && giveUp())
                return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

std::optional<worker_protocol::Frame> WorkerProcess::receive(std::chrono::milliseconds time) {
    const auto end = Clock::now() + time;
    while (true) {
        if (auto frame = m_reader.next())
            return frame;
        if (m_closed || m_reader.isGarbage())
            return std::nullopt;
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        pollfd line{m_line, POLLIN, 0};
        const int ready = ::poll(&line, 1, left > 0 ? static_cast<int>(left) : 0);
        if (ready == 0)
            return std::nullopt;
        if (ready < 0)
            continue;
        std::array<char, 65536> bytes{};
        const ssize_t size = ::recv(m_line, bytes.data(), bytes.size(), 0);
        if (size > 0)
            m_reader.add(bytes.data(), static_cast<std::size_t>(size));
        else if (size == 0 || errno != EINTR)
            m_closed = true;
    }
}

void WorkerProcess::kill() {
    if (m_process > 0 && m_between == Between::Warden)
        ::kill(m_process, SIGTERM);
    else if (m_process > 0)
        ::kill(-m_process, SIGKILL);
}

WorkerEnd WorkerProcess::waitForEnd(std::chrono::milliseconds time) {
    auto end = Clock::now() + time;
    WorkerEnd result;
    bool asked = false;
    while (m_process > 0) {
        siginfo_t ended{};
        const int answer =
            ::waitid(P_PID, static_cast<id_t>(m_process), &ended, WEXITED | WNOWAIT | WNOHANG);
        if ((answer == 0 && ended.si_pid == m_process) || (answer != 0 && errno != EINTR)) {
            if (answer == 0 && ended.si_code == CLD_EXITED)
                result.exitCode = ended.si_status;
            else if (answer == 0)
                result.signal = ended.si_status;
            // Bubblewrap tells it as shells do.
            if (m_between == Between::Bubblewrap && result.exitCode > 128)
                result = {.signal = result.exitCode - 128};
            // What it has left running, while nobody else can have got its number.
            ::kill(-m_process, SIGKILL);
            while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
            }
            m_process = -1;
        } else if (Clock::now() < end) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        } else if (!asked) {
            kill();
            asked = true;
            end = Clock::now() + wardenTime;
        } else {
            ::kill(-m_process, SIGKILL);
            end = Clock::now() + wardenTime;
        }
    }
    return result;
}

std::string askWorkerProgram(const std::string& argument) {
    const Expected<std::string> program = WorkerProcess::findProgram();
    std::array<int, 2> ends{};
    if (!program || ::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {};
    SpawnAttributes attributes;
    attributes.connect(ends[1], 1);
    pid_t process = -1;
    const int error = attributes.spawn({*program, argument}, process);
    ::close(ends[1]);
    std::string answer;
    std::array<char, 65536> bytes{};
    bool isWhole = false;
    while (error == 0 && !isWhole) {
        const ssize_t size = ::read(ends[0], bytes.data(), bytes.size());
        if (size > 0)
            answer.append(bytes.data(), static_cast<std::size_t>(size));
        else if (size == 0)
            isWhole = true;
        else if (errno != EINTR)
            break;
    }
    ::close(ends[0]);
    int status = 0;
    while (error == 0 && ::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return isWhole && status == 0 ? answer : std::string();
}

} // namespace stria
