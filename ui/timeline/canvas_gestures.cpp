// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse in the canvas: what is pressed, dragged and drawn.
#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTimerEvent>
#include <algorithm>
#include <cmath>

#include "ui/document/event_edits.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"
#include "ui/timeline/score_edits.h"
#include "ui/timeline/timeline_canvas.h"

namespace stria {

namespace {

constexpr int edgeInterval = 30; // ms between steps of scrolling at the edge

QString signedSeconds(double seconds) {
    return (seconds < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) +
           figures::fixed(std::abs(std::round(seconds * 1000) / 1000), 3);
}

} // namespace

double TimelineCanvas::snapped(double seconds, Qt::KeyboardModifiers modifiers) const {
    const bool suspended = modifiers & (Qt::AltModifier | Qt::ControlModifier) &
                           ~(m_pressedWith & Qt::ControlModifier);
    return suspended ? std::max(0.0, seconds)
                     : m_scene.grid().snapped(seconds, m_scene.axis().pixelsPerSecond());
}

void TimelineCanvas::mousePressEvent(QMouseEvent* event) {
    if (m_gesture != Gesture::None)
        return;
    m_pointer = m_pressedAt = event->position();
    m_modifiers = m_pressedWith = event->modifiers();
    m_pressedSeconds = m_scene.axis().secondsAt(m_pressedAt.x());
    m_pressedY = toLanes(m_pressedAt).y();
    m_pressed = hitTest(m_scene.lanes(), m_scene.axis(), m_scene.selection(), toLanes(m_pressedAt));
    if (event->button() == Qt::MiddleButton) {
        m_gesture = Gesture::Pan;
        m_panStart = m_scene.axis().start();
        m_panScroll = scroll();
        viewport()->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() == Qt::RightButton && m_pressed.event &&
        !m_scene.selection().contains(m_pressed.event))
        m_scene.selection().setEvents({m_pressed.event}, m_pressed.event);
    if (event->button() != Qt::LeftButton)
        return;
    if (m_pressed.event) {
        m_gesture = Gesture::Pressed;
        return chooseByPress(m_pressed, m_pressedWith);
    }
    if (m_pen)
        return startDraw(m_pressedAt, m_pressedWith);
    m_gesture = Gesture::RubberBand;
    const bool adds = m_pressedWith & (Qt::ControlModifier | Qt::ShiftModifier);
    m_chosenBefore = adds ? m_scene.selection().events() : std::unordered_set<EventId>();
    if (!adds)
        m_scene.selection().clearEvents();
}

void TimelineCanvas::chooseByPress(const Hit& hit, Qt::KeyboardModifiers modifiers) {
    Selection& selection = m_scene.selection();
    if (modifiers & Qt::ControlModifier)
        return; // taken in or out when released, copied when dragged
    if (modifiers & Qt::ShiftModifier) {
        auto events = selection.events();
        events.insert(hit.event);
        selection.setEvents(std::move(events), hit.event);
    } else if (!selection.contains(hit.event)) {
        selection.setEvents({hit.event}, hit.event);
    } else {
        selection.setEvents(selection.events(), hit.event);
    }
}

void TimelineCanvas::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    m_modifiers = event->modifiers();
    if (m_gesture == Gesture::None)
        return showCursor(m_pointer, m_modifiers);
    const bool outside = m_pointer.x() < 0 || m_pointer.x() > viewport()->width() ||
                         m_pointer.y() < 0 || m_pointer.y() > viewport()->height();
    if (!outside || m_gesture == Gesture::Pan)
        m_edgeTimer.stop();
    else if (!m_edgeTimer.isActive())
        m_edgeTimer.start(edgeInterval, this);
    continueGesture();
}

void TimelineCanvas::continueGesture() {
    switch (m_gesture) {
    case Gesture::None:
        return;
    case Gesture::Pressed:
        if ((m_pointer - m_pressedAt).manhattanLength() < QApplication::startDragDistance())
            return;
        startDrag();
        [[fallthrough]];
    case Gesture::Drag:
        return continueDrag();
    case Gesture::RubberBand:
        return continueRubberBand();
    case Gesture::Draw:
        return continueDraw();
    case Gesture::Pan: {
        TimeAxis& axis = m_scene.axis();
        axis.setStart(
            std::max(0.0, m_panStart - (m_pointer.x() - m_pressedAt.x()) / axis.pixelsPerSecond()));
        verticalScrollBar()->setValue(m_panScroll -
                                      static_cast<int>(m_pointer.y() - m_pressedAt.y()));
        return;
    }
    }
}

