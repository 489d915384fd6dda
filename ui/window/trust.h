// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "engine/model/project.h"

namespace stria {

/// The texts of a project whose code reaches outside Csound (starts programs, writes files, opens
/// pipes), by the names a person knows; empty when none does.
QStringList textsThatReachOutside(const Project& project);

} // namespace stria
