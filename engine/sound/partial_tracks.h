// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sound/partials_file.h"

namespace stria {

/// What of the partials is to be played.
struct PartialSelection {
    double start = 0; ///< seconds of the source
    double stop = 0;  ///< seconds of the source, above start
    double minimumFrequency = 0;
    double maximumFrequency = 0; ///< 0: no limit
    int polyphony = 50;          ///< partials that sound at once
    double fade = 0.005;         ///< for partials that begin or end in full sound
};

/// The partials of the selection, times counted from its start, one after the other in as few
/// tracks as they need. Where too many sound at once the loudest (by their mean power) are kept,
/// whole. What begins or ends in full sound within the selection is faded, inside its length.
std::vector<Partial> packPartials(std::vector<Partial> partials, const PartialSelection& selection);

} // namespace stria
