// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/allowance.h"

namespace stria {

/// Confines the calling thread, and what it starts, to the files that sound needs: the system's
/// libraries, Csound's folders and `readable` to read, `stemFolder` to write, and what `allowed`
/// says beyond. Other programs being allowed, no file is confined. Linux with
/// PR_SET_NO_NEW_PRIVS. Returns 0, or errno.
int confineFiles(const Allowance& allowed, const std::vector<std::string>& readable,
                 const std::string& stemFolder);

} // namespace stria
