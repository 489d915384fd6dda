// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unordered_map>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// Numbers of buses, from 1 for each kind: those that are fixed, the rest in the order of the
/// buses. Valid until the project changes.
struct BusNumbers {
    explicit BusNumbers(const Project& project, const std::unordered_map<BusId, int>& fixed = {});
    /// The bus that code means by a number; null where there is none.
    const Bus* find(Bus::Kind kind, double number) const;

    std::unordered_map<BusId, int> numbers;
    std::vector<const Bus*> audio;   ///< by number
    std::vector<const Bus*> control; ///< by number
    int audioCount = 0;              ///< the largest number
    int controlCount = 0;
};

} // namespace stria
