// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/bus_parameters.h"

#include "engine/orchestra/code_effects.h"

namespace stria {

BusParameters busParametersOf(const Instrument& instrument) {
    BusParameters result;
    for (const BusCall& call : readCodeEffects(instrument.body).busCalls)
        if (!call.bus.empty())
            (call.opcode == BusCall::Opcode::In ? result.read : result.written).emplace(call.bus);
    return result;
}

} // namespace stria
