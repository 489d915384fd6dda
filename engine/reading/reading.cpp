// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/reading.h"

#include <algorithm>
#include <span>
#include <utility>

namespace stria {

namespace {

std::shared_ptr<const InstrumentReading> readInstrument(const Instrument& instrument) {
    auto reading = std::make_shared<InstrumentReading>(
        InstrumentReading{instrument, readParameters(instrument), instrument.body, {}});
    if (reading->parameters) {
        const TextRange& header = reading->parameters->header;
        for (char& c : std::span(reading->code).subspan(header.begin, header.length))
            if (c != '\n' && c != '\r')
                c = ' ';
    }
    reading->effects = readCodeEffects(reading->code);
    return reading;
}

bool areSame(const std::vector<ReachingText>& a, const std::vector<ReachingText>& b) {
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const ReachingText& x, const ReachingText& y) { return x.text == y.text; });
}

} // namespace

void Reading::setAround(const Project& project, IncludedTexts includes) {
    std::vector<ReachingText> around = codeAround(project, includes);
    if (includes == m_includes && areSame(around, m_around))
        return;
    m_around = std::move(around);
    m_includes = std::move(includes);
    m_busReader.reset();
    m_buses.clear();
}

std::shared_ptr<const InstrumentReading> Reading::of(const Instrument& instrument) {
    std::shared_ptr<const InstrumentReading>& known = m_instruments[instrument.id];
    if (!known || known->instrument != instrument)
        known = readInstrument(instrument);
    return known;
}

const std::vector<BusAccess>& Reading::busAccesses(const Instrument& instrument) {
    const std::shared_ptr<const InstrumentReading> reading = of(instrument);
    Buses& buses = m_buses[instrument.id];
    if (buses.of == reading)
        return buses.accesses;
    if (!m_busReader)
        m_busReader = std::make_unique<const BusAccessReader>(m_around, m_includes);
    buses.of = reading;
    buses.accesses = reading->parameters
                         ? m_busReader->of(instrument, *reading->parameters, reading->effects)
                         : std::vector<BusAccess>();
    return buses.accesses;
}

} // namespace stria
