// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/model/project.h"
#include "engine/orchestra/code_effects.h"
#include "engine/orchestra/parameters.h"
#include "engine/reading/bus_access.h"
#include "engine/reading/reaching_texts.h"

namespace stria {

/// What an instrument's text says by itself.
struct InstrumentReading {
    Instrument instrument; ///< as it was read
    ExpectedAll<InstrumentParameters> parameters;
    std::string code; ///< the body with blanks in place of an inline header
    CodeEffects effects;
};

/// What the code of a project says, read when it is asked for and kept by instrument: one is read
/// again only when it, or for its buses the code around, has changed. One thread at a time.
class Reading {
  public:
    Reading() = default;
    Reading(const Project& project, IncludedTexts includes) {
        setAround(project, std::move(includes));
    }

    /// The code around instruments as it is now: global code, init code, included files.
    void setAround(const Project& project, IncludedTexts includes);

    /// Never null; another one once the instrument has changed.
    std::shared_ptr<const InstrumentReading> of(const Instrument& instrument);
    /// What its code does with buses; empty while its parameters cannot be read. Valid until the
    /// next call with another text of it, or with other code around.
    const std::vector<BusAccess>& busAccesses(const Instrument& instrument);

  private:
    struct Buses {
        std::shared_ptr<const InstrumentReading> of;
        std::vector<BusAccess> accesses;
    };
    std::vector<ReachingText> m_around;
    IncludedTexts m_includes;
    std::unordered_map<InstrumentId, std::shared_ptr<const InstrumentReading>> m_instruments;
    std::unordered_map<InstrumentId, Buses> m_buses;
    std::unique_ptr<const BusAccessReader> m_busReader; ///< null: to be made when it is asked
};

} // namespace stria
