// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/score_event.h"

namespace stria {

class SessionState;

/// How an automation moves, and when.
struct AutomationOptions {
    /// linear, cos, smooth, smoother, floor, exp=x (exp(x) and expon(x) mean the same).
    std::string mode = "linear";
    /// What the times of the points count from. For EventHandle::automate seconds after the event's
    /// start, for OfflineSession::automate and a bus a time of the score. Left out: the event's
    /// start; for a bus 0.
    std::optional<double> delay = {};
    /// The first value is what the parameter or bus has just before. A first value of NaN says the
    /// same.
    bool overtake = false;
};

/// An event of a session's score. A cheap value: copies mean the same event, and copying never
/// copies the event. It stays valid as long as its session lives; isValid() tells, and every call
/// on one that is not valid is an error and changes nothing.
///
/// Belongs to the thread of its session.
class EventHandle {
  public:
    EventHandle() = default; ///< no event

    bool isValid() const;
    EventId id() const { return m_id; }
    /// The event as it is now; nothing when the handle is not valid.
    std::optional<ScoreEvent> value() const;

    /// Its own fractional instrument number, which never changes; 0 when not valid, like all
    /// numbers below.
    double p1() const;
    std::string instrument() const; ///< the instrument's name
    std::string name() const;
    double start() const;
    double duration() const; ///< ScoreEvent::endless (-1) for an endless one
    double end() const;      ///< where it ends or is stopped; infinite for an endless event
    int priority() const;    ///< from 1

    /// Changes a dynamic parameter `delay` seconds after the event's start; at or before the start
    /// it is the first value. `parameter` is a variable name, an alias, or `p7`-like.
    Expected<void> set(std::string_view parameter, double value, double delay = 0) const;

    /// Moves a dynamic parameter through pairs of time and value, t0, y0, t1, y1...
    /// Errors: no or an odd number of values, times that go backwards, NaN or infinity, a parameter
    /// that is fixed (`i`) or a text, or that the instrument does not have.
    Expected<void> automate(std::string_view parameter, std::span<const double> pairs,
                            const AutomationOptions& options = {}) const;
    Expected<void> automate(std::string_view parameter, std::initializer_list<double> pairs,
                            const AutomationOptions& options = {}) const;

    /// Stops it at a time of the score, letting its release play. Before its start: it never plays.
    Expected<void> stop(double time) const;

    /// The seed of what the event draws at its start; above 0.
    Expected<void> setSeed(std::uint64_t seed) const;

    /// Names of the parameters that may be set and automated.
    std::vector<std::string> dynamicParams() const;

    bool operator==(const EventHandle& other) const { return m_id == other.m_id; }

  private:
    friend class SessionState;
    EventHandle(std::weak_ptr<SessionState> session, EventId id)
        : m_session(std::move(session)), m_id(id) {}

    std::weak_ptr<SessionState> m_session;
    EventId m_id;
};

} // namespace stria
