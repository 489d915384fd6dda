// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/diagnostic.h"

namespace stria::cli {

enum ExitCode {
    Fine = 0,
    ProjectHasErrors = 1,
    WrongUsage = 2,
    RenderFailed = 3,
    WasCancelled = 130 ///< as a shell says of a program ended by Ctrl-C
};

/// What a render that ended with these problems means for whoever called the program.
ExitCode exitCodeOf(const Diagnostics& problems);

} // namespace stria::cli
