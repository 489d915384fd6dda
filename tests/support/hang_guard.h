// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ctime>

#include "engine/model/sanitizers.h"

namespace stria::testing {

/// By which waits and guards are longer where sanitizers make all slower.
constexpr int patience = hasSanitizer ? 15 : 1;

/// Tells work that takes the square of its size, minutes, from what takes its size, a second. It
/// counts the processor's time, so that other programs are no matter.
class HangGuard {
  public:
    double seconds() const { return static_cast<double>(std::clock() - m_begin) / CLOCKS_PER_SEC; }
    bool holds() const { return seconds() < 20.0 * patience; }

  private:
    std::clock_t m_begin = std::clock();
};

} // namespace stria::testing
