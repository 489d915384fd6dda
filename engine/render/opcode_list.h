// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/orchestra/opcode_catalogue.h"

namespace stria {

/// All opcodes of this machine's Csound, those of its plugins marked. Asked once for the process;
/// the worker is asked once for the machine and the answer kept in the cache folder, since loading
/// all plugins takes 60 ms and may fail. Without a worker: the core's opcodes. Any thread.
OpcodeCatalogue csoundOpcodes();

} // namespace stria
