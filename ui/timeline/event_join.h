// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/score_edits.h"

namespace stria::score_edits {

/// Makes one event of each run of chosen ones of one instrument and lane that follow each other:
/// the first, as long as all of them. From where a later one began, the dynamic parameters do what
/// they did in it; halves of one event give that event back. Those that are left.
Events join(Project& project, const Events& events, const InstrumentFacts& facts);

} // namespace stria::score_edits
