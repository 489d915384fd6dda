// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_canvas.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "ui/look/figures.h"
#include "ui/look/palette.h"
#include "ui/timeline/score_edits.h"

namespace stria {

TimelineCanvas::TimelineCanvas(TimelineScene& scene, QWidget* parent)
    : QAbstractScrollArea(parent), m_scene(scene), m_painter(scene) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline"));
    setAcceptDrops(true);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&scene, &TimelineScene::lanesChanged, this, [this] {
        m_painter.forgetLabels();
        updateScrollBar();
        describe();
        viewport()->update();
    });
    connect(&scene, &TimelineScene::appearanceChanged, this, [this] {
        m_painter.forgetLabels();
        describe();
        viewport()->update();
    });
    connect(&scene, &TimelineScene::playHeadMoved, this, [this](double before, double after) {
        for (const double seconds : {before, after})
            viewport()->update(static_cast<int>(std::floor(m_scene.axis().xAt(seconds))) - 2, 0, 6,
                               viewport()->height());
    });
    connect(&scene.document(), &Document::interrupting, this, [this] {
        if (m_drag || m_drawing)
            endGesture(true);
    });
    connect(&scene.document(), &Document::replaced, this, [this] {
        m_chosenBefore.clear();
        m_hovered = {};
        if (m_gesture != Gesture::None)
            endGesture(false);
    });
    connect(&scene.axis(), &TimeAxis::changed, viewport(), qOverload<>(&QWidget::update));
    connect(&scene.grid(), &TimeGrid::changed, viewport(), qOverload<>(&QWidget::update));
    describe();
}

TimelineCanvas::~TimelineCanvas() {
    // What is taken back comes as signals: the canvas and its scene are still whole.
    m_drag.reset();
    m_drawing.reset();
}

void TimelineCanvas::setPen(bool pen) {
    if (m_pen == pen)
        return;
    m_pen = pen;
    showCursor(m_pointer, {});
    emit penChanged(pen);
}

int TimelineCanvas::scroll() const {
    return verticalScrollBar()->value();
}

void TimelineCanvas::updateScrollBar() {
    const int height = m_scene.lanes().height() + 2 * sizes::row;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(sizes::row);
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    emit scrolled();
}

void TimelineCanvas::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    m_scene.axis().setWidth(viewport()->width());
    updateScrollBar();
}

void TimelineCanvas::scrollContentsBy(int, int) {
    viewport()->update();
    emit scrolled();
}

void TimelineCanvas::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    CanvasState state;
    state.scroll = scroll();
    state.size = viewport()->size();
    state.drag = m_drag.get();
    if (m_rubberBand)
        state.rubberBand = m_rubberBand->translated(0, -scroll());
    state.hovered = m_hovered;
    state.hint = m_hint;
    state.hintAt = m_pointer;
    state.invitation = invitation();
    m_painter.paint(painter, event->rect(), state);
    if (m_focusByKey && hasFocus()) {
        painter.setPen(look::colours().accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

QString TimelineCanvas::invitation() const {
    if (m_scene.lanes().eventCount() > 0 || m_gesture != Gesture::None)
        return {};
    const Project& project = m_scene.project();
    if (project.all<Instrument>().empty())
        return tr("An instrument comes first: make one in the list of instruments, or drop a sound "
                  "file here.");
    const Instrument* instrument = project.find(m_scene.selection().currentInstrument());
    if (!instrument)
        instrument = project.inOrder<Instrument>().front();
    return tr("Double-click here, or draw with the pen (P), to add an event of %1.")
        .arg(QString::fromStdString(instrument->name));
}

void TimelineCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_painter.refreshFonts();
        viewport()->update();
    }
    QAbstractScrollArea::changeEvent(event);
}

void TimelineCanvas::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    // Who came by the mouse knows where the focus is.
    m_focusByKey =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    viewport()->update();
}

void TimelineCanvas::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

QRectF TimelineCanvas::rectOf(EventId id) const {
    const ScoreEvent* event = m_scene.project().find(id);
    const Span* span = event ? m_scene.lanes().spanOf(*event) : nullptr;
    if (!span)
        return {};
    const auto lane = static_cast<std::size_t>(m_scene.lanes().laneOf(*event));
    const Lanes::Extent extent = Lanes::extentOf(m_scene.lanes().all()[lane], span->level);
    const TimeAxis& axis = m_scene.axis();
    const double left = axis.xAt(span->start);
    const double right = std::min(axis.xAt(span->end), axis.width() + 1e6);
    return {left, extent.top - scroll(), std::max(Lanes::leastWidth, right - left), extent.height};
}

void TimelineCanvas::reveal(EventId event) {
    const QRectF rect = rectOf(event);
    if (rect.isNull())
        return;
    TimeAxis& axis = m_scene.axis();
    if (rect.left() < 0 || rect.left() > axis.width() - 24)
        axis.setStart(std::max(0.0, axis.secondsAt(rect.left() - axis.width() / 4.0)));
    if (rect.top() < 0)
        verticalScrollBar()->setValue(scroll() + static_cast<int>(rect.top()) - sizes::grid);
    else if (rect.bottom() > viewport()->height())
        verticalScrollBar()->setValue(scroll() + static_cast<int>(rect.bottom()) -
                                      viewport()->height() + sizes::grid);
}

