// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "tests/reference/json_value.h"

namespace stria::reference {

/// Makes the files of a case in the current folder. What could not be made; empty when all could.
std::string makeFiles(const Json& files);

} // namespace stria::reference
