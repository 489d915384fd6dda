// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace stria {

/// Puts a process between the worker and its client that outlives the worker: the process that
/// calls this becomes it, and its child goes on as the worker. When the worker ends, when SIGTERM
/// comes or when the client dies, it ends the worker and all that the worker has started, whatever
/// groups and sessions those have made for themselves, and then ends as the worker did. Linux; to
/// be called before any thread.
void startWarden();

} // namespace stria
