// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/compile/code_edits.h"
#include "engine/compile/draft.h"
#include "engine/orchestra/code_effects.h"
#include "engine/orchestra/parameters.h"
#include "engine/reading/reading.h"

namespace stria {

/// What an instrument's text says, as far as it can be compiled.
struct ReadInstrument {
    ReadInstrument(const Instrument& instrument_, std::shared_ptr<const InstrumentReading> reading_,
                   double cycle_)
        : instrument(&instrument_), reading(std::move(reading_)), parameters(*reading->parameters),
          code(reading->code), effects(reading->effects),
          cycle(effects.setksmps.line > 0 ? 0 : cycle_) {}

    const Instrument* instrument;
    std::shared_ptr<const InstrumentReading> reading;
    const InstrumentParameters& parameters;
    const std::string& code;
    const CodeEffects& effects;
    /// Seconds of its control cycle; 0 where it has a `setksmps` of its own.
    double cycle;
};

/// An instrument at one priority as the orchestra gets it. Every event of it is of this form.
struct InstrumentForm {
    const ReadInstrument* source = nullptr;
    int priority = 1;
    int number = 0;
    /// By parameter: the pfield that tells where its curve begins, the next one how many points it
    /// has; 0: no event automates it.
    std::vector<int> curveFields;
    int seedField = 0; ///< 0: draws nothing at its start, or the user's code seeds by itself
    int fieldCount = 4;

    bool hasCurves() const;
    /// How many points the parameter's curve has; in auditions below 0 while the curve gives way.
    int touchField(std::size_t parameter) const { return curveFields[parameter] + 1; }
    /// Gives the curves of parameters marked in curveFields, and the seed if wanted, pfields behind
    /// those of the parameters.
    void assignFields(bool wantsSeed);
};

/// A place in an instrument's body, without a line.
Place placeOf(const Instrument& instrument);

/// Adds `instr` to `endin`.
void addInstrumentCode(Draft& draft, const InstrumentForm& form, const std::string& curveTable,
                       const NumberOfName& numberOfName);

} // namespace stria
