// SPDX-License-Identifier: GPL-3.0-or-later
// What building a score by calls costs, and what a session adds to a render of one short note.

#include <csound.h>
#include <malloc.h>

#include <QTemporaryDir>
#include <cstdio>
#include <ctime>
#include <optional>

#include "engine/session/offline_session.h"
#include "tests/bench/bench.h"

using namespace stria;
using stria::bench::Runner;
using stria::bench::secondsOf;

namespace {

constexpr int rounds = 5;

/// Of calls that never wait: a busy machine does not lengthen it.
double processorSecondsOf(const std::function<void()>& work) {
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

double bytesInUse() {
    const auto info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

void must(bool done) {
    if (!done)
        std::printf("session: a call failed\n");
}

void defineSynth(OfflineSession& session) {
    must(session
             .defInstr("synth", "|kfreq=440, kamp=0.1|\nouts oscili:a(kamp, kfreq), "
                                "oscili:a(kamp, kfreq)")
             .has_value());
}

double best(const std::function<double()>& measure) {
    double least = measure();
    for (int i = 1; i < rounds; ++i)
        least = std::min(least, measure());
    return least;
}

void buildEvents(Runner& runner) {
    constexpr int count = 100000;
    double bytes = 0;
    const auto build = [&] {
        OfflineSession session;
        defineSynth(session);
        const double before = bytesInUse();
        const double seconds = processorSecondsOf([&] {
            for (int i = 0; i < count; ++i)
                must(session
                         .sched("synth",
                                {.delay = i * 0.01, .duration = 0.5, .args = {440 + i % 100, 0.2}})
                         .has_value());
        });
        bytes = (bytesInUse() - before) / count;
        return seconds;
    };
    runner.tell("session: sched of 100,000 events, two args", best(build), 0.25, "s");
    runner.tell("session: memory of an event", bytes, 400, "bytes");
}

void buildAutomations(Runner& runner, const char* name, int events) {
    constexpr int count = 10000;
    std::vector<double> pairs;
    for (int i = 0; i < 10; ++i)
        pairs.insert(pairs.end(), {i * 1.0, 440.0 + i});
    runner.tell(name, best([&] {
                    OfflineSession session;
                    defineSynth(session);
                    std::vector<EventHandle> handles;
                    for (int i = 0; i < events; ++i)
                        handles.push_back(
                            *session.sched("synth", {.delay = i * 0.01, .duration = 10}));
                    return processorSecondsOf([&] {
                        for (int i = 0; i < count; ++i)
                            must(handles[static_cast<std::size_t>(i % events)]
                                     .automate("kfreq", pairs)
                                     .has_value());
                    });
                }),
                0.2, "s");
}

/// The same note by libcsound alone, to a wav of floats.
void renderBare(const std::string& output) {
    CSOUND* csound = csoundCreate(nullptr);
    for (const char* option : {"-d", "-m0", "-W", "-f"})
        csoundSetOption(csound, option);
    csoundSetOption(csound, ("-o" + output).c_str());
    csoundSetMessageCallback(csound, [](CSOUND*, int, const char*, va_list) {});
    must(csoundCompileOrc(csound, "sr = 44100\nksmps = 64\nnchnls = 2\n0dbfs = 1\ninstr 1\n"
                                  "outs oscili:a(0.1, p4), oscili:a(0.1, p4)\nendin\n") == 0);
    must(csoundReadScore(csound, "i 1 0 0.1 440\ne\n") == 0);
    must(csoundStart(csound) == 0);
    while (csoundPerformKsmps(csound) == 0) {
    }
    csoundDestroy(csound);
}

void renderOneNote(Runner& runner) {
    const QTemporaryDir folder;
    const std::string output = (folder.path() + "/note.wav").toStdString();
    csoundSetOpcodedir(folder.path().toUtf8().constData());
    const auto render = [&](RenderSpec::Home home) {
        OfflineSession session;
        defineSynth(session);
        must(session.sched("synth", {.duration = 0.1}).has_value());
        must(session.render(output, {.home = home}).ok());
    };
    render(RenderSpec::Home::Worker); // asks once for the list of opcodes
    const double bare = best([&] { return secondsOf([&] { renderBare(output); }); });
    runner.tell(
        "session: one short note in process, over libcsound",
        (best([&] { return secondsOf([&] { render(RenderSpec::Home::InProcess); }); }) - bare) *
            1000,
        5, "ms");
    runner.tell(
        "session: one short note by the worker, over libcsound",
        (best([&] { return secondsOf([&] { render(RenderSpec::Home::Worker); }); }) - bare) * 1000,
        25, "ms");
}

} // namespace

int main(int argc, char** argv) {
    Runner runner(argc, argv);
    if (runner.wants("session: sched memory automations")) {
        buildEvents(runner);
        buildAutomations(runner, "session: 10,000 automations, an event each", 10000);
        buildAutomations(runner, "session: 10,000 automations of one event", 1);
    }
    if (runner.wants("session: one short note"))
        renderOneNote(runner);
    return runner.exitCode();
}
