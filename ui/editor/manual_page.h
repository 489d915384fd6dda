// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stria {

/// Path of the page of Csound's manual on an opcode, where the manual is installed; empty if there
/// is none.
QString manualPage(const QString& opcode);

} // namespace stria
