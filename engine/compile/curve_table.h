// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "engine/compile/parameter_curves.h"

namespace stria {

/// The points of all curves one after the other, as one table: time, value, time, value...
/// The first point is (0, 0), for notes that bring no curve.
class CurveTable {
  public:
    /// Where the points begin in the table.
    std::size_t add(const std::vector<CurvePoint>& points) {
        const std::size_t offset = m_numbers->size();
        for (const CurvePoint& point : points) {
            m_numbers->push_back(point.time);
            m_numbers->push_back(point.value);
        }
        return offset;
    }
    bool empty() const { return m_numbers->size() == 2; }
    std::shared_ptr<const std::vector<double>> numbers() const { return m_numbers; }

  private:
    std::shared_ptr<std::vector<double>> m_numbers =
        std::make_shared<std::vector<double>>(std::size_t{2}, 0.0);
};

} // namespace stria
