// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace stria {

/// The program stria-worker: answers one client on its standard input and output until that goes
/// away. `--guarded` puts a warden before it (startWarden), `--wrapped` says that bubblewrap has
/// confined its files. `--opcodes` prints Csound's opcodes, a line each: name, outputs, inputs, 1
/// when it is in the core, separated by tabs.
int workerMain(int argumentCount, const char* const* arguments);

} // namespace stria
