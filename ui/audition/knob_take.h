// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"

namespace stria {

/// What knobs did while an event sounded, to become its automation. Times are seconds from the
/// event's start.
class KnobTake {
  public:
    explicit KnobTake(EventId event) : m_event(event) {}

    EventId event() const { return m_event; }
    /// Values nearer than `tolerance` need not be told apart.
    void turn(const std::string& parameter, double seconds, double value, double tolerance);
    void letGo(const std::string& parameter, double seconds);
    bool empty() const { return m_turns.empty(); }
    /// Puts what each knob did into the curve of its parameter, from its first touch until it was
    /// let go; what the curve did before and after stays. Without a curve the value stays as the
    /// knob left it. Nothing when the event is gone.
    void write(Project& project, const InstrumentFacts& facts) const;

  private:
    struct Touch {
        std::vector<Breakpoint> line;
        std::optional<double> end; ///< none: held until nothing sounded any more
    };
    struct Turns {
        std::vector<Touch> touches;
        double tolerance = 0;
    };
    static void write(Project& project, EventId event, const std::string& parameter,
                      double constant, const Turns& turns);
    static Automation begun(EventId event, const std::string& parameter, double constant,
                            const Turns& turns);
    static void put(Automation& automation, const Touch& touch, double constant);

    EventId m_event;
    std::map<std::string, Turns> m_turns;
};

} // namespace stria
