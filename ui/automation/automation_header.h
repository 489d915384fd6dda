// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>
#include <optional>

#include "ui/document/value_scale.h"

namespace stria {

/// The left end of an automation lane: what it shows, and the axis. A click asks for its menu, the
/// lower edge (or Ctrl with Up and Down) changes the height.
class AutomationHeader : public QWidget {
    Q_OBJECT

  public:
    explicit AutomationHeader(QWidget* parent = nullptr);
    /// `title`: the parameter or bus; `detail`: the event, or who reads the bus.
    void show(const QString& title, const QString& detail, const ValueScale& scale,
              const QColor& colour, bool isBus);
    using QWidget::show;
    /// Ends a drag of its edge, without a word.
    void letGo() { m_grabbedBottom.reset(); }

  signals:
    void menuWanted(const QPoint& globalPosition);
    /// While the edge is dragged.
    void heightWanted(int pixels);
    void heightChosen();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    bool isAtEdge(const QPointF& position) const;

    QString m_title, m_detail;
    ValueScale m_scale;
    QColor m_colour;
    bool m_isBus = false;
    std::optional<double> m_grabbedBottom; ///< global, as pressed, less the height
};

} // namespace stria