void TimelineCanvas::startDrag() {
    Selection& selection = m_scene.selection();
    if (!selection.contains(m_pressed.event)) {
        auto events = m_pressedWith & Qt::ControlModifier ? selection.events()
                                                          : std::unordered_set<EventId>();
        events.insert(m_pressed.event);
        selection.setEvents(std::move(events), m_pressed.event);
    }
    auto kind = EventDrag::Kind::Move;
    if (m_pressed.part == Hit::Part::Start)
        kind = EventDrag::Kind::Start;
    else if (m_pressed.part == Hit::Part::End)
        kind =
            m_pressedWith & Qt::ControlModifier ? EventDrag::Kind::Stretch : EventDrag::Kind::End;
    else if (m_pressedWith & Qt::ControlModifier)
        kind = EventDrag::Kind::Copy;
    const ScoreEvent* grabbed = m_scene.project().find(m_pressed.event);
    if (!grabbed)
        return endGesture(false);
    m_drawn = *grabbed;
    m_pressed.lane = m_scene.lanes().laneOf(m_drawn); // another one since it was pressed, perhaps
    if (m_pressed.lane < 0)
        return endGesture(false);
    m_gesture = Gesture::Drag;
    m_drag = std::make_unique<EventDrag>(m_scene, kind, m_scene.chosen(),
                                         m_drawn.start + m_drawn.duration);
}

void TimelineCanvas::continueDrag() {
    if (!m_drag)
        return;
    const TimeAxis& axis = m_scene.axis();
    const bool stretches = m_drag->kind() == EventDrag::Kind::Stretch;
    const bool movesEnd = stretches || m_drag->kind() == EventDrag::Kind::End;
    const double from = movesEnd ? m_drawn.start + m_drawn.duration : m_drawn.start;
    double seconds = axis.secondsAt(m_pointer.x()) - m_pressedSeconds;
    seconds = snapped(from + seconds, m_modifiers) - from;
    double semitones = 0;
    int steps = 0;
    const double y = toLanes(m_pointer).y();
    const Lane& lane = m_scene.lanes().all()[static_cast<std::size_t>(m_pressed.lane)];
    steps = m_scene.lanes().laneAt(static_cast<int>(y), true) - m_pressed.lane;
    if (steps == 0 && lane.rows == LaneRows::Pitch)
        semitones = std::round(Lanes::pitchAt(lane, y) - Lanes::pitchAt(lane, m_pressedY));
    if (m_modifiers & Qt::ShiftModifier) {
        const QPointF way = m_pointer - m_pressedAt;
        if (std::abs(way.x()) < std::abs(way.y()))
            seconds = 0;
        else
            semitones = steps = 0;
    }
    m_drag->update(seconds, semitones, steps);
    m_hint = figures::time(from + seconds) + QStringLiteral("  ") + signedSeconds(seconds) + " s";
    if (stretches)
        m_hint = tr("%1 times as long").arg(figures::fixed(m_drag->factor(), 3));
    else if (movesEnd)
        m_hint = tr("%1 s long")
                     .arg(figures::fixed(
                         std::max(EventDrag::leastDuration, m_drawn.duration + seconds), 3));
    if (semitones != 0)
        m_hint += (semitones < 0 ? QStringLiteral("  \u2212") : QStringLiteral("  +")) +
                  figures::shortest(std::abs(semitones));
    viewport()->update();
}

void TimelineCanvas::continueRubberBand() {
    const double x = m_scene.axis().xAt(m_pressedSeconds);
    m_rubberBand = QRectF(QPointF(x, m_pressedY), toLanes(m_pointer)).normalized();
    auto events = m_chosenBefore;
    for (const EventId event : eventsIn(m_scene.lanes(), m_scene.axis(), *m_rubberBand))
        events.insert(event);
    m_scene.selection().setEvents(std::move(events));
    viewport()->update();
}

