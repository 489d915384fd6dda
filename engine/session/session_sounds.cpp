// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/session_state.h"

namespace stria {

Expected<EventHandle> SessionState::playSample(const SampleSource&, const SampleOptions&) {
    return failure(ErrorCode::Internal, "not yet");
}

Expected<EventHandle> SessionState::playPartials(const PartialsSource&, const PartialsOptions&) {
    return failure(ErrorCode::Internal, "not yet");
}

} // namespace stria
