// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/compile/asset_facts.h"
#include "engine/compile/csd_document.h"
#include "engine/model/diagnostic.h"
#include "engine/model/project.h"
#include "engine/model/render_spec.h"
#include "engine/orchestra/opcode_catalogue.h"

namespace stria {

/// One event to be heard alone, and what must be warm for it.
struct AuditionScore {
    /// Its orchestra; its only notes are those that a warm worker starts by itself.
    CsdDocument document;
    /// p1 to the last pfield, p3 as in a score (-1: until it is stopped).
    std::vector<double> note;
    /// Events of the score that its sound passes through or that move its parameters over control
    /// buses, and that play at its time; held (p3 -1) while the audition is warm.
    std::vector<std::vector<double>> surroundings;
    struct Field {
        int pfield = 0;
        bool isDynamic = false; ///< can be changed while the note plays
        /// A pfield that is -1 while its curve gives way; 0: no curve moves it.
        int touchField = 0;
        /// Of a parameter that is automated, be it to one value: what brings the automation back
        /// into touchField, or its own pfield where there is none.
        std::optional<double> untouched;
        bool operator==(const Field&) const = default;
    };
    /// Of each parameter that is a number, by variable name.
    std::map<std::string, Field> fields;
};

/// Compiles what is needed to hear `event`, which need not be in the project, at its place of the
/// score. Nothing else of the score is looked at, so its mistakes do not matter; mute and solo of
/// tracks do not count, and buses keep the value that their automation has at that moment.
/// Pure, like compile(). Errors: those of compile().
ExpectedAll<AuditionScore>
compileAudition(const Project& project, const ScoreEvent& event, const AssetFacts& facts,
                const OpcodeCatalogue& opcodes,
                RenderSpec::UnknownParameters unknown = RenderSpec::UnknownParameters::Refuse);

/// The note that an instrument's audition plays: its defaults, and where it takes buses, sounds,
/// tables and texts those that its first event in the score is given.
ScoreEvent auditionEvent(const Project& project, InstrumentId instrument, double duration);

} // namespace stria
