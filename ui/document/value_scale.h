// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/model/project.h"

namespace stria {

/// How values of a parameter lie between the lower and the upper edge of a lane.
class ValueScale {
  public:
    /// From the hint where it gives a range, else by what the name says, else 0..1.
    static ValueScale forParameter(const std::string& parameter, const ParameterHint* hint);

    /// Of a control bus: by its hint, else by its name and by the values that it is given, on to a
    /// round number.
    static ValueScale forBus(const Project& project, const Bus& bus);

    double least() const { return m_least; }
    double most() const { return m_most; }
    const std::string& unit() const { return m_unit; }
    bool isLogarithmic() const { return m_logarithmic; }
    /// Widens the range to hold a value.
    void include(double value);

    /// 0 at the lower edge, 1 at the upper.
    double fractionOf(double value) const;
    double valueAt(double fraction) const;
    /// With no more digits than pixels tell apart.
    double rounded(double value) const;
    /// Round values between the edges for an axis, from below, at most so many.
    std::vector<double> marks(int most) const;
    bool operator==(const ValueScale&) const = default;

  private:
    double m_least = 0;
    double m_most = 1;
    bool m_logarithmic = false;
    std::string m_unit;
};

} // namespace stria
