// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>

#include "engine/model/bus.h"
#include "engine/model/diagnostic.h"
#include "engine/session/event_handle.h"

namespace stria {

/// What assignBus makes. With a value and no kind it is a control bus, with neither an audio bus.
struct BusOptions {
    std::optional<Bus::Kind> kind = {};
    std::optional<double> value = {}; ///< control only: what it holds at the start
    /// Lives until it is released. Else the bus is free again when the events that used it are
    /// gone.
    bool persist = false;
    std::string name = {}; ///< for people
};

/// A bus of a session: pass it to an event for a parameter. Its number does as well where the
/// instrument's code hands the parameter to busin, busout or busmix. A cheap value; valid until the
/// bus is released or, if it is not persistent, has been used and no event uses it any more.
/// Belongs to the thread of its session.
class BusHandle {
  public:
    BusHandle() = default; ///< no bus: events that are given it read silence and write nothing

    bool isValid() const;
    BusId id() const { return m_id; }
    /// What instruments see (the page's token), from 1; stays what it is. 0 when not valid.
    int number() const;
    Bus::Kind kind() const;
    std::optional<Bus> value() const;

    /// Control buses: holds `value` from `time` (of the score) on.
    Expected<void> set(double value, double time = 0) const;
    /// Control buses: writes the bus from the first to the last point; between automations stands
    /// what instruments write.
    Expected<void> automate(std::span<const double> pairs,
                            const AutomationOptions& options = {}) const;
    Expected<void> automate(std::initializer_list<double> pairs,
                            const AutomationOptions& options = {}) const;
    /// Its number is given out again when no event uses it any more.
    Expected<void> release() const;

    bool operator==(const BusHandle& other) const { return m_id == other.m_id; }

  private:
    friend class SessionState;
    BusHandle(std::weak_ptr<SessionState> session, BusId id)
        : m_session(std::move(session)), m_id(id) {}

    std::weak_ptr<SessionState> m_session;
    BusId m_id;
};

} // namespace stria
