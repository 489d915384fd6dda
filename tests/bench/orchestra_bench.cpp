// SPDX-License-Identifier: GPL-3.0-or-later
// How the time of reading code grows with its length: four times the text takes four times the
// time, and more where it outgrows the caches; what takes the square of its length takes sixteen
// times.
#include <algorithm>

#include "tests/bench/bench.h"
#include "tests/engine/orchestra/long_lines.h"

using namespace stria;

int main(int argumentCount, char** arguments) {
    bench::Runner bench(argumentCount, arguments);
    constexpr std::size_t size = 50'000;
    const auto shorter = testing::longLines(size);
    const auto longer = testing::longLines(4 * size);
    for (std::size_t i = 0; i < shorter.size(); ++i) {
        const std::string name = "growth of reading: " + shorter[i].first;
        if (!bench.wants(name))
            continue;
        const bench::Pair times =
            bench::bestInTurns([&] { testing::readAll(shorter[i].second); },
                               [&] { testing::readAll(longer[i].second); }, 1);
        // Below a millisecond the clock tells nothing.
        bench.tell(name, times.second.seconds / std::max(times.first.seconds, 1e-3), 12, "x");
    }
    return bench.exitCode();
}
