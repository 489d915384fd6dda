// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/compile/curve_table.h"
#include "engine/compile/draft.h"
#include "engine/orchestra/code_effects.h"

namespace stria {

/// What stands behind `busin`, `busout` and `busmix`: zak buses, sized to what is in use, or
/// software channels where the user's code uses zak itself. Bus 0 and numbers that are no bus read
/// silence (or the default), and what is written there is lost.
class BusCode {
  public:
    /// Lays out the automations of control buses as notes. `used`: the bus opcodes that some code
    /// calls; without any there is no bus code at all.
    BusCode(Draft& draft, CurveTable& curves, std::set<BusCall::Opcode> used, bool usesZak);

    /// Storage and the opcodes; stands before all code of the user.
    void addOpcodes(Draft& draft) const;
    /// The instruments that automate and set control buses, before all others.
    void addAutomation(Draft& draft, const std::string& curveTable) const;
    /// The instrument that clears the audio buses at the end of each cycle, after all others.
    void addClearing(Draft& draft);

  private:
    void automate(Draft& draft, CurveTable& curves, const Bus& bus,
                  const std::vector<const Automation*>& automations);

    std::set<BusCall::Opcode> m_used;
    bool m_usesZak;
    int m_audio;
    int m_control;
    int m_automator = 0; ///< instrument numbers; 0: not needed
    int m_setter = 0;
    std::uint64_t m_automations = 0;
};

} // namespace stria
