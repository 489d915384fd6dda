// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stria_cli/interrupt.h"

#include <csignal>

namespace stria::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void note(int) {
    interrupted = 1;
}

} // namespace

void listenForInterrupts() {
    std::signal(SIGINT, note);
    std::signal(SIGTERM, note);
#ifdef SIGHUP
    std::signal(SIGHUP, note);
#endif
}

bool isInterrupted() {
    return interrupted != 0;
}

} // namespace stria::cli
