// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>

#include "engine/session/offline_session.h"

int main(int argc, char** argv) {
    if (argc < 2)
        return 2;
    unsetenv("STRIA_WORKER"); // the library knows where its worker was installed
    stria::OfflineSession session;
    if (!session.defInstr("tone", "|kfreq=440|\noutch 1, oscili:a(0.2, kfreq)"))
        return 1;
    if (!session.sched("tone", {.duration = 0.5, .named = {{"kfreq", 660}}}))
        return 1;
    const stria::SessionJob job = session.render(argv[1]);
    if (const auto error = job.error()) {
        std::fprintf(stderr, "%s\n", error->toText().c_str());
        return 1;
    }
    return 0;
}
