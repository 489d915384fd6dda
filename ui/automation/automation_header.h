// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

#include "ui/document/value_scale.h"

namespace stria {

/// The left end of an automation lane: parameter, event, and the axis. A click asks for another
/// parameter.
class AutomationHeader : public QWidget {
    Q_OBJECT

  public:
    explicit AutomationHeader(QWidget* parent = nullptr);
    void show(const QString& parameter, const QString& event, const ValueScale& scale,
              const QColor& colour);
    using QWidget::show;

  signals:
    void menuWanted(const QPoint& globalPosition);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QString m_parameter, m_event;
    ValueScale m_scale;
    QColor m_colour;
};

} // namespace stria
