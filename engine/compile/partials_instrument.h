// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/model/instrument.h"
#include "engine/sound/partials_file.h"

namespace stria {

/// The numbers of the table that the instrument below plays: for each track where its points begin
/// and whether it is ever noisy, then where the last one ends, then the points: time, frequency,
/// amplitude, bandwidth.
std::vector<double> partialsTable(const std::vector<Partial>& tracks);

/// The instrument that plays such a table. Its text says how it plays; it is one of the user's
/// instruments like any other. No id and no order.
///
/// Parameters: itable, itracks, ilength (seconds of the source, where a loop begins anew), ichan
/// (first output channel), kspeed, kfreqscale, kgain, kbwscale, kposition (0 ichan alone, 1 the
/// next alone, with equal power), iloop, iminfreq and imaxfreq (before kfreqscale; 0: no limit),
/// igaussian, iinterpfreq, iinterposcil.
Instrument partialsPlayer();

} // namespace stria
