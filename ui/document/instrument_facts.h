// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "engine/model/project.h"
#include "engine/orchestra/parameters.h"

namespace stria {

/// What is known of the instruments' parameters, read once for each text and kept. While a text
/// cannot be read (someone is typing) the last reading stands. UI thread only.
class InstrumentFacts {
  public:
    /// Empty for a null instrument. Valid until the next call with another text of it.
    const InstrumentParameters& of(const Instrument* instrument) const;
    void clear() { m_known.clear(); }

  private:
    struct Known {
        std::string body;
        std::vector<std::pair<std::string, ParameterDefault>> args;
        InstrumentParameters parameters;
    };
    mutable std::unordered_map<InstrumentId, Known> m_known;
};

/// Null when the event leaves the parameter out. Arguments by `p7` count for the name.
const Argument* argumentOf(const ScoreEvent& event, const Parameter& parameter);
/// The number given, else the default; nothing for texts, buses and the like.
std::optional<double> numberOf(const ScoreEvent& event, const Parameter& parameter);
/// By its name it takes a table or a sample.
bool isNamedForTable(const Parameter& parameter);
/// It takes a text, or what the event gives it or its name tells is a table or a sample.
bool mayBeSound(const ScoreEvent& event, const Parameter& parameter);
/// Gives the event another value, or leaves the parameter out (no value).
void setArgument(ScoreEvent& event, const Parameter& parameter, std::optional<ArgumentValue> value);

/// The instrument's own hint, else that of its docstring; null if neither.
const ParameterHint* hintFor(const Instrument& instrument, const InstrumentParameters& parameters,
                             const std::string& parameter);

/// How a number stands for a pitch.
enum class PitchMeaning { None, Midi, Frequency };
PitchMeaning pitchMeaning(const std::string& parameter);
/// Semitones as MIDI counts them (69 is a4), fractions included; nothing for a frequency not
/// above 0.
std::optional<double> pitchOf(PitchMeaning meaning, double value, double a4);
double valueOfPitch(PitchMeaning meaning, double pitch, double a4);
/// The parameter that says how high the instrument sounds; null if none does.
const Parameter* pitchParameter(const InstrumentParameters& parameters);

} // namespace stria
