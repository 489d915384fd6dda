// SPDX-License-Identifier: GPL-3.0-or-later
// How the time of reading code grows with its length: four times the text takes four times the
// time, and more where it outgrows the caches; what takes the square of its length takes sixteen
// times.
#include <algorithm>
#include <ctime>

#include "tests/bench/bench.h"
#include "tests/engine/orchestra/long_lines.h"

using namespace stria;

namespace {

/// Not the time on the wall: other programs are no matter.
double processorSecondsOf(void (*read)(const std::string&), const std::string& text) {
    const std::clock_t begin = std::clock();
    read(text);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

using Texts = std::vector<std::pair<std::string, std::string>>;

void tellGrowth(bench::Runner& bench, const std::string& what, Texts (*textsOf)(std::size_t),
                void (*read)(const std::string&)) {
    constexpr std::size_t size = 50'000;
    const Texts shorter = textsOf(size);
    const Texts longer = textsOf(4 * size);
    for (std::size_t i = 0; i < shorter.size(); ++i) {
        const std::string name = what + shorter[i].first;
        if (!bench.wants(name))
            continue;
        double first = 1e9;
        double second = 1e9;
        for (int turn = 0; turn < 5; ++turn) {
            first = std::min(first, processorSecondsOf(read, shorter[i].second));
            second = std::min(second, processorSecondsOf(read, longer[i].second));
        }
        // Below a millisecond the clock tells nothing.
        bench.tell(name, second / std::max(first, 1e-3), 8, "x");
    }
}

} // namespace

int main(int argumentCount, char** arguments) {
    bench::Runner bench(argumentCount, arguments);
    bench::keepMemory();
    tellGrowth(bench, "growth of reading: ", testing::longLines, testing::readAll);
    tellGrowth(bench, "growth of a score: ", testing::longScores, testing::readAllOfScore);
    return bench.exitCode();
}
