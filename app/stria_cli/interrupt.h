// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace stria::cli {

/// From now on Ctrl-C and a request to end do not end the program at once: it is asked here, and
/// leaves nothing half done behind.
void listenForInterrupts();
bool isInterrupted();

} // namespace stria::cli
