// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/model/project_change.h"

namespace stria {

/// One change for each thing that differs, with the first `before` and the last `after`; what came
/// back to where it was is left out. The order is that of the first change of each. (The verbs of a
/// Project do not depend on each other, so neither does the result.)
std::vector<Change> merged(std::vector<Change> changes);

} // namespace stria
