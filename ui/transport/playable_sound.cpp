// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/playable_sound.h"

#include <QThreadPool>
#include <memory>

namespace stria {

PlayableSound PlayableSound::of(const RenderJob& job, double startTime) {
    // The last handle of a job waits for its end, which no thread of the player can afford.
    const std::shared_ptr<const RenderJob> kept(new RenderJob(job), [](const RenderJob* last) {
        QThreadPool::globalInstance()->start([last] { delete last; });
    });
    return {job.stem(), startTime, [kept] { return kept->stemFramesValid(); },
            [kept] { return kept->isDone(); },
            [kept] {
                const RenderState state = kept->progress().state;
                return state == RenderState::Failed || state == RenderState::Cancelled;
            }};
}

} // namespace stria
