// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

inline double secondsOf(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

struct Pair {
    double first = 1e9;
    double second = 1e9;
};
/// The best time of each, the two run in turns, so that a busy moment of the machine hits both; as
/// often as fits in `budget` seconds, once at least and at most seven times.
inline Pair bestInTurns(const std::function<void()>& first, const std::function<void()>& second,
                        double budget) {
    Pair best;
    double spent = 0, round = 0;
    for (int turn = 0; turn < 7 && (turn == 0 || spent + round < budget); ++turn) {
        const double a = secondsOf(first), b = secondsOf(second);
        best = {std::min(best.first, a), std::min(best.second, b)};
        round = a + b;
        spent += round;
    }
    return best;
}

} // namespace stria::bench
