// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/resource.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

namespace stria::bench {

/// Runs the measurements whose name contains the word of the command line, and prints a line each:
/// name, figure, limit, "ok" or "over".
class Runner {
  public:
    Runner(int argumentCount, char** arguments) : m_word(argumentCount > 1 ? arguments[1] : "") {}

    bool wants(std::string_view name) const { return name.find(m_word) != std::string_view::npos; }

    /// `figure` and `limit` in `unit`; more than the limit is over.
    void tell(std::string_view name, double figure, double limit, const char* unit) {
        const bool ok = figure <= limit;
        m_anyOver = m_anyOver || !ok;
        std::printf("%-48.*s %9.3f %-5s limit %7.3f  %s\n", static_cast<int>(name.size()),
                    name.data(), figure, unit, limit, ok ? "ok" : "over");
        std::fflush(stdout);
    }
    int exitCode() const { return m_anyOver ? 1 : 0; }

  private:
    std::string_view m_word;
    bool m_anyOver = false;
};

/// Memory that goes back to the system at once comes page by page with each turn: that is no growth
/// of what is measured. To be called before.
inline void keepMemory() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

inline double secondsOf(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Of all processes that this one has started and waited for, and theirs.
inline double processorSecondsOfChildren() {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Wall time of something, and the processor time of the programs it ran: on a busy machine the
/// second is the one to look at.
struct Cost {
    double seconds = 1e9;
    double processorSeconds = 1e9;

    void keepBest(const std::function<void()>& work) {
        const double before = processorSecondsOfChildren();
        seconds = std::min(seconds, secondsOf(work));
        processorSeconds = std::min(processorSeconds, processorSecondsOfChildren() - before);
    }
};

struct Pair {
    Cost first;
    Cost second;
};
/// The best time of each, the two run in turns, so that a busy moment of the machine hits both; as
/// often as fits in `budget` seconds, once at least and at most seven times.
inline Pair bestInTurns(const std::function<void()>& first, const std::function<void()>& second,
                        double budget) {
    Pair best;
    double spent = 0, round = 0;
    for (int turn = 0; turn < 7 && (turn == 0 || spent + round < budget); ++turn) {
        round = secondsOf([&] {
            best.first.keepBest(first);
            best.second.keepBest(second);
        });
        spent += round;
    }
    return best;
}

} // namespace stria::bench
