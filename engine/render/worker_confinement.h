// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/allowance.h"
#include "engine/render/render_input.h"

namespace stria {

/// What keeps the code of a piece to sound: on Linux a seccomp filter and a Landlock domain, for
/// the rest of the process's life.
namespace worker_confinement {

/// Bubblewrap has confined the files of this process already (bubblewrapCommand).
void setWrapped();

/// Takes from this process whatever `input.allowed` does not allow, before Csound sees any text.
/// Without allowance it reads the system's libraries, Csound's own folders and `input.readable`,
/// writes only beside the stem, starts no program, opens no connection and signals nobody else.
///
/// Where other programs are allowed, files are not confined at all: a program can do whatever the
/// user can. Files are confined for the calling thread and those that it starts from now on, calls
/// of the system for all threads.
///
/// Returns what this system cannot enforce, in sentences for the user. Once for a process: a second
/// call is for the same rights, or ends the process.
std::vector<std::string> confine(const RenderInput& input);

/// From then on no file becomes code of this process, unless programs are allowed: plugins that a
/// piece has brought along. To be called when Csound has loaded its own. Where confine() has said
/// that programs cannot be kept from starting, nothing happens.
void admitNoMoreCode(const Allowance& allowed);

} // namespace worker_confinement
} // namespace stria
