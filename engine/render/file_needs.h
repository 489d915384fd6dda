// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/render/render_input.h"

namespace stria {

/// Files and folders that a worker needs for a render, whoever sees to it that it gets no others.
/// What is not there needs nothing.
struct FileNeeds {
    std::vector<std::string> read;  ///< programs and libraries included
    std::vector<std::string> write; ///< folders in which files are made, and read
    bool writesAnywhere = false;
};

/// The system's libraries, Csound's folders and `input.readable` to read, the stem's folder to
/// write, and what is allowed beyond. Devices and what is in /proc are left to those who provide
/// them. Call it in the worker or where the worker is started: both have the same environment.
FileNeeds fileNeeds(const RenderInput& input);

} // namespace stria
