// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/id.h"
#include "engine/model/parameter_hint.h"

namespace stria {

/// A default that plain Csound text does not carry itself: a number, or a text.
using ParameterDefault = std::variant<double, std::string>;

/// Csound code with named parameters. What its parameters are is read from the body
/// (engine/orchestra/parameters.h); nothing of that is stored here.
struct Instrument {
    InstrumentId id;
    std::string name;
    /// The text between `instr` and `endin`, without those words, byte for byte as typed.
    std::string body;
    /// Defaults of parameters in plain notation (`kfreq = p5`), by variable name, in the order
    /// given.
    std::vector<std::pair<std::string, ParameterDefault>> args;
    /// Global code that this instrument needs, emitted once, before all instruments.
    std::string init;
    std::string doc;
    /// Files that the orchestra includes for this instrument.
    std::vector<std::string> includes;
    /// Shown name -> variable name.
    std::vector<std::pair<std::string, std::string>> aliases;
    std::vector<ParameterHint> hints;
    std::string colour; ///< "#rrggbb", or empty: chosen by the window
    /// A stop shortens the duration of its events (p3), for fades that lie inside it, instead of
    /// letting a release play.
    bool stopShortens = false;
    /// Order of definition, which is the order of execution within a priority. Ties go by id.
    double order = 0;
    std::string extra; ///< keys of the project file that this version does not know, as JSON

    bool operator==(const Instrument&) const = default;
};

} // namespace stria
