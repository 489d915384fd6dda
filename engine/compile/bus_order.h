// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "engine/compile/draft.h"
#include "engine/compile/instrument_code.h"

namespace stria {

/// Who reads and who writes which bus, as far as events hand buses to parameters that bus opcodes
/// are called with; warns where all writers run after a reader.
class BusOrder {
  public:
    /// An event of the form gives a bus, or the number of one, to the parameter (by index).
    void add(const InstrumentForm& form, std::size_t parameter, const ArgumentValue& value,
             const BusNumbers& buses);
    void warn(Draft& draft) const;

  private:
    struct Uses {
        std::vector<const InstrumentForm*> readers;
        std::vector<const InstrumentForm*> writers;
    };
    /// What a form does with the bus of each parameter.
    struct Access {
        bool reads = false;
        bool writes = false;
        bool isAudio = false; ///< for a bus given by its number
    };
    const std::vector<Access>& accessOf(const ReadInstrument& instrument);

    std::map<BusId, Uses> m_uses;
    std::unordered_map<const ReadInstrument*, std::vector<Access>> m_access;
};

} // namespace stria
