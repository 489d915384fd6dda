// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/project.h"
#include "engine/orchestra/parameters.h"

namespace stria {

/// How an instrument plays the sound that it is given, as far as its code tells: which of its
/// parameters say how fast, from where and in what loop. Reads loscil, loscil3, loscilx, flooper
/// and flooper2; where none of them plays it, the usual names of parameters decide.
struct SampleCode {
    /// A number of the code, or a parameter that may stand in semitones and the like.
    struct Amount {
        enum class Unit { Plain, Semitones, Cents, Octaves, Notes };
        double constant = 0;
        std::string parameter; ///< counts instead of the constant where there is one
        Unit unit = Unit::Plain;
        double factor = 1;

        double valueOf(double number) const;
    };

    std::string sound; ///< the parameter that takes the sound; empty: any
    int channels = 0;  ///< that a sound must have; 0: not known
    Amount speed{1, {}, Amount::Unit::Plain, 1};
    Amount start;
    bool startInFrames = false;
    bool loops = false;
    Amount loopStart, loopLength, crossfade; ///< length 0: to the end
};
SampleCode readSampleCode(const Instrument& instrument, const InstrumentParameters& parameters);

/// Where in its sound an event is at each moment.
class SamplePath {
  public:
    SamplePath() = default;
    /// `skip`: seconds of the file that its table leaves out.
    SamplePath(const SampleCode& code, const Project& project, const ScoreEvent& event,
               const InstrumentParameters& parameters, double skip);

    /// The stretch of the file that is heard between two moments of the event (seconds from its
    /// start); nothing when the sound is over by then. `length` is that of the file in seconds.
    std::optional<std::pair<double, double>> stretch(double from, double to, double length,
                                                     double sampleRate) const;

  private:
    double travelAt(double time) const;

    double m_speed = 1;
    double m_start = 0;
    bool m_startInFrames = false;
    bool m_loops = false;
    double m_loopStart = 0, m_loopLength = 0, m_crossfade = 0;
    double m_skip = 0;
    /// Automated speed: how far the sound has come at equal steps of the event.
    std::vector<double> m_travel;
    double m_step = 1;
};

} // namespace stria
