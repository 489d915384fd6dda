// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/allowance.h"

namespace stria {

/// Lets calls of the system fail that `allowed` does not cover, in all threads of the process and
/// in what it starts: other programs, connections, signals to other processes, and what no
/// orchestra ever needs. Linux with PR_SET_NO_NEW_PRIVS. Returns 0, or errno.
int filterSystemCalls(const Allowance& allowed);

/// Lets files and memory become code no more, in all threads. As filterSystemCalls().
int filterNewCode();

} // namespace stria
