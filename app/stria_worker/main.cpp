// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/sanitizers.h"
#include "engine/render/worker_main.h"

#if STRIA_ADDRESS_SANITIZER
// Leaks are looked for from a process of their own, which a confined worker may not start, and are
// here those of instrument code that left by itself. Csound is told of too much memory as ever.
extern "C" const char* __asan_default_options() { // NOLINT(bugprone-reserved-identifier)
    return "detect_leaks=0:allocator_may_return_null=1";
}
#endif

int main(int argumentCount, char** arguments) {
    return stria::workerMain(argumentCount, arguments);
}
