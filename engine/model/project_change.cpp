// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/project_change.h"

#include <utility>

namespace stria {

Change inverse(const Change& change) {
    return std::visit(
        [](auto inverted) -> Change {
            std::swap(inverted.before, inverted.after);
            return inverted;
        },
        change);
}

} // namespace stria
