// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "tests/support/sound_measures.h"

namespace stria::test {

/// The `csound` command is installed.
bool hasPlainCsound();

struct PlainRender {
    int exitCode = -1;
    std::string messages;
    Sound sound; ///< empty when there is none
};
/// Plays a CSD by `csound -d -m0 -W -f`, without plugins, into a file of its own.
PlainRender renderByPlainCsound(const std::string& csdPath);

} // namespace stria::test
