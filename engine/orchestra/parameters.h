// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/instrument.h"
#include "engine/orchestra/text_range.h"

namespace stria {

/// A named parameter of an instrument.
struct Parameter {
    enum class Kind { Fixed, Dynamic, Text }; ///< i, k and S variables
    enum class Notation {
        Inline, ///< `|kamp=0.5|` and `{kamp=0.5}`
        Plain,  ///< `kamp = p5`, `kamp init p5`, `ichan, ifade passign 6`
        Number  ///< a pfield that the body uses by number and gives no name: "p6"
    };

    std::string name;
    Kind kind = Kind::Fixed;
    Notation notation = Notation::Inline;
    int pfield = 0;
    ParameterDefault defaultValue = 0.0; ///< a text exactly when kind is Text
    TextRange place;                     ///< of the name where it is declared

    /// Plain only: the statement that gives the variable its value (from its first word to the end
    /// of its code), which the curve form replaces in place; where there is an `init` and an
    /// assignment, the assignment. Of a `passign` all its variables have the same statement.
    TextRange statement;
    /// Plain, Dynamic: declared by `init` and not assigned again from its pfield.
    bool byInit = false;
    /// Text, declared by `strget`: the number of a text (strSet) does as well as a text.
    bool byStrget = false;

    bool operator==(const Parameter&) const = default;
    bool isDynamic() const { return kind == Kind::Dynamic; }
};

/// What can be read from an instrument without running it.
struct InstrumentParameters {
    std::vector<Parameter> parameters; ///< by pfield, p4 (where used) first
    /// The inline header with its bars or braces, blanked out before Csound reads the body; length
    /// 0 when there is none.
    TextRange header;
    /// The leading comment block, without comment marks.
    std::string doc;
    /// The instrument's own hints, and for other parameters those read from comment lines such as
    /// `; kcutoff: filter cutoff, 20..20000 Hz log`.
    std::vector<ParameterHint> hints;

    /// By variable name, or `p7`-like.
    const Parameter* find(std::string_view nameOrNumber) const;
    const Parameter* atPfield(int pfield) const;
};

/// Finds the parameters in all three notations, their defaults (inline, `pset`, `args`), pfields
/// and places. p5 is the first for arguments by position; p4 is a parameter only where the body
/// uses it. Inline parameters skip pfields that the body uses by number.
/// Errors, each at line and column: a name declared twice or in two notations, `kx=` without a
/// value, a default of the wrong type, an a-rate name, a header that is not closed, `args` for a
/// name that is no parameter.
ExpectedAll<InstrumentParameters> readParameters(const Instrument& instrument);

/// The parameter that a name, an alias of the instrument or a `p7`-like text means; null if none.
const Parameter* findParameter(const Instrument& instrument, const InstrumentParameters& parameters,
                               std::string_view name);
/// The error for a name that findParameter does not know, with the nearest one.
Diagnostic unknownParameter(const Instrument& instrument, const InstrumentParameters& parameters,
                            std::string_view name);

} // namespace stria
