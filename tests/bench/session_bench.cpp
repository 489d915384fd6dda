// SPDX-License-Identifier: GPL-3.0-or-later
// What building a score by calls costs. A line each: name, figure, limit, ok or over.

#include <malloc.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "engine/session/offline_session.h"

namespace {

using namespace stria;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double bytesInUse() {
    const auto info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

void report(const char* name, double figure, const char* unit, double limit) {
    std::printf("%-58s %9.4g %-8s limit %6.4g %s\n", name, figure, unit, limit,
                figure <= limit ? "ok" : "over");
}

OfflineSession sessionWithSynth() {
    OfflineSession session;
    (void)session.defInstr("synth", "|kfreq=440, kamp=0.1|\nouts oscili:a(kamp, kfreq)");
    return session;
}

void buildEvents() {
    constexpr int count = 100000;
    OfflineSession session = sessionWithSynth();
    const double bytes = bytesInUse();
    const double start = now();
    for (int i = 0; i < count; ++i)
        if (!session.sched("synth",
                           {.delay = i * 0.01, .duration = 0.5, .args = {440 + i % 100, 0.2}}))
            std::printf("session: sched failed\n");
    const double seconds = now() - start;
    report("session: sched of 100,000 events, two args", seconds, "s", 0.25);
    report("session: memory of an event", (bytesInUse() - bytes) / count, "bytes", 400);
}

void buildAutomations(const char* name, int events) {
    constexpr int count = 10000;
    OfflineSession session = sessionWithSynth();
    std::vector<EventHandle> handles;
    for (int i = 0; i < events; ++i)
        handles.push_back(*session.sched("synth", {.delay = i * 0.01, .duration = 10}));
    std::vector<double> pairs;
    for (int i = 0; i < 10; ++i)
        pairs.insert(pairs.end(), {i * 1.0, 440.0 + i});
    const double start = now();
    for (int i = 0; i < count; ++i)
        if (!handles[static_cast<std::size_t>(i % events)].automate("kfreq", pairs))
            std::printf("session: automate failed\n");
    report(name, now() - start, "s", 0.2);
}

} // namespace

int main(int argc, char** argv) {
    const char* word = argc > 1 ? argv[1] : "";
    if (!std::strstr("session", word))
        return 0;
    buildEvents();
    buildAutomations("session: 10,000 automations of 10 points, an event each", 10000);
    buildAutomations("session: 10,000 automations of 10 points, one event", 1);
    return 0;
}
