// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include "engine/compile/draft.h"
#include "engine/compile/instrument_code.h"
#include "engine/reading/bus_use.h"

namespace stria {

/// Who reads and who writes which bus; warns where all writers run after a reader.
class BusOrder {
  public:
    /// What an event of the form does. Who may read all buses is not warned.
    void add(const InstrumentForm& form, const EventBuses& buses);
    void warn(Draft& draft) const;

  private:
    struct Uses {
        std::vector<const InstrumentForm*> readers;
        std::vector<const InstrumentForm*> writers;
    };
    std::map<BusId, Uses> m_uses;
};

} // namespace stria
