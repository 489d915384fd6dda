// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/ruler.h"

#include <QContextMenuEvent>
#include <QInputDialog>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/look/figures.h"
#include "ui/look/palette.h"
#include "ui/timeline/density.h"
#include "ui/timeline/tempo_edits.h"

namespace stria {

namespace {

void changeLoop(Project& project, double from, double to) {
    Settings settings = project.settings();
    settings.loopStart = std::min(from, to);
    settings.loopEnd = std::max(from, to);
    project.changeSettings(std::move(settings));
}

constexpr double edgeReach = 5;

} // namespace

Ruler::Ruler(TimelineScene& scene, QWidget* parent) : QWidget(parent), m_scene(scene) {
    fitHeight();
    setMouseTracking(true);
    setAccessibleName(tr("Ruler"));
    setAccessibleDescription(
        tr("Click to set the play head, draw in the upper strip to set a loop"));
    const auto repaint = qOverload<>(&QWidget::update);
    for (const auto signal : {&TimelineScene::lanesChanged, &TimelineScene::appearanceChanged})
        connect(&scene, signal, this, [this] {
            fitHeight();
            update();
        });
    connect(&scene.document(), &Document::interrupting, this, &Ruler::endGesture);
    connect(&scene.axis(), &TimeAxis::changed, this, repaint);
    connect(&scene.grid(), &TimeGrid::changed, this, repaint);
    connect(&scene, &TimelineScene::playHeadMoved, this, [this](double before, double after) {
        for (const double seconds : {before, after})
            update(static_cast<int>(m_scene.axis().xAt(seconds)) - 8, 0, 16, height());
    });
}

bool Ruler::showsTempo() const {
    return m_scene.project().settings().tempo != TempoMap();
}

bool Ruler::showsFlags() const {
    return !m_scene.project().all<Marker>().empty();
}

void Ruler::fitHeight() {
    constexpr int withoutRows = 52;
    setFixedHeight(withoutRows + (showsTempo() ? tempoHeight : 0) +
                   (showsFlags() ? flagHeight : 0));
}

void Ruler::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const Colours& colours = look::colours();
    painter.fillRect(event->rect(), colours.panel);
    paintLines(painter, event->rect());
    const TimeAxis& axis = m_scene.axis();
    const Settings& settings = m_scene.project().settings();
    if (settings.loopEnd > settings.loopStart) {
        const double left = axis.xAt(settings.loopStart), right = axis.xAt(settings.loopEnd);
        painter.fillRect(QRectF(left, 3, std::max(2.0, right - left), 5), colours.accent);
        painter.fillRect(QRectF(left, 0, 1, loopHeight), colours.accent);
        painter.fillRect(QRectF(right - 1, 0, 1, loopHeight), colours.accent);
    }
    for (const RenderedStretch& stretch : m_scene.rendered()) {
        const bool ready = stretch.state == RenderedStretch::State::Ready;
        painter.fillRect(QRectF(axis.xAt(stretch.from), height() - bandHeight,
                                axis.xAt(stretch.to) - axis.xAt(stretch.from), bandHeight),
                         ready ? colours.good : colours.accent);
    }
    if (showsTempo())
        paintTempo(painter);
    paintMarks(painter);
}

void Ruler::paintLines(QPainter& painter, const QRect& region) {
    const Colours& colours = look::colours();
    const TimeAxis& axis = m_scene.axis();
    const bool beats = m_scene.grid().kind() == TimeGrid::Kind::Beats;
    const int bottom = height() - bandHeight;
    painter.setFont(look::font(sizes::smallText));
    constexpr double labelWidth = 80;
    for (const GridLine& line :
         m_scene.grid().lines(axis.secondsAt(region.left() - labelWidth),
                              axis.secondsAt(region.right() + 1), axis.pixelsPerSecond())) {
        const double x = std::floor(axis.xAt(line.seconds));
        const bool labelled = !line.label.isEmpty();
        const int length = labelled ? bottom - loopHeight : 5;
        painter.fillRect(QRectF(x, bottom - length, 1, length),
                         labelled ? colours.line : mixed(colours.line, colours.panel, 0.7));
        if (!labelled)
            continue;
        painter.setPen(beats ? colours.text : colours.dimText);
        figures::draw(painter, QRectF(x + 4, loopHeight, labelWidth, 16),
                      Qt::AlignLeft | Qt::AlignVCenter, line.label);
        if (beats) {
            painter.setPen(colours.dimText);
            figures::draw(painter, QRectF(x + 4, loopHeight + 16, labelWidth, 16),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          figures::time(line.seconds, axis.pixelsPerSecond() > 200 ? 2 : 0));
        }
    }
    painter.fillRect(region.left(), bottom - 1, region.width(), 1, colours.line);
}

