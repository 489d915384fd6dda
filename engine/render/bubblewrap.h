// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/render/render_input.h"

namespace stria {

/// What stands before the worker's command so that bubblewrap shows it no files but those that it
/// needs. Empty where that is not needed or not possible: Linux confines files itself (Landlock),
/// programs are allowed, or bubblewrap is missing or may not do it here.
std::vector<std::string> bubblewrapCommand(const RenderInput& input, const std::string& worker);

} // namespace stria
