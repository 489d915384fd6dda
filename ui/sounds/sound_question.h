// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/document/sound_files.h"

namespace stria {

/// What a sound is asked for.
struct SoundQuestion {
    QString purpose;       ///< "for bell, sample"
    QString file;          ///< where to begin: this file, or its folder; may be empty
    bool several = false;  ///< more than one may be taken
    bool mayPlace = false; ///< events may be made of what is taken
};

/// What was taken; nothing where the person declined.
struct SoundAnswer {
    std::vector<ChosenSound> sounds;
    bool place = false; ///< events are wanted
};

} // namespace stria
