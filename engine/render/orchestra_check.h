// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "engine/compile/csd_document.h"
#include "engine/model/allowance.h"
#include "engine/model/diagnostic.h"

namespace stria {

/// What Csound itself says to an orchestra, compiled in a worker and not started: nothing of it
/// runs. `allowed`: what it may read, as RenderSpec::allowed. Empty when it compiles. Blocks for 15
/// ms as a rule, until `stop` gives true, or for ten seconds at most; any thread.
Diagnostics checkOrchestra(const CsdDocument& document, const std::function<bool()>& stop = {},
                           const Allowance& allowed = {});

} // namespace stria
