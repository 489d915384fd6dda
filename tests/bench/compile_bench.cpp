// SPDX-License-Identifier: GPL-3.0-or-later
// How the time of compiling grows with the number of instruments: four times as many take four
// times the time, and what reads every body for every instrument sixteen times.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>

#include "engine/compile/compiler.h"
#include "engine/reading/reading.h"
#include "tests/bench/bench.h"
#include "tests/engine/compile/score_builder.h"

using namespace stria;

namespace {

Project ensembleOf(int instruments) {
    test::ScoreBuilder score;
    for (int i = 0; i < instruments; ++i) {
        const std::string number = std::to_string(i);
        const InstrumentId instrument =
            score.instrument("voice" + number, "|kamp=0.1, kfreq=440, kcutoff=2000|\n"
                                               "kenv linsegr 0, 0.05, 1, 0.2, 0.6, 0.3, 0\n"
                                               "aone vco2 kamp * kenv, kfreq\n"
                                               "atwo vco2 kamp * kenv, kfreq * 1.0" +
                                                   number +
                                                   "\n"
                                                   "amix = (aone + atwo) / 2\n"
                                                   "if kcutoff > 100 then\n"
                                                   " amix moogladder amix, kcutoff, 0.3\n"
                                                   "endif\n"
                                                   "out amix\n");
        score.event(instrument, i * 0.01, 1, {{"kfreq", 200.0 + i}});
    }
    return score.project;
}

/// Not the time on the wall: other programs are no matter.
void keepBest(double& best, const Project& project, Reading* reading) {
    const std::clock_t begin = std::clock();
    if (!compile(project, {}, AssetFacts(), {}, {}, reading))
        std::abort();
    best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
}

} // namespace

int main(int argumentCount, char** arguments) {
    bench::Runner bench(argumentCount, arguments);
    bench::keepMemory();
    if (bench.wants("compile")) {
        const Project few = ensembleOf(400), many = ensembleOf(1600);
        Reading reading;
        double first = 1e9, second = 1e9, again = 1e9;
        for (int turn = 0; turn < 9; ++turn) { // in turns: a busy moment hits all of them
            keepBest(first, few, nullptr);
            keepBest(second, many, nullptr);
            keepBest(again, many, &reading);
        }
        bench.tell("compile 1,600 instruments against 400", second / first, 5, "x");
        bench.tell("compile 1,600 instruments that were read", again / second, 0.95, "x");
    }
    return bench.exitCode();
}
