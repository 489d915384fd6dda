// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/timeline/timeline_scene.h"

namespace stria {

/// The left end of one lane: colour, name, what orders its rows, mute and solo; its lower edge
/// changes the height.
class TrackHeader : public QWidget {
    Q_OBJECT

  public:
    TrackHeader(TimelineScene& scene, QWidget* parent);

    void showLane(const Lane& lane);
    QToolButton* muteButton() const { return m_mute; }
    QToolButton* soloButton() const { return m_solo; }
    QToolButton* foldButton() const { return m_fold; }

  signals:
    /// The lane's menu, or a parameter for its automation lane.
    void menuWanted(int lane, const QPoint& globalPosition);
    void renameWanted(int lane);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    const Lane* lane() const;
    int laneIndex() const;
    void endResizing();
    void paintPitches(class QPainter& painter, const Lane& lane);
    void switchFlag(bool Track::*flag, const QString& on, const QString& off);

    TimelineScene& m_scene;
    TrackId m_track;
    InstrumentId m_instrument;
    QToolButton* m_fold;
    QToolButton* m_mute;
    QToolButton* m_solo;
    std::optional<OpenEdit> m_heightEdit;
    double m_pressedY = 0;
    Lane m_pressedLane;
};

/// All headers, scrolled with the canvas.
class TrackHeaders : public QWidget {
    Q_OBJECT

  public:
    explicit TrackHeaders(TimelineScene& scene, QWidget* parent = nullptr);
    void setScroll(int pixels);
    const std::vector<TrackHeader*>& headers() const { return m_headers; }

    static constexpr int width = 132;

  signals:
    void menuWanted(int lane, const QPoint& globalPosition);
    void renameWanted(int lane);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void place();

    TimelineScene& m_scene;
    std::vector<TrackHeader*> m_headers;
    int m_scroll = 0;
};

} // namespace stria
