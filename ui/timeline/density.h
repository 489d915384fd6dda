// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <cstdint>
#include <functional>
#include <vector>

class QPainter;
class QRectF;

namespace stria {

/// Events too narrow to be drawn one by one, merged to runs that are stronger the more of them lie
/// over each other.
class Density {
  public:
    /// Columns are pixels from `left` on.
    void begin(int rows, int left, int width);
    void add(int row, double from, double to);
    /// `extent` gives top and height of a row.
    void paint(QPainter& painter, const QColor& colour, const QColor& background,
               const std::function<std::pair<double, double>(int row)>& extent) const;

  private:
    int m_left = 0;
    int m_width = 0;
    std::vector<std::uint8_t> m_counts; ///< row by row
    std::vector<bool> m_used;           ///< rows with anything
};

QColor mixed(const QColor& colour, const QColor& background, double part);

} // namespace stria
