// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/model/project.h"

namespace stria {

/// The instrument that plays a table as sound, for tables of so many channels (1 to 64) and once or
/// in a loop. Its text says how it plays; it is one of the user's instruments like any other. No id
/// and no order.
///
/// Parameters: itable, ichan (first output channel), kgain, kspeed, kpan, iskip, ifadein, ifadeout
/// (seconds), and icrossfade of a loop.
/// Mono pans with equal power over two channels, stereo balances, more channels play from ichan
/// up. A channel with weight 0, or that the orchestra does not have, is not touched.
/// The table must know its sample rate (GEN01).
Instrument sampleInstrument(int channels, bool isLoop);

/// Which of them an instrument is, by its text; nothing where it is none, or was changed by hand.
struct SamplePlayer {
    int channels = 1;
    bool isLoop = false;
};
std::optional<SamplePlayer> readSamplePlayer(const Instrument& instrument);

/// The name under which a project has one of our instruments, or may get it: its own, with a number
/// behind it where an instrument of the user has that name.
std::string nameForOurs(const Project& project, const Instrument& ours);

} // namespace stria
