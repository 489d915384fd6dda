// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "ui/inspector/wave_picture.h"

namespace stria {

/// The numbers of a table, to be drawn into with the mouse. A stroke is shown while it is drawn and
/// told when the button is let go; Escape takes it back. Of a table of several channels all are
/// shown over each other, and all are drawn.
class TablePicture : public WavePicture {
    Q_OBJECT

  public:
    using Numbers = std::shared_ptr<const std::vector<double>>;

    explicit TablePicture(QWidget* parent = nullptr);

    void setNumbers(Numbers numbers, int channels);

  signals:
    void drawn(const std::shared_ptr<const std::vector<double>>& numbers);

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    struct Point {
        double place = 0; ///< frames
        double value = 0;
    };
    std::size_t frames() const { return m_numbers->size() / m_channels; }
    Point pointAt(const QPointF& position) const;
    void drawTo(const Point& point);
    void show(const Numbers& numbers, double least, double most);

    Numbers m_numbers;
    std::size_t m_channels = 1;
    std::shared_ptr<std::vector<double>> m_stroke; ///< while one is drawn
    Point m_last;
};

} // namespace stria
