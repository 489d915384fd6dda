// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/bus_access.h"

#include <algorithm>
#include <utility>

#include "engine/orchestra/opcode_definitions.h"

namespace stria {

namespace {

void addAccess(std::vector<BusAccess>& accesses, const BusAccess& access) {
    if (std::find(accesses.begin(), accesses.end(), access) == accesses.end())
        accesses.push_back(access);
}

/// Lines from `first` to `last`, counted from 1.
std::string_view linesOf(std::string_view text, int first, int last) {
    std::size_t begin = 0;
    for (int line = 1; line < first && begin < text.size(); ++line)
        begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
    std::size_t end = begin;
    for (int line = first; line <= last && end < text.size(); ++line)
        end = std::min(text.find('\n', end), text.size() - 1) + 1;
    return text.substr(begin, end - begin);
}

} // namespace

BusAccessReader::BusAccessReader(const std::vector<ReachingText>& around, IncludedTexts includes)
    : m_includes(std::move(includes)), m_macros(m_includes) {
    for (const ReachingText& text : around)
        readOpcodes(m_macros.unfold(text).text);
    m_macros.takeNotes();
    followCalls();
}

void BusAccessReader::readOpcodes(std::string_view orchestra) {
    for (const OpcodeDefinition& definition : readOpcodeDefinitions(orchestra)) {
        const CodeEffects effects =
            readCodeEffects(linesOf(orchestra, definition.firstLine + 1, definition.lastLine));
        UserOpcode& opcode = m_opcodes[definition.name];
        for (const BusCall& call : effects.busCalls)
            addAccess(opcode.accesses, {call.opcode, call.rate, {}, call.number});
        opcode.calls.insert(opcode.calls.end(), effects.opcodes.begin(), effects.opcodes.end());
    }
}

/// Gives each opcode what those that it calls come to.
void BusAccessReader::followCalls() {
    for (bool grows = true; grows;) {
        grows = false;
        for (auto& [name, opcode] : m_opcodes) {
            const std::size_t before = opcode.accesses.size();
            for (const std::string& called : opcode.calls)
                if (const auto other = m_opcodes.find(called);
                    other != m_opcodes.end() && &other->second != &opcode)
                    for (const BusAccess& access : other->second.accesses)
                        addAccess(opcode.accesses, access);
            grows = grows || opcode.accesses.size() > before;
        }
    }
}

std::vector<BusAccess> BusAccessReader::of(const Instrument& instrument,
                                           const InstrumentParameters& parameters,
                                           const CodeEffects& effects) const {
    std::vector<BusAccess> accesses;
    const CodeEffects* read = &effects;
    CodeEffects unfoldedEffects;
    if (instrument.body.find_first_of("$#") != std::string::npos) {
        Place place;
        place.text = TextKind::InstrumentBody;
        MacroReader macros = m_macros;
        unfoldedEffects = readCodeEffects(macros.unfold({place, instrument.body}).text);
        read = &unfoldedEffects;
        for (const UnfoldingNote& note : macros.takeNotes())
            if (note.what != UnfoldingNote::What::Include) {
                addAccess(accesses, {BusCall::Opcode::In, 0});
                addAccess(accesses, {BusCall::Opcode::Mix, 0});
            }
    }
    for (const BusCall& call : read->busCalls) {
        BusAccess access{call.opcode, call.rate, {}, call.number};
        if (const Parameter* parameter = call.bus.empty() ? nullptr : parameters.find(call.bus))
            access.parameter = static_cast<std::size_t>(parameter - parameters.parameters.data());
        addAccess(accesses, access);
    }
    for (const std::string& name : read->opcodes)
        if (const auto opcode = m_opcodes.find(name); opcode != m_opcodes.end())
            for (const BusAccess& access : opcode->second.accesses)
                addAccess(accesses, access);
    return accesses;
}

} // namespace stria
