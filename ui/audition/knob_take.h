// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// What knobs did while an event sounded, to become its automation.
class KnobTake {
  public:
    explicit KnobTake(EventId event) : m_event(event) {}

    EventId event() const { return m_event; }
    /// `seconds` from the event's start, `before` the value until then; values nearer than
    /// `tolerance` need not be told apart.
    void turn(const std::string& parameter, double seconds, double before, double value,
              double tolerance);
    bool empty() const { return m_turns.empty(); }
    /// One automation for each knob that was turned, in place of those that the parameter had.
    /// Nothing when the event is gone.
    void write(Project& project) const;

  private:
    struct Turns {
        std::vector<Breakpoint> points;
        double tolerance = 0;
    };
    EventId m_event;
    std::map<std::string, Turns> m_turns;
};

} // namespace stria
