// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace stria::test {

/// A file that a test and the programs under its faults have mapped: a program that may open no
/// more files, or is confined, still counts.
struct FaultPage {
    std::atomic<std::int64_t> calls; ///< of the kind, failed or not
    std::atomic<std::int64_t> fired; ///< that failed, or found no room
    std::atomic<std::int64_t> room;  ///< bytes that can still be written
};

} // namespace stria::test
