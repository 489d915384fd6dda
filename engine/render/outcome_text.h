// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/compile/csd_document.h"
#include "engine/model/diagnostic.h"
#include "engine/model/render_spec.h"
#include "engine/render/renderer.h"

namespace stria {

/// The error of a render that did not come to its end, for a person; for ends of which a problem
/// has been told already (Refused, NoteFailed) and for Complete there is none to be asked for.
Diagnostic diagnosticOf(const RenderOutcome& outcome, const CsdDocument& document,
                        const RenderSpec& spec, const RenderInput& input, double time);

/// "1.25 s", for messages.
std::string secondsText(double seconds);

/// A warning: what the system cannot keep the code of a piece from (RenderListener::onUnconfined).
Diagnostic notConfined(const std::string& gap);

} // namespace stria
