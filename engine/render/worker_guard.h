// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "engine/render/csound.h"

namespace stria {

/// What keeps a worker from hurting others. All of it is about the process, so there is one guard.
namespace worker_guard {

/// Closes inherited files, ends the process with its parent, ignores SIGPIPE and SIGXFSZ, writes no
/// core files, and lets a crash or SIGUSR1 on the calling thread note down what Csound is doing.
void install();
/// Whom the record tells of, and where it goes; null when nothing renders.
void watch(const BusyNoteSource* source, const std::string& recordPath);
/// Allocations beyond fail.
void limitMemory(std::uint64_t bytes);
/// Lets the thread of install() note down what Csound is doing. From another thread.
void askForRecord();
/// Called every so often on another thread: ends the process when it has taken more than it may.
void checkMemory();
/// Keeps the calling thread from being asked.
void blockSignals();

} // namespace worker_guard
} // namespace stria
