// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_preview.h"

namespace stria {

SoundPreview::~SoundPreview() = default;

} // namespace stria
