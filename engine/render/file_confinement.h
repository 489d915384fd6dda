// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/render/render_input.h"

namespace stria {

/// Whether the kernel confines files (Landlock).
bool canConfineFiles();

/// Confines the calling thread, and what it starts, to the files that it needs (fileNeeds). Other
/// programs being allowed, no file is confined. Linux with PR_SET_NO_NEW_PRIVS. Returns 0, or
/// errno.
int confineFiles(const RenderInput& input);

} // namespace stria