QRectF Ruler::rectOf(const TempoPoint& point) const {
    const QFontMetricsF metrics(look::font(sizes::smallText));
    const double x =
        std::floor(m_scene.axis().xAt(m_scene.project().settings().tempo.secondsAt(point.beat)));
    const double top = height() - bandHeight - (showsFlags() ? flagHeight : 0) - tempoHeight;
    return {x, top, metrics.horizontalAdvance(tempo_edits::text(point)) + 8, tempoHeight - 1.0};
}

std::optional<QPointF> Ruler::positionOfTempo(double beat) const {
    for (const TempoPoint& point : m_scene.project().settings().tempo.points())
        if (point.beat == beat && showsTempo())
            return rectOf(point).center();
    return std::nullopt;
}

std::optional<double> Ruler::tempoAt(const QPointF& position) const {
    std::optional<double> found;
    if (showsTempo())
        for (const TempoPoint& point : m_scene.project().settings().tempo.points())
            if (rectOf(point).contains(position))
                found = point.beat;
    return found;
}

void Ruler::paintTempo(QPainter& painter) {
    const Colours& colours = look::colours();
    painter.setFont(look::font(sizes::smallText));
    for (const TempoPoint& point : m_scene.project().settings().tempo.points()) {
        const QRectF rect = rectOf(point);
        if (rect.left() > width() || rect.right() < 0)
            continue;
        painter.fillRect(rect, colours.panel);
        painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), colours.accent);
        painter.setPen(colours.text);
        figures::draw(painter, rect.adjusted(4, 0, 4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      tempo_edits::text(point));
    }
}

void Ruler::paintMarks(QPainter& painter) {
    const Colours& colours = look::colours();
    const TimeAxis& axis = m_scene.axis();
    painter.setFont(look::font(sizes::smallText));
    const QFontMetricsF metrics(painter.font());
    for (const Marker* marker : m_scene.project().inOrder<Marker>()) {
        const double x = std::floor(axis.xAt(marker->time));
        const QString name = QString::fromStdString(marker->name);
        const double width = metrics.horizontalAdvance(name) + 8;
        if (x > this->width() || x + width < 0)
            continue;
        const QRectF flag(x, height() - bandHeight - flagHeight, width, flagHeight - 1);
        painter.fillRect(flag, colours.selected);
        painter.fillRect(QRectF(x, flag.top(), 1, flag.height()), colours.text);
        painter.setPen(colours.text);
        painter.drawText(flag.adjusted(4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
    }
    const double x = std::floor(axis.xAt(m_scene.playHead())) + 0.75;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.text);
    painter.drawPolygon(QPolygonF(
        {QPointF(x - 5, loopHeight), QPointF(x + 5, loopHeight), QPointF(x, loopHeight + 8)}));
    painter.fillRect(QRectF(x - 0.75, loopHeight, 1.5, height()), colours.text);
}

double Ruler::timeAt(const QPointF& position, Qt::KeyboardModifiers modifiers) const {
    const double seconds = std::max(0.0, m_scene.axis().secondsAt(position.x()));
    return modifiers & (Qt::AltModifier | Qt::ControlModifier)
               ? seconds
               : m_scene.grid().snapped(seconds, m_scene.axis().pixelsPerSecond());
}

std::optional<MarkerId> Ruler::markerAt(double x) const {
    const QFontMetricsF metrics(look::font(sizes::smallText));
    std::optional<MarkerId> found;
    for (const Marker* marker : m_scene.project().inOrder<Marker>()) {
        const double left = m_scene.axis().xAt(marker->time);
        const double width = metrics.horizontalAdvance(QString::fromStdString(marker->name)) + 8;
        if (x >= left - 2 && x <= left + width)
            found = marker->id;
    }
    return found;
}

void Ruler::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const double seconds = timeAt(event->position(), event->modifiers());
    const bool inFlags = event->position().y() >= height() - bandHeight - flagHeight;
    if (event->position().y() < loopHeight) {
        const Settings& settings = m_scene.project().settings();
        const double x = event->position().x();
        const bool hasLoop = settings.loopEnd > settings.loopStart;
        m_loopAnchor = seconds;
        if (hasLoop && std::abs(x - m_scene.axis().xAt(settings.loopStart)) <= edgeReach)
            m_loopAnchor = settings.loopEnd;
        else if (hasLoop && std::abs(x - m_scene.axis().xAt(settings.loopEnd)) <= edgeReach)
            m_loopAnchor = settings.loopStart;
        m_gesture = Gesture::Loop;
        m_edit.emplace(m_scene.document().begin(tr("Set loop")));
    } else if (inFlags && (m_marker = markerAt(event->position().x()))) {
        m_gesture = Gesture::Marker;
        m_edit.emplace(m_scene.document().begin(tr("Move marker")));
    } else if (const auto beat = tempoAt(event->position())) {
        m_gesture = Gesture::Tempo;
        m_tempoBeat = *beat;
        m_edit.emplace(m_scene.document().begin(tr("Move tempo change")));
    } else {
        m_gesture = Gesture::PlayHead;
        emit playHeadRequested(seconds);
    }
}

