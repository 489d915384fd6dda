// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/bus_order.h"

#include <algorithm>

namespace stria {

namespace {

void addOnce(std::vector<const InstrumentForm*>& forms, const InstrumentForm& form) {
    if (std::find(forms.begin(), forms.end(), &form) == forms.end())
        forms.push_back(&form);
}

std::string describe(const InstrumentForm& form) {
    return form.source->instrument->name + " (priority " + std::to_string(form.priority) + ")";
}

} // namespace

const std::vector<BusOrder::Access>& BusOrder::accessOf(const ReadInstrument& instrument) {
    const auto [entry, isNew] = m_access.try_emplace(&instrument);
    std::vector<Access>& access = entry->second;
    if (!isNew)
        return access;
    const auto& parameters = instrument.parameters.parameters;
    access.resize(parameters.size());
    for (const BusCall& call : instrument.effects.busCalls) {
        for (std::size_t i = 0; i < parameters.size(); ++i)
            if (parameters[i].name == call.bus) {
                (call.opcode == BusCall::Opcode::In ? access[i].reads : access[i].writes) = true;
                access[i].isAudio = access[i].isAudio || call.rate == 'a';
            }
    }
    return access;
}

void BusOrder::add(const InstrumentForm& form, std::size_t parameter, const ArgumentValue& value,
                   const BusNumbers& buses) {
    const bool isNumber = std::holds_alternative<double>(value);
    if (!isNumber && !std::holds_alternative<BusId>(value))
        return;
    if (form.source->effects.busCalls.empty())
        return;
    const Access access = accessOf(*form.source)[parameter];
    if (!access.reads && !access.writes)
        return;
    BusId bus = isNumber ? BusId() : std::get<BusId>(value);
    for (const Bus* one : access.isAudio ? buses.audio : buses.control)
        if (isNumber && buses.numbers.at(one->id) == std::get<double>(value))
            bus = one->id;
    if (!bus)
        return;
    if (access.reads)
        addOnce(m_uses[bus].readers, form);
    if (access.writes)
        addOnce(m_uses[bus].writers, form);
}

void BusOrder::warn(Draft& draft) const {
    for (const auto& [id, uses] : m_uses) {
        const Bus* bus = draft.project.find(id);
        for (const InstrumentForm* reader : uses.readers) {
            const bool allAfter =
                !uses.writers.empty() &&
                std::all_of(uses.writers.begin(), uses.writers.end(),
                            [&](const InstrumentForm* w) { return w->number > reader->number; });
            if (!allAfter)
                continue;
            const bool isAudio = bus->kind == Bus::Kind::Audio;
            const std::string name =
                bus->name.empty() ? std::to_string(draft.buses.numbers.at(id)) : bus->name;
            Place place = placeOf(*reader->source->instrument);
            place.text = TextKind::None;
            draft.problems.push_back(
                {ErrorCode::SuspiciousScore,
                 describe(*reader) + " reads the " + (isAudio ? "audio" : "control") + " bus " +
                     name + " before " + describe(*uses.writers.front()) +
                     " writes it in each cycle: it " +
                     (isAudio ? "hears nothing" : "gets the last cycle's value") +
                     ". Give the reader's events a higher priority.",
                 place, isAudio ? Severity::Warning : Severity::Note});
        }
    }
}

} // namespace stria
