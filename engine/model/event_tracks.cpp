// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/event_tracks.h"

namespace stria {

EventTracks::EventTracks(const Project& project) : m_project(project) {
    for (const Track* track : project.inOrder<Track>()) {
        m_anySolo = m_anySolo || track->solo;
        m_tracks.emplace(track->id, track);
        m_byName.emplace(track->name, track);
    }
}

const Track* EventTracks::trackOf(const ScoreEvent& event) const {
    if (const auto own = m_tracks.find(event.track); own != m_tracks.end())
        return own->second;
    const Instrument* instrument = m_project.find(event.instrument);
    const auto named = instrument ? m_byName.find(instrument->name) : m_byName.end();
    return named != m_byName.end() ? named->second : nullptr;
}

bool EventTracks::isSilent(const ScoreEvent& event) const {
    if (m_tracks.empty())
        return false;
    const Track* track = trackOf(event);
    return track ? track->muted || (m_anySolo && !track->solo) : m_anySolo;
}

} // namespace stria
