// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stria_cli/interrupt.h"

#include <csignal>
#include <unistd.h>

#include "app/stria_cli/exit_code.h"

namespace stria::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;
volatile std::sig_atomic_t waiting = 0;
volatile std::sig_atomic_t answers = 0;
/// For the handler of signals; never freed.
const std::string* lastWordsSaid = nullptr;

void note(int) {
    interrupted = 1;
    if (waiting != 0)
        return;
    if (answers == 0)
        static_cast<void>(!::write(STDOUT_FILENO, lastWordsSaid->data(), lastWordsSaid->size()));
    ::_exit(WasCancelled);
}

} // namespace

void listenForInterrupts(const std::string& lastWords) {
    lastWordsSaid = new std::string(lastWords); // NOLINT(cppcoreguidelines-owning-memory)
    std::signal(SIGINT, note);
    std::signal(SIGTERM, note);
#ifdef SIGHUP
    std::signal(SIGHUP, note);
#endif
}

void answerComes() {
    answers = 1;
}

InterruptsWait::InterruptsWait() {
    waiting = waiting + 1;
}

InterruptsWait::~InterruptsWait() {
    waiting = waiting - 1;
}

bool isInterrupted() {
    return interrupted != 0;
}

} // namespace stria::cli
