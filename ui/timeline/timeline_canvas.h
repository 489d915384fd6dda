// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <memory>
#include <optional>

#include "ui/timeline/canvas_painter.h"
#include "ui/timeline/event_drag.h"
#include "ui/timeline/hit_test.h"
#include "ui/timeline/sound_placing.h"

namespace stria {

/// The lanes with their events, painted and handled by mouse and keys. What it does beyond that
/// (cut, paste, split...) are the actions of TimelineActions.
class TimelineCanvas : public QAbstractScrollArea {
    Q_OBJECT

  public:
    explicit TimelineCanvas(TimelineScene& scene, QWidget* parent = nullptr);
    ~TimelineCanvas() override;

    /// The pen draws events where the arrow would choose them.
    void setPen(bool pen);
    bool hasPen() const { return m_pen; }
    int scroll() const;
    /// In pixels of the viewport; empty when the event is not there.
    QRectF rectOf(EventId event) const;
    /// Scrolls so that the event can be seen.
    void reveal(EventId event);
    /// A new event of the current instrument at the play head, on its lane.
    void addAtPlayHead();
    /// Of a new event at a time: a beat, or a second.
    double usualDuration(double at) const;

  signals:
    void contextMenuWanted(const QPoint& globalPosition);
    void scrolled();
    void penChanged(bool pen);
    void auditionRequested(stria::EventId event);
    /// There is no instrument to draw with.
    void instrumentMissing();
    void filesDropped(const QStringList& files, const stria::SoundPlacing::Place& place);
    void soundDropped(stria::SoundSourceId sound, const stria::SoundPlacing::Place& place);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    bool focusNextPrevChild(bool next) override;

  private:
    enum class Gesture { None, Pressed, Drag, RubberBand, Draw, Pan };

    QPointF toLanes(const QPointF& position) const { return position + QPointF(0, scroll()); }
    double snapped(double seconds, Qt::KeyboardModifiers modifiers) const;
    void updateScrollBar();
    void showCursor(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void chooseByPress(const Hit& hit, Qt::KeyboardModifiers modifiers);
    void continueGesture();
    void startDrag();
    void continueDrag();
    void continueRubberBand();
    void startDraw(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void continueDraw();
    void endGesture(bool keep);
    void scrollAtEdges();
    /// Of a given instrument, or of that of the lane, or of the current one.
    std::optional<ScoreEvent> newEventAt(const QPointF& position, double start,
                                         InstrumentId instrument = {}) const;
    void showDrop(QDropEvent* event);
    void forgetDrop();
    SoundPlacing::Place placeAt(const QDropEvent& event) const;
    void dropInstrument(InstrumentId instrument, const SoundPlacing::Place& place,
                        const QPointF& position);
    void step(int direction, bool extend);
    void stepLane(int direction);
    void describe();
    QString invitation() const;

    TimelineScene& m_scene;
    CanvasPainter m_painter;
    bool m_pen = false;
    bool m_focusByKey = false;

    Gesture m_gesture = Gesture::None;
    Hit m_pressed;
    QPointF m_pressedAt;         ///< viewport
    double m_pressedSeconds = 0; ///< under the pointer
    double m_pressedY = 0;       ///< from the top of all lanes
    Qt::KeyboardModifiers m_pressedWith;
    QPointF m_pointer;
    Qt::KeyboardModifiers m_modifiers;
    double m_panStart = 0;
    int m_panScroll = 0;
    std::unique_ptr<EventDrag> m_drag;
    std::optional<QRectF> m_rubberBand; ///< in lanes
    std::unordered_set<EventId> m_chosenBefore;
    std::optional<OpenEdit> m_drawing;
    ScoreEvent m_drawn;
    QString m_hint;
    EventId m_hovered;
    QBasicTimer m_edgeTimer;
};

} // namespace stria
