// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "ui/sounds/sound_list.h"

namespace stria {

/// What lies at one place of a PlacesPanel.
struct PlaceListing {
    QString place;
    std::vector<SoundEntry> entries;
    QString problem; ///< why there are none, where it is more than an empty place
    int missing = 0; ///< of the piece's sounds
};

/// Reads a folder, or sees which files of another place are there. `files`: of that place, empty
/// for a folder. `piece`: of the piece's sounds. Any thread.
PlaceListing listPlace(const QString& place, const QStringList& files, const QStringList& piece);

} // namespace stria
