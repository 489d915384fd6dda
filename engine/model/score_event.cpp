// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/score_event.h"

#include <algorithm>
#include <limits>

namespace stria {

double ScoreEvent::end() const {
    const double natural = isEndless() ? std::numeric_limits<double>::infinity() : start + duration;
    return stop ? std::max(start, std::min(natural, *stop)) : natural;
}

} // namespace stria
