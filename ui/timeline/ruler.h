// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "ui/timeline/timeline_scene.h"

namespace stria {

/// Bars and seconds above the lanes, with the loop region, the markers, the play head and a band
/// that says what is rendered. A click sets the play head; the strip at the top draws the loop.
class Ruler : public QWidget {
    Q_OBJECT

  public:
    explicit Ruler(TimelineScene& scene, QWidget* parent = nullptr);

    static constexpr int loopHeight = 12;
    static constexpr int bandHeight = 3;
    static constexpr int flagHeight = 16; ///< of the markers' row, there when there are markers

  signals:
    void playHeadRequested(double seconds);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    enum class Gesture { None, PlayHead, Loop, Marker };
    double timeAt(const QPointF& position, Qt::KeyboardModifiers modifiers) const;
    std::optional<MarkerId> markerAt(double x) const;
    void fitHeight();
    void paintLines(class QPainter& painter, const QRect& region);
    void paintMarks(QPainter& painter);
    void setLoop(double from, double to, const QString& name);
    void addMarker(double seconds);
    void renameMarker(MarkerId marker);
    void setTempo(double seconds);

    TimelineScene& m_scene;
    Gesture m_gesture = Gesture::None;
    std::optional<OpenEdit> m_edit;
    double m_loopAnchor = 0;
    std::optional<MarkerId> m_marker;
};

} // namespace stria
