// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "engine/model/render_spec.h"

namespace stria {

/// The `stria-cli render` line that does what the spec says, with its words quoted for a shell.
QString commandLine(const RenderSpec& spec, const QString& projectFile);

} // namespace stria
