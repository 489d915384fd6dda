// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_map>

#include "engine/model/project.h"

namespace stria {

/// Which track each event lies on, and what muting and solo leave to be heard. Valid until the
/// project changes.
class EventTracks {
  public:
    explicit EventTracks(const Project& project);

    /// The event's own track, else the one with its instrument's name; null when there is none.
    const Track* trackOf(const ScoreEvent& event) const;
    bool isSilent(const ScoreEvent& event) const;

  private:
    const Project& m_project;
    std::unordered_map<TrackId, const Track*> m_tracks;
    std::map<std::string, const Track*, std::less<>> m_byName;
    bool m_anySolo = false;
};

} // namespace stria
