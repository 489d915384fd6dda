// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/id.h"

namespace stria {

/// What may be passed for a parameter: a number, a text, or a thing that Csound knows by a number.
using ArgumentValue =
    std::variant<double, std::string, BusId, TableId, SoundSourceId, InstrumentId>;

struct Argument {
    /// Variable name (`kfreq`), or `p7`-like for a pfield that the body uses by its number.
    std::string parameter;
    ArgumentValue value;

    bool operator==(const Argument&) const = default;
};

/// Place and length in beats; where an event has it, start and duration follow from it through the
/// tempo map and are kept beside it in seconds.
struct BeatAnchor {
    double start = 0;
    double duration = 0; ///< ignored for an endless event

    bool operator==(const BeatAnchor&) const = default;
};

/// One event of the score: an instrument played for a time with arguments.
struct ScoreEvent {
    static constexpr double endless = -1;

    EventId id;
    InstrumentId instrument;
    TrackId track;       ///< may refer to nothing: the track of its instrument's name
    double start = 0;    ///< seconds; may not be negative
    double duration = 1; ///< seconds, or endless; 0 runs the init pass only
    int priority = 1;    ///< from 1; negative counts from the end (-1 is the last)
    std::string name;
    std::vector<Argument> arguments; ///< one a parameter; those left out take the defaults
    std::uint64_t seed = 0; ///< of what it draws at init; 0: derived from the id when compiled
    std::optional<double>
        stop; ///< absolute time at which it is told to stop, letting its release play
    std::optional<BeatAnchor> beats;
    /// Order of scheduling: events of one instrument at one time run in it. Ties go by id.
    double order = 0;
    std::string extra;

    bool operator==(const ScoreEvent&) const = default;

    bool isEndless() const { return duration < 0; }
    /// Where it ends, releases not counted: start + duration or the stop before it; infinite for an
    /// endless event that nothing stops. A stop at or before the start gives the start.
    double end() const;
    /// False when a stop lies at or before its start: it never plays.
    bool plays() const { return !stop || *stop > start; }
};

} // namespace stria