double TimelineCanvas::usualDuration(double at) const {
    const TimeGrid& grid = m_scene.grid();
    if (grid.kind() == TimeGrid::Kind::Seconds)
        return 1;
    const TempoMap& tempo = m_scene.project().settings().tempo;
    return tempo.secondsAt(tempo.beatAt(at) + 1) - at;
}

void TimelineCanvas::keyPressEvent(QKeyEvent* event) {
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return QAbstractScrollArea::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left:
        return step(-1, extend);
    case Qt::Key_Right:
        return step(1, extend);
    case Qt::Key_Up:
        return stepLane(-1);
    case Qt::Key_Down:
        return stepLane(1);
    case Qt::Key_Home:
        return m_scene.axis().setStart(0);
    case Qt::Key_End:
        return m_scene.axis().setStart(std::max(
            0.0, m_scene.scoreEnd() - 0.9 * (m_scene.axis().end() - m_scene.axis().start())));
    case Qt::Key_Escape:
        if (m_gesture != Gesture::None)
            return endGesture(false);
        if (m_pen)
            return setPen(false);
        return m_scene.selection().clearEvents();
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

/// Tab goes from event to event, and on to the next widget after the last.
bool TimelineCanvas::focusNextPrevChild(bool next) {
    const EventId before = m_scene.selection().currentEvent();
    if (before)
        step(next ? 1 : -1, false);
    if (before && m_scene.selection().currentEvent() != before)
        return true;
    return QAbstractScrollArea::focusNextPrevChild(next);
}

/// To the next event of the lane in time, and from the end of a lane to the next lane.
void TimelineCanvas::step(int direction, bool extend) {
    const auto& lanes = m_scene.lanes().all();
    Selection& selection = m_scene.selection();
    const ScoreEvent* current = m_scene.project().find(selection.currentEvent());
    int lane = current ? m_scene.lanes().laneOf(*current)
                       : (direction > 0 ? -1 : static_cast<int>(lanes.size()));
    EventId target;
    if (current && lane >= 0) {
        const auto& spans = lanes[static_cast<std::size_t>(lane)].index.spans();
        const Span* span = m_scene.lanes().spanOf(*current);
        const std::ptrdiff_t next = span ? span - spans.data() + direction : -1;
        if (next >= 0 && next < static_cast<std::ptrdiff_t>(spans.size()))
            target = spans[static_cast<std::size_t>(next)].event;
    }
    while (!target) {
        lane += direction;
        if (lane < 0 || lane >= static_cast<int>(lanes.size()))
            return;
        const auto& spans = lanes[static_cast<std::size_t>(lane)].index.spans();
        if (!spans.empty())
            target = direction > 0 ? spans.front().event : spans.back().event;
    }
    std::unordered_set<EventId> events =
        extend ? selection.events() : std::unordered_set<EventId>();
    events.insert(target);
    selection.setEvents(std::move(events), target);
    reveal(target);
}

/// To the event of the lane above or below that starts nearest in time.
void TimelineCanvas::stepLane(int direction) {
    const auto& lanes = m_scene.lanes().all();
    const ScoreEvent* current = m_scene.project().find(m_scene.selection().currentEvent());
    if (!current)
        return step(direction, false);
    for (int lane = m_scene.lanes().laneOf(*current) + direction;
         lane >= 0 && lane < static_cast<int>(lanes.size()); lane += direction) {
        const auto& spans = lanes[static_cast<std::size_t>(lane)].index.spans();
        const auto nearest =
            std::min_element(spans.begin(), spans.end(), [&](const Span& a, const Span& b) {
                return std::abs(a.start - current->start) < std::abs(b.start - current->start);
            });
        if (nearest == spans.end())
            continue;
        const EventId target = nearest->event;
        m_scene.selection().setEvents({target}, target);
        return reveal(target);
    }
}

/// Tells a screen reader what is chosen.
void TimelineCanvas::describe() {
    const Project& project = m_scene.project();
    const Selection& selection = m_scene.selection();
    const std::size_t count = selection.events().size();
    QString text;
    if (const ScoreEvent* event = project.find(selection.currentEvent())) {
        const int lane = m_scene.lanes().laneOf(*event);
        const QString laneName =
            lane >= 0 ? m_scene.lanes().all()[static_cast<std::size_t>(lane)].name : QString();
        const QString length = event->isEndless()
                                   ? tr("endless")
                                   : tr("%1 seconds long").arg(figures::shortest(event->duration));
        text = tr("%1 on %2, at %3, %4")
                   .arg(eventTitle(project, *event), laneName, figures::time(event->start), length);
        if (count > 1)
            text += tr(", and %n more chosen", nullptr, static_cast<int>(count) - 1);
    } else {
        text =
            tr("%n events, none chosen", nullptr, static_cast<int>(m_scene.lanes().eventCount()));
    }
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

} // namespace stria