std::optional<ScoreEvent> TimelineCanvas::newEventAt(const QPointF& position, double start,
                                                     InstrumentId instrument) const {
    const Project& project = m_scene.project();
    ScoreEvent event;
    event.id = EventId::random();
    event.instrument = m_scene.selection().currentInstrument();
    const int at = m_scene.lanes().laneAt(static_cast<int>(position.y()));
    const Lane* lane = at >= 0 ? &m_scene.lanes().all()[static_cast<std::size_t>(at)] : nullptr;
    if (project.find(instrument))
        event.instrument = instrument;
    else if (lane && lane->instruments.size() <= 1 && project.find(lane->instrument))
        event.instrument = lane->instrument;
    if (!project.find(event.instrument)) {
        const auto instruments = project.inOrder<Instrument>();
        if (instruments.empty())
            return std::nullopt;
        event.instrument = instruments.front()->id;
    }
    if (lane)
        event.track = lane->track;
    event.order = nextEventOrder(project);
    event.duration = usualDuration(start);
    if (m_scene.grid().kind() == TimeGrid::Kind::Beats)
        event.beats.emplace();
    score_edits::setTimes(event, start, event.duration, project.settings().tempo);
    if (lane && lane->rows == LaneRows::Pitch)
        if (const Parameter* parameter =
                pitchParameter(m_scene.facts().of(project.find(event.instrument))))
            setArgument(event, *parameter,
                        valueOfPitch(pitchMeaning(parameter->name),
                                     std::round(Lanes::pitchAt(*lane, position.y())),
                                     project.settings().a4));
    return event;
}

void TimelineCanvas::startDraw(const QPointF& position, Qt::KeyboardModifiers modifiers) {
    const double start = snapped(m_scene.axis().secondsAt(position.x()), modifiers);
    auto event = newEventAt(toLanes(position), start);
    if (!event) {
        emit instrumentMissing();
        return;
    }
    m_drawn = std::move(*event);
    m_gesture = Gesture::Draw;
    m_drawing.emplace(m_scene.document().begin(tr("Add event")));
    m_drawing->update([this](Project& project) { (void)project.insert(m_drawn); });
    m_hint = figures::time(start);
}

void TimelineCanvas::continueDraw() {
    if ((m_pointer - m_pressedAt).manhattanLength() < QApplication::startDragDistance())
        return;
    const double end = snapped(m_scene.axis().secondsAt(m_pointer.x()), m_modifiers);
    const double duration =
        end > m_drawn.start ? end - m_drawn.start : usualDuration(m_drawn.start);
    score_edits::setTimes(m_drawn, m_drawn.start, duration, m_scene.project().settings().tempo);
    m_drawing->update([this](Project& project) { (void)project.insert(m_drawn); });
    m_hint = tr("%1  %2 s long").arg(figures::time(m_drawn.start), figures::fixed(duration, 3));
    viewport()->update();
}

void TimelineCanvas::addAtPlayHead() {
    const ScoreEvent* current = m_scene.project().find(m_scene.selection().currentEvent());
    const double y =
        current
            ? Lanes::extentOf(
                  m_scene.lanes().all()[static_cast<std::size_t>(m_scene.lanes().laneOf(*current))],
                  m_scene.lanes().spanOf(*current)->level)
                      .top +
                  1
            : -1;
    auto event = newEventAt(QPointF(0, y), m_scene.playHead());
    if (!event) {
        emit instrumentMissing();
        return;
    }
    const EventId id = event->id;
    m_scene.document().edit(tr("Add event"),
                            [&](Project& project) { (void)project.insert(*event); });
    m_scene.selection().setEvents({id}, id);
    reveal(id);
}

void TimelineCanvas::mouseReleaseEvent(QMouseEvent* event) {
    m_pointer = event->position();
    m_modifiers = event->modifiers();
    const bool ends =
        event->button() == (m_gesture == Gesture::Pan ? Qt::MiddleButton : Qt::LeftButton);
    if (ends && m_gesture != Gesture::None)
        endGesture(true);
}

