// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/transport/player.h"

namespace stria::test {

/// Whether sound goes anywhere.
inline bool hasDevice(const Player& player) {
    return player.device().state == PlaybackThread::Device::State::Works;
}

} // namespace stria::test
