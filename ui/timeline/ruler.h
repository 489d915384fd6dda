// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "ui/timeline/timeline_scene.h"

namespace stria {

/// Bars and seconds above the lanes, with the loop region, the markers, the play head and a band
/// that says what is rendered. A click sets the play head; the strip at the top draws the loop.
/// Tempo and metre stand where they begin, to be moved, typed (double click) and removed.
class Ruler : public QWidget {
    Q_OBJECT

  public:
    explicit Ruler(TimelineScene& scene, QWidget* parent = nullptr);

    static constexpr int loopHeight = 12;
    static constexpr int bandHeight = 3;
    static constexpr int flagHeight = 16;  ///< of the markers' row, there when there are markers
    static constexpr int tempoHeight = 16; ///< of the row above, there when the piece has a tempo
    /// In the middle of the tempo that begins at a beat; nothing if none does.
    std::optional<QPointF> positionOfTempo(double beat) const;
    /// Asks for the tempo from a beat on.
    void typeTempo(double beat);

  signals:
    void playHeadRequested(double seconds);
    /// A short sentence for the status line.
    void said(const QString& sentence);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    enum class Gesture { None, PlayHead, Loop, Marker, Tempo };
    void endGesture();
    double timeAt(const QPointF& position, Qt::KeyboardModifiers modifiers) const;
    std::optional<MarkerId> markerAt(double x) const;
    /// The beat of the tempo at a place of its row.
    std::optional<double> tempoAt(const QPointF& position) const;
    QRectF rectOf(const TempoPoint& point) const;
    bool showsTempo() const;
    bool showsFlags() const;
    void fitHeight();
    void paintLines(class QPainter& painter, const QRect& region);
    void paintTempo(QPainter& painter);
    void paintMarks(QPainter& painter);
    void setLoop(double from, double to, const QString& name);
    void addMarker(double seconds);
    void renameMarker(MarkerId marker);
    void fillTempoMenu(class QMenu& menu, double seconds, std::optional<double> tempo);

    TimelineScene& m_scene;
    Gesture m_gesture = Gesture::None;
    std::optional<OpenEdit> m_edit;
    double m_loopAnchor = 0;
    std::optional<MarkerId> m_marker;
    double m_tempoBeat = 0;
};

} // namespace stria
