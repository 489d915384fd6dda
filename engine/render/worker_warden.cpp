// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_warden.h"

#ifdef __linux__
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace stria {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// For those that the system itself does not get ended.
constexpr auto longestEnding = std::chrono::seconds(2);

int numberIn(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// 0: gone.
int parentOf(const fs::path& process) {
    std::ifstream file(process / "stat");
    const std::string stat{std::istreambuf_iterator<char>(file), {}};
    // Behind the name, which may hold anything: ") S 123 ".
    const std::size_t name = stat.rfind(')');
    return name == std::string::npos || name + 4 > stat.size()
               ? 0
               : numberIn(std::string_view(stat).substr(name + 4));
}

std::set<int> descendants() {
    std::multimap<int, int> children;
    std::error_code error;
    for (fs::directory_iterator entry("/proc", error), end; !error && entry != end;
         entry.increment(error))
        if (const int process = numberIn(entry->path().filename().string()); process > 0)
            children.emplace(parentOf(entry->path()), process);
    std::set<int> found;
    std::vector<int> open = {::getpid()};
    while (!open.empty()) {
        const int parent = open.back();
        open.pop_back();
        const auto [begin, end] = children.equal_range(parent);
        for (auto child = begin; child != end; ++child)
            if (found.insert(child->second).second)
                open.push_back(child->second);
    }
    return found;
}

/// Stopped first, so that none of them starts another meanwhile.
void endDescendants() {
    const auto until = Clock::now() + longestEnding;
    while (Clock::now() < until) {
        std::set<int> stopped;
        for (std::set<int> now = descendants(); now != stopped && Clock::now() < until;
             now = descendants()) {
            for (const int process : now)
                ::kill(process, SIGSTOP);
            stopped = std::move(now);
        }
        for (const int process : stopped)
            ::kill(process, SIGKILL);
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {
        }
        if (::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD)
            return;
        ::usleep(1000);
    }
}

/// The worker's status.
int waitFor(pid_t worker, const sigset_t& signals) {
    while (true) {
        int status = 0;
        for (pid_t ended = 1; ended > 0;) {
            ended = ::waitpid(-1, &status, WNOHANG);
            if (ended == worker)
                return status;
        }
        int signal = 0;
        ::sigwait(&signals, &signal);
        if (signal == SIGTERM)
            ::kill(worker, SIGKILL);
    }
}

[[noreturn]] void endAs(int status) {
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        const rlimit noCore{0, 0};
        ::setrlimit(RLIMIT_CORE, &noCore);
        ::signal(signal, SIG_DFL);
        sigset_t one;
        ::sigemptyset(&one);
        ::sigaddset(&one, signal);
        ::sigprocmask(SIG_UNBLOCK, &one, nullptr);
        ::raise(signal);
    }
    ::_exit(WEXITSTATUS(status));
}

} // namespace

void startWarden() {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigset_t signals;
    sigset_t before;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &signals, &before);
    const pid_t worker = ::fork();
    if (worker == 0) {
        ::sigprocmask(SIG_SETMASK, &before, nullptr);
        // A command that signals its own group does not reach the warden.
        ::setpgid(0, 0);
        return;
    }
    // The line to the client is the worker's: its end is to be seen there.
    ::close(0);
    ::close(1);
    if (worker < 0)
        ::_exit(2);
    const int status = waitFor(worker, signals);
    endDescendants();
    endAs(status);
}

} // namespace stria
#else
namespace stria {
void startWarden() {}
} // namespace stria
#endif
