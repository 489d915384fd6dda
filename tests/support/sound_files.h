// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stria::test {

/// A stereo wave file of 8000 Hz: a second of a square wave of this level, then one of silence.
void writeToneAndSilence(const QString& path, double level);

} // namespace stria::test
