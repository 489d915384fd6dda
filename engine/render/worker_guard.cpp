// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_guard.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "engine/model/sanitizers.h"
#include "engine/render/worker_protocol.h"

namespace stria::worker_guard {
namespace {

// Read by the signal handler.
std::atomic<const BusyNoteSource*> watched{nullptr};
std::atomic<int> recordFile{-1};
std::atomic<int> memoryFile{-1}; // open: later it may not be opened
std::atomic<bool> memoryExceeded{false};
std::atomic<std::uint64_t> memoryLimit{0};
pthread_t renderThread;

[[maybe_unused]] constexpr long callCloseRange = 436; // older headers lack it

std::uint64_t memoryTaken(int column) {
    std::array<char, 128> text{};
    const ssize_t size = ::pread(memoryFile.load(), text.data(), text.size() - 1, 0);
    std::uint64_t pages = 0;
    for (ssize_t i = 0; i < size; ++i) {
        const char digit = text[static_cast<std::size_t>(i)];
        if (digit == ' ' && column-- == 0)
            break;
        pages = digit == ' ' ? 0 : pages * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void writeRecord(int signal, bool outOfMemory) {
    const BusyNoteSource* source = watched.load();
    const int file = recordFile.load();
    if (source == nullptr || file < 0)
        return;
    // Reading Csound's lists may itself fault: then what is known so far stands.
    worker_protocol::CrashRecord record;
    record.signal = signal;
    record.outOfMemory = outOfMemory ? 1 : 0;
    (void)!::pwrite(file, &record, sizeof record, 0);
    const PlayingNote note = source->busyNote();
    record.notesStarted = source->notesStarted();
    record.instrument = note.instrument;
    record.p1 = note.p1;
    record.starting = note.starting ? 1 : 0;
    (void)!::pwrite(file, &record, sizeof record, 0);
}

void onCrash(int signal) {
    const std::uint64_t limit = memoryLimit.load();
    // Csound does not look whether it was given the memory that it asked for.
    const bool outOfMemory = limit > 0 && !hasSanitizer && memoryTaken(0) > limit / 10 * 9;
    writeRecord(signal, outOfMemory);
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

void onQuestion(int signal) {
    const bool outOfMemory = memoryExceeded.load();
    writeRecord(outOfMemory ? 0 : signal, outOfMemory);
    if (outOfMemory)
        ::_exit(1);
}

/// Whoever leaves from within an opcode; the worker itself ends by _exit.
void onExit() {
    writeRecord(0, false);
}

/// Those that end a process, and that instrument code or others can send.
constexpr std::array endingSignals = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGALRM, SIGUSR2, SIGSYS};

} // namespace

void install() {
#ifdef __linux__
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // What its parent has open and did not keep to itself.
    ::syscall(callCloseRange, 3U, ~0U, 0U);
#endif
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit noCore{0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);

    memoryFile.store(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
    renderThread = ::pthread_self();
    // A stack of its own: an opcode that calls itself has used up the other one.
    static std::array<char, 65536> stack;
    stack_t alternative{};
    alternative.ss_sp = stack.data();
    alternative.ss_size = stack.size();
    ::sigaltstack(&alternative, nullptr);
    struct sigaction action {};
    action.sa_flags = SA_ONSTACK | SA_RESETHAND | static_cast<int>(SA_NODEFER);
    action.sa_handler = onCrash;
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
        ::sigaction(signal, &action, nullptr);
    for (const int signal : endingSignals)
        ::sigaction(signal, &action, nullptr);
    std::atexit(onExit);
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    action.sa_handler = onQuestion;
    ::sigaction(SIGUSR1, &action, nullptr);
}

void watch(const BusyNoteSource* source, const std::string& recordPath) {
    watched.store(nullptr);
    if (const int before = recordFile.exchange(-1); before >= 0)
        ::close(before);
    if (source == nullptr)
        return;
    recordFile.store(::open(recordPath.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    watched.store(source);
}

void limitMemory(std::uint64_t bytes) {
    memoryLimit.store(bytes);
    if (bytes > 0 && !hasSanitizer) {
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_AS, &limit);
    }
}

void askForRecord() {
    ::pthread_kill(renderThread, SIGUSR1);
}

void checkMemory() {
    const std::uint64_t limit = memoryLimit.load();
    if (limit == 0 || memoryTaken(1) <= limit / 10 * 9)
        return;
    memoryExceeded.store(true);
    ::pthread_kill(renderThread, SIGUSR1);
    ::usleep(300'000);
    ::_exit(1);
}

void blockSignals() {
    sigset_t question;
    ::sigemptyset(&question);
    ::sigaddset(&question, SIGUSR1);
    for (const int signal : endingSignals)
        ::sigaddset(&question, signal);
    ::pthread_sigmask(SIG_BLOCK, &question, nullptr);
}

} // namespace stria::worker_guard
