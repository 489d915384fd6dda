// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// What is said of several events in the same words, as one.
struct ProblemGroup {
    Diagnostics problems; ///< at least one; they differ in the event alone

    const Diagnostic& first() const { return problems.front(); }
    std::size_t count() const { return problems.size(); }
    /// For the command line: the first, and how many more events it is said of.
    std::string toText() const;
};

/// In the order of their first problems. What names no event stands alone.
std::vector<ProblemGroup> groupProblems(const Diagnostics& problems);

} // namespace stria
