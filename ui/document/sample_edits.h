// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "engine/model/project.h"
#include "engine/sound/sound_file.h"

namespace stria {

/// The library's own player of samples as an instrument of the project, which is made where the
/// project has none.
InstrumentId samplePlayer(Project& project, int channels, bool isLoop);

/// Events of the library's own players go on as a loop, or once. What they are given stays; a
/// crossfade goes with the loop. Other events are passed over.
void setLooping(Project& project, const std::vector<EventId>& events, bool looping);

/// The sound that an event of the library's own players is given; null: none, or another event.
const SoundSource* sampleOf(const Project& project, const ScoreEvent& event);

/// How long an event of these players sounds, once, by its skip and its speed; nothing where it has
/// no sound of its own, or the speed is automated. `info`: of the sound's file.
std::optional<double> naturalLength(const Project& project, const ScoreEvent& event,
                                    const SoundFileInfo& info);

} // namespace stria
