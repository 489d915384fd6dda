// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "engine/render/renderer.h"
#include "engine/render/worker_process.h"

namespace stria {

/// The detail of an outcome that is WorkerProtocol.
constexpr const char* strangeAnswer =
    "The helper program stria-worker does not answer as it should.";

/// What a Renderer does, in a worker process of its own; the listener is called on the calling
/// thread. Ends whatever Csound does: a stop takes at most a tenth of a second.
/// `stallLimit`: seconds without progress that end it; 0 waits for ever.
RenderOutcome renderInWorker(const RenderInput& input, RenderListener& listener, double stallLimit);
/// As Renderer::check.
RenderOutcome checkInWorker(const RenderInput& input, RenderListener& listener, double stallLimit);
/// As Renderer::findCulprit; nothing known when the listener stops it.
PlayingNote findCulpritInWorker(const RenderInput& input, const RenderInput::Suspect& suspect,
                                RenderListener& listener);

/// A worker for this render, that has greeted and speaks our protocol.
/// Errors: WorkerMissing, WorkerProtocol, and Cancelled when `giveUp` gave true meanwhile.
Expected<WorkerProcess> startWorker(const RenderInput& input, const std::function<bool()>& giveUp);
/// Why a worker that has closed its line did so: it has crashed, taken too much memory, left, or
/// talks garbage. Waits for its end.
RenderOutcome endOfWorker(WorkerProcess& worker, const std::string& stemPath);
/// What keeps Csound busy in a worker that does not go on. Waits up to half a second for the
/// answer.
PlayingNote busyNoteOf(WorkerProcess& worker, const std::string& stemPath);

} // namespace stria
