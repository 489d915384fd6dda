// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

#include "ui/timeline/timeline_scene.h"

namespace stria {

/// The whole piece in one strip; the frame is what the timeline shows, and can be dragged.
class Overview : public QWidget {
    Q_OBJECT

  public:
    explicit Overview(TimelineScene& scene, QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

  private:
    double length() const; ///< seconds from edge to edge
    QRectF frame() const;
    void drawPicture();

    TimelineScene& m_scene;
    QPixmap m_picture;      ///< null: to be drawn anew
    double m_grabbedAt = 0; ///< pixels from the middle of the frame
};

} // namespace stria
