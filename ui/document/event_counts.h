// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unordered_map>

#include "engine/model/project.h"

namespace stria {

/// How many events each instrument has, kept up to date change by change, so that nobody needs to
/// look at all events to tell it.
class EventCounts {
  public:
    /// Looks at each event.
    void recount(const Project& project);
    void take(const Change& change);
    int of(InstrumentId instrument) const;

  private:
    std::unordered_map<InstrumentId, int> m_counts;
};

} // namespace stria
