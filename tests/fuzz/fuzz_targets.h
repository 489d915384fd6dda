// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace stria::fuzz {

/// Reads the bytes as a project file. What could be read must survive saving and reading again;
/// false when it does not.
bool projectFile(std::string_view bytes);

/// Reads the bytes as an SDIF file, and as the numbers of an .mtx store, and packs what was read.
/// False when partials come out that no file may give: times that do not rise, values that are no
/// numbers, bandwidths beyond 0 to 1, more tracks than the polyphony allows, refusals without a
/// reason.
bool sdifFile(std::string_view bytes);
bool partialsStore(std::string_view bytes);

} // namespace stria::fuzz