void Ruler::mouseMoveEvent(QMouseEvent* event) {
    const double seconds = timeAt(event->position(), event->modifiers());
    switch (m_gesture) {
    case Gesture::None:
        setCursor(event->position().y() < loopHeight           ? Qt::CrossCursor
                  : tempoAt(event->position()).value_or(0) > 0 ? Qt::SizeHorCursor
                                                               : Qt::ArrowCursor);
        return;
    case Gesture::Tempo:
        m_edit->update([&](Project& project) {
            const double beat = project.settings().tempo.beatAt(
                std::max(0.0, m_scene.axis().secondsAt(event->position().x())));
            tempo_edits::move(project, m_tempoBeat, std::round(beat));
        });
        return;
    case Gesture::PlayHead:
        emit playHeadRequested(seconds);
        return;
    case Gesture::Loop:
        m_edit->update([&](Project& project) { changeLoop(project, m_loopAnchor, seconds); });
        return;
    case Gesture::Marker:
        m_edit->update([&](Project& project) {
            Marker marker = *project.find(*m_marker);
            marker.time = seconds;
            (void)project.change(std::move(marker));
        });
        return;
    }
}

void Ruler::mouseReleaseEvent(QMouseEvent*) {
    endGesture();
}

void Ruler::endGesture() {
    m_gesture = Gesture::None;
    if (m_edit)
        m_edit->commit();
    m_edit.reset();
}

void Ruler::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto marker = markerAt(event->position().x());
        marker && event->position().y() >= height() - bandHeight - flagHeight)
        renameMarker(*marker);
    else if (const auto beat = tempoAt(event->position()))
        typeTempo(*beat);
    else
        mousePressEvent(event);
}

void Ruler::wheelEvent(QWheelEvent* event) {
    TimeAxis& axis = m_scene.axis();
    const QPoint steps = event->angleDelta();
    if (event->modifiers() & Qt::ShiftModifier)
        axis.setStart(std::max(0.0, axis.start() - steps.y() / axis.pixelsPerSecond()));
    else
        axis.zoomAt(event->position().x(), std::pow(1.2, steps.y() / 120.0));
    event->accept();
}

