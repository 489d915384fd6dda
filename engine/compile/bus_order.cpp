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

void BusOrder::add(const InstrumentForm& form, const EventBuses& buses) {
    if (buses.isReadSure)
        for (const BusId bus : buses.read)
            addOnce(m_uses[bus].readers, form);
    for (const BusId bus : buses.written)
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
