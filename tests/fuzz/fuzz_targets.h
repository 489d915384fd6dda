// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace stria::fuzz {

/// Reads the bytes as a project file. What could be read must survive saving and reading again;
/// false when it does not.
bool projectFile(std::string_view bytes);

} // namespace stria::fuzz
