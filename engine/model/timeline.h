// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/id.h"

namespace stria {

/// An automation lane below the events of a track: the curves of one parameter.
struct ParameterLane {
    std::string parameter; ///< variable name
    double height = 0;     ///< pixels at scale 1; 0: the window's default

    bool operator==(const ParameterLane&) const = default;
};

/// A lane of the timeline. It orders what is seen and can be muted; it does not change how its
/// events sound otherwise.
struct Track {
    TrackId id;
    std::string name;
    std::string colour; ///< "#rrggbb"; empty: chosen by the window
    double height = 0;  ///< pixels at scale 1; 0: the window's default
    bool muted = false;
    bool solo = false;
    bool folded = false;              ///< shown as low as can be, without automation lanes
    std::vector<ParameterLane> lanes; ///< from top to bottom, each parameter once
    double order = 0;
    std::string extra;

    bool operator==(const Track&) const = default;
};

struct Marker {
    MarkerId id;
    double time = 0;
    std::string name;
    std::string extra;

    bool operator==(const Marker&) const = default;
};

/// A tempo from a beat on, until the next.
struct TempoPoint {
    double beat = 0;
    double beatsPerMinute = 60;
    int beatsPerBar = 4;

    bool operator==(const TempoPoint&) const = default;
};

/// Turns beats into seconds and back: steps of constant tempo. Never empty; the first point is at
/// beat 0, beats increase, tempi are above 0.
class TempoMap {
  public:
    TempoMap() = default;
    /// Sorted and cleaned: points that are not finite or not above 0 are dropped, the first is
    /// moved to beat 0.
    explicit TempoMap(std::vector<TempoPoint> points);

    const std::vector<TempoPoint>& points() const { return m_points; }
    double secondsAt(double beat) const;
    double beatAt(double seconds) const;
    bool operator==(const TempoMap&) const = default;

  private:
    std::vector<TempoPoint> m_points = std::vector<TempoPoint>(1);
};

} // namespace stria
