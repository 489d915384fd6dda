// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/instrument_facts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string>
#include <variant>

namespace stria {

const InstrumentParameters& InstrumentFacts::of(const Instrument* instrument) const {
    static const InstrumentParameters none;
    if (!instrument)
        return none;
    const auto [it, isNew] = m_known.try_emplace(instrument->id);
    Known& known = it->second;
    if (!isNew && known.body == instrument->body && known.args == instrument->args)
        return known.parameters;
    known.body = instrument->body;
    known.args = instrument->args;
    if (auto read = readParameters(*instrument))
        known.parameters = std::move(*read);
    return known.parameters;
}

namespace {

bool isFor(const Argument& argument, const Parameter& parameter) {
    const std::string& name = argument.parameter;
    if (name == parameter.name)
        return true;
    int pfield = 0;
    const char* const end = name.data() + name.size();
    return name.size() > 1 && name[0] == 'p' &&
           std::from_chars(name.data() + 1, end, pfield).ptr == end && pfield == parameter.pfield;
}

} // namespace

const Argument* argumentOf(const ScoreEvent& event, const Parameter& parameter) {
    for (const Argument& argument : event.arguments)
        if (isFor(argument, parameter))
            return &argument;
    return nullptr;
}

std::optional<double> numberOf(const ScoreEvent& event, const Parameter& parameter) {
    if (const Argument* argument = argumentOf(event, parameter)) {
        const double* number = std::get_if<double>(&argument->value);
        return number ? std::optional(*number) : std::nullopt;
    }
    const double* number = std::get_if<double>(&parameter.defaultValue);
    return number ? std::optional(*number) : std::nullopt;
}

void setArgument(ScoreEvent& event, const Parameter& parameter,
                 std::optional<ArgumentValue> value) {
    const auto it = std::find_if(event.arguments.begin(), event.arguments.end(),
                                 [&](const Argument& a) { return isFor(a, parameter); });
    if (it == event.arguments.end()) {
        if (value)
            event.arguments.push_back({parameter.name, std::move(*value)});
    } else if (value) {
        it->value = std::move(*value);
    } else {
        event.arguments.erase(it);
    }
}

const ParameterHint* hintFor(const Instrument& instrument, const InstrumentParameters& parameters,
                             const std::string& parameter) {
    for (const auto* list : {&instrument.hints, &parameters.hints})
        for (const ParameterHint& hint : *list)
            if (hint.parameter == parameter)
                return &hint;
    return nullptr;
}

PitchMeaning pitchMeaning(const std::string& parameter) {
    static constexpr std::array midi = {"midi", "note", "midinote", "notenum", "key", "pitch"};
    static constexpr std::array frequency = {"freq", "cps", "frequency", "hz"};
    if (parameter.size() < 2 || (parameter[0] != 'k' && parameter[0] != 'i'))
        return PitchMeaning::None;
    std::string word = parameter.substr(1);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::find(midi.begin(), midi.end(), word) != midi.end())
        return PitchMeaning::Midi;
    if (std::find(frequency.begin(), frequency.end(), word) != frequency.end())
        return PitchMeaning::Frequency;
    return PitchMeaning::None;
}

std::optional<double> pitchOf(PitchMeaning meaning, double value, double a4) {
    switch (meaning) {
    case PitchMeaning::Midi:
        return value;
    case PitchMeaning::Frequency:
        if (value > 0 && a4 > 0)
            return 69 + 12 * std::log2(value / a4);
        break;
    case PitchMeaning::None:
        break;
    }
    return std::nullopt;
}

double valueOfPitch(PitchMeaning meaning, double pitch, double a4) {
    return meaning == PitchMeaning::Frequency ? a4 * std::exp2((pitch - 69) / 12) : pitch;
}

const Parameter* pitchParameter(const InstrumentParameters& parameters) {
    for (const PitchMeaning meaning : {PitchMeaning::Midi, PitchMeaning::Frequency})
        for (const Parameter& parameter : parameters.parameters)
            if (pitchMeaning(parameter.name) == meaning)
                return &parameter;
    return nullptr;
}

bool isNamedForTable(const Parameter& parameter) {
    std::string name = parameter.name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name.find("tab") != std::string::npos || name.find("sample") != std::string::npos;
}

bool mayBeSound(const ScoreEvent& event, const Parameter& parameter) {
    if (parameter.kind == Parameter::Kind::Text || isNamedForTable(parameter))
        return true;
    const Argument* const given = argumentOf(event, parameter);
    return given && (std::holds_alternative<SoundSourceId>(given->value) ||
                     std::holds_alternative<TableId>(given->value));
}

} // namespace stria
