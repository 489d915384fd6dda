// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/bus_parameters.h"

#include <algorithm>

#include "engine/orchestra/tokenizer.h"

namespace stria {

std::string_view busVariable(std::string_view code, const BusCall& call) {
    const std::size_t begin =
        std::min<std::size_t>(call.place.begin + call.place.length, code.size());
    const std::string_view rest = code.substr(begin, code.find('\n', begin) - begin);
    for (const Token& token : tokenize(rest)) {
        if (token.kind == TokenKind::Name)
            return token.in(rest);
        if (!token.isBlank() && token.kind != TokenKind::Open)
            break;
    }
    return {};
}

BusParameters busParametersOf(const Instrument& instrument) {
    BusParameters result;
    for (const BusCall& call : readCodeEffects(instrument.body).busCalls)
        if (const std::string_view variable = busVariable(instrument.body, call); !variable.empty())
            (call.opcode == BusCall::Opcode::In ? result.read : result.written).emplace(variable);
    return result;
}

} // namespace stria