void Ruler::contextMenuEvent(QContextMenuEvent* event) {
    const double seconds = timeAt(event->pos(), {});
    const auto marker = markerAt(event->pos().x());
    const Settings& settings = m_scene.project().settings();
    QMenu menu(this);
    if (marker) {
        menu.addAction(tr("Rename marker\u2026"), this, [&] { renameMarker(*marker); });
        menu.addAction(tr("Remove marker"), this, [&] {
            m_scene.document().edit(tr("Remove marker"),
                                    [&](Project& project) { (void)project.remove(*marker); });
        });
        menu.addSeparator();
    }
    menu.addAction(tr("Add marker here\u2026"), this, [&] { addMarker(seconds); });
    menu.addAction(tr("Loop starts here"), this, [&] {
        setLoop(seconds, std::max(settings.loopEnd, seconds + 1), tr("Set loop"));
    });
    menu.addAction(tr("Loop ends here"), this, [&] {
        setLoop(std::min(settings.loopStart, std::max(0.0, seconds - 1)), seconds, tr("Set loop"));
    });
    menu.addAction(tr("No loop"), this, [&] { setLoop(0, 0, tr("Remove loop")); })
        ->setEnabled(settings.loopEnd > settings.loopStart);
    menu.addSeparator();
    const auto setEnd = [&](double end, const QString& name) {
        m_scene.document().edit(name, [&](Project& project) {
            Settings changed = project.settings();
            changed.endMarker = end;
            project.changeSettings(std::move(changed));
        });
    };
    menu.addAction(tr("The piece ends here"), this, [&] { setEnd(seconds, tr("Set end")); });
    menu.addAction(tr("The piece ends with its last event"), this,
                   [&] { setEnd(0, tr("Remove end")); })
        ->setEnabled(settings.endMarker > 0);
    menu.addSeparator();
    fillTempoMenu(menu, seconds, tempoAt(event->pos()));
    menu.exec(event->globalPos());
}

void Ruler::setLoop(double from, double to, const QString& name) {
    m_scene.document().edit(name, [&](Project& project) { changeLoop(project, from, to); });
}

void Ruler::addMarker(double seconds) {
    bool given = false;
    const QString name = QInputDialog::getText(this, tr("Add marker"), tr("Name"),
                                               QLineEdit::Normal, QString(), &given);
    if (!given)
        return;
    m_scene.document().edit(tr("Add marker"), [&](Project& project) {
        (void)project.insert(Marker{MarkerId::random(), seconds, name.toStdString(), {}});
    });
}

void Ruler::renameMarker(MarkerId id) {
    const Marker* marker = m_scene.project().find(id);
    if (!marker)
        return;
    bool given = false;
    const QString name =
        QInputDialog::getText(this, tr("Rename marker"), tr("Name"), QLineEdit::Normal,
                              QString::fromStdString(marker->name), &given);
    if (!given)
        return;
    m_scene.document().edit(tr("Rename marker"), [&](Project& project) {
        Marker changed = *project.find(id);
        changed.name = name.toStdString();
        (void)project.change(std::move(changed));
    });
}

void Ruler::fillTempoMenu(QMenu& menu, double seconds, std::optional<double> tempo) {
    const double here = std::round(m_scene.project().settings().tempo.beatAt(seconds));
    menu.addAction(tempo ? tr("Change tempo and metre\u2026")
                         : tr("Tempo and metre from here\u2026"),
                   this, [this, beat = tempo.value_or(here)] { typeTempo(beat); });
    if (tempo.value_or(0) > 0)
        menu.addAction(tr("Remove tempo change"), this, [this, beat = *tempo] {
            m_scene.document().edit(tr("Remove tempo change"), [beat](Project& project) {
                tempo_edits::remove(project, beat);
            });
        });
}

void Ruler::typeTempo(double beat) {
    const TempoPoint before = tempo_edits::pointAt(m_scene.project().settings().tempo, beat);
    bool given = false;
    const QString text = QInputDialog::getText(
        this, tr("Tempo and metre"), tr("Beats a minute, then beats a bar, as in 96 3/4"),
        QLineEdit::Normal, tempo_edits::text(before), &given);
    if (!given)
        return;
    auto point = tempo_edits::read(text);
    if (!point) {
        emit said(tr("\u201c%1\u201d is no tempo. Write beats a minute, then beats a bar: 96 3/4.")
                      .arg(text));
        return;
    }
    point->beat = beat;
    if (!text.simplified().contains(' '))
        point->beatsPerBar = before.beatsPerBar;
    m_scene.document().edit(tr("Change tempo"),
                            [&](Project& project) { tempo_edits::set(project, *point); });
}

} // namespace stria
