// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_targets.h"

namespace stria::fuzz {

std::span<const Target> targets() {
    static constexpr Target all[] = {
        {"project", projectFile},
        {"journal", journal},
        {"clipboard", clipboard},
        {"presets", presets},
        {"sdif", sdifFile},
        {"mtx", partialsStore},
        {"orchestra", orchestra},
        {"score", score},
        {"messages", csoundMessages},
        {"requests", requests, requestExamples},
        {"answers", answers, answerExamples},
    };
    return all;
}

} // namespace stria::fuzz
