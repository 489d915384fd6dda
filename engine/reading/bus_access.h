// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/instrument.h"
#include "engine/orchestra/code_effects.h"
#include "engine/orchestra/parameters.h"
#include "engine/reading/macro_reader.h"

namespace stria {

/// A bus opcode that an instrument comes to, in its own text, in what that includes or in an opcode
/// of the user's, and what tells which bus it means. With neither a parameter nor a number it can
/// be any.
struct BusAccess {
    BusCall::Opcode opcode = BusCall::Opcode::In;
    char rate = 0;                             ///< see BusCall
    std::optional<std::size_t> parameter = {}; ///< by index
    std::optional<double> number = {};

    bool operator==(const BusAccess&) const = default;
    bool reads() const { return opcode == BusCall::Opcode::In; }
    bool canBeAudio() const { return rate == 'a' || rate == 0; }
    bool canBeControl() const { return rate != 'a'; }
};

/// Finds them, with macros unfolded. `around`: the code outside instruments' bodies.
class BusAccessReader {
  public:
    BusAccessReader(const std::vector<ReachingText>& around, IncludedTexts includes);
    BusAccessReader(const BusAccessReader&) = delete;
    BusAccessReader& operator=(const BusAccessReader&) = delete;

    /// `effects` are those of its body.
    std::vector<BusAccess> of(const Instrument& instrument, const InstrumentParameters& parameters,
                              const CodeEffects& effects) const;

  private:
    void readOpcodes(std::string_view orchestra);
    void followCalls();

    struct UserOpcode {
        std::vector<BusAccess> accesses;
        std::vector<std::string> calls;
    };
    const IncludedTexts m_includes;
    MacroReader m_macros;
    std::map<std::string, UserOpcode, std::less<>> m_opcodes;
};

} // namespace stria