void TimelineCanvas::endGesture(bool keep) {
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    m_edgeTimer.stop();
    m_hint.clear();
    m_rubberBand.reset();
    Selection& selection = m_scene.selection();
    if (gesture == Gesture::Pressed && keep) {
        if (m_pressedWith & Qt::ControlModifier) {
            auto events = selection.events();
            if (events.erase(m_pressed.event) == 0)
                events.insert(m_pressed.event);
            selection.setEvents(std::move(events), m_pressed.event);
        } else if (!(m_pressedWith & Qt::ShiftModifier)) {
            selection.setEvents({m_pressed.event}, m_pressed.event);
        }
    }
    if (gesture == Gesture::Drag && m_drag) {
        if (keep)
            m_drag->commit();
        m_drag.reset();
    }
    if (gesture == Gesture::Draw && m_drawing) {
        if (keep)
            m_drawing->commit();
        m_drawing.reset();
        if (keep)
            selection.setEvents({m_drawn.id}, m_drawn.id);
    }
    if (gesture == Gesture::RubberBand && !keep)
        selection.setEvents(m_chosenBefore);
    showCursor(m_pointer, m_modifiers);
    viewport()->update();
}

void TimelineCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    mousePressEvent(event);
    if (m_gesture == Gesture::RubberBand) {
        m_gesture = Gesture::None;
        startDraw(event->position(), event->modifiers());
    } else if (m_gesture == Gesture::Pressed) {
        emit auditionRequested(m_pressed.event);
    }
}

void TimelineCanvas::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse)
        return emit contextMenuWanted(event->globalPos());
    const QRectF rect = rectOf(m_scene.selection().currentEvent());
    const QPoint at = rect.isNull() ? viewport()->rect().center() : rect.bottomLeft().toPoint();
    emit contextMenuWanted(viewport()->mapToGlobal(at));
}

void TimelineCanvas::leaveEvent(QEvent* event) {
    m_hovered = {};
    viewport()->update();
    QAbstractScrollArea::leaveEvent(event);
}

void TimelineCanvas::showCursor(const QPointF& position, Qt::KeyboardModifiers modifiers) {
    const Hit hit =
        hitTest(m_scene.lanes(), m_scene.axis(), m_scene.selection(), toLanes(position));
    if (std::exchange(m_hovered, hit.event) != hit.event)
        viewport()->update();
    if (hit.part == Hit::Part::Start || hit.part == Hit::Part::End)
        viewport()->setCursor(Qt::SizeHorCursor);
    else if (hit.event)
        viewport()->setCursor(modifiers & Qt::ControlModifier ? Qt::DragCopyCursor
                                                              : Qt::OpenHandCursor);
    else
        viewport()->setCursor(m_pen ? Qt::CrossCursor : Qt::ArrowCursor);
}

void TimelineCanvas::wheelEvent(QWheelEvent* event) {
    TimeAxis& axis = m_scene.axis();
    const QPoint steps = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        axis.zoomAt(event->position().x(), std::pow(1.2, steps.y() / 120.0));
    } else if (event->modifiers() & Qt::ShiftModifier || steps.x() != 0) {
        const int way = steps.x() != 0 ? steps.x() : steps.y();
        axis.setStart(std::max(0.0, axis.start() - way / axis.pixelsPerSecond()));
    } else {
        verticalScrollBar()->setValue(scroll() - steps.y() / 2);
    }
    event->accept();
    if (m_gesture != Gesture::None)
        continueGesture();
}

void TimelineCanvas::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_edgeTimer.timerId())
        return QAbstractScrollArea::timerEvent(event);
    scrollAtEdges();
    continueGesture();
}

void TimelineCanvas::scrollAtEdges() {
    const auto beyond = [](double at, int size) {
        return at < 0 ? at : (at > size ? at - size : 0.0);
    };
    TimeAxis& axis = m_scene.axis();
    const double x = std::clamp(beyond(m_pointer.x(), viewport()->width()), -60.0, 60.0);
    const double y = std::clamp(beyond(m_pointer.y(), viewport()->height()), -30.0, 30.0);
    axis.setStart(std::max(0.0, axis.start() + x / 2 / axis.pixelsPerSecond()));
    verticalScrollBar()->setValue(scroll() + static_cast<int>(y / 2));
}

} // namespace stria
