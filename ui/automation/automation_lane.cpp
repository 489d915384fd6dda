// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/automation_lane.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPaintEvent>
#include <QPainter>
#include <cmath>
#include <utility>

#include "ui/automation/value_hint.h"
#include "ui/document/bus_edits.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"

namespace stria {

namespace {
constexpr int describedAfter = 100; // ms
constexpr double leastSmooth = 64;  // pixels of a curve
constexpr double densest = 0.75;    // points of a line to a pixel; shapes have one in two pixels
constexpr qsizetype pieceOfLine = 16;
constexpr double leastPitch = 20; // pixels from point to point on the average
} // namespace

AutomationLane::AutomationLane(Document& document, TimeAxis& axis, TimeGrid& grid,
                               const InstrumentFacts& facts, LaneSubject subject, QWidget* parent)
    : QWidget(parent), m_document(document), m_axis(axis), m_grid(grid), m_facts(facts),
      m_subject(std::move(subject)) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    connect(&axis, &TimeAxis::changed, this, qOverload<>(&QWidget::update));
    connect(&grid, &TimeGrid::changed, this, qOverload<>(&QWidget::update));
    connect(&document, &Document::settled, this, [this] {
        std::erase_if(m_chosen, [this](const PointRef& point) {
            const Automation* automation = project().find(point.automation);
            return !automation || point.index >= automation->points.size();
        });
        showAnew();
    });
    connect(&document, &Document::interrupting, this, [this] {
        if (m_edit)
            endGesture(true);
    });
    connect(&document, &Document::replaced, this, [this] { endGesture(false); });
    connect(&document.selection(), &Selection::eventsChanged, this, [this] {
        if (bus())
            return;
        m_chosen.clear();
        showAnew();
    });
    m_describing.setSingleShot(true);
    m_describing.setInterval(describedAfter);
    connect(&m_describing, &QTimer::timeout, this, &AutomationLane::describe);
    describe();
}

void AutomationLane::showAnew() {
    update();
    m_describing.start();
    emit headingChanged(); // names may have changed
}

void AutomationLane::setNote(const QString& note) {
    if (m_note == note)
        return;
    m_note = note;
    describe();
    update();
}

void AutomationLane::setColour(const QColor& colour) {
    m_colour = colour;
    update();
}

void AutomationLane::setPlayHead(double seconds) {
    const double before = std::exchange(m_playHead, seconds);
    for (const double at : {before, seconds})
        update(static_cast<int>(std::floor(m_axis.xAt(at))) - 2, 0, 6, height());
}

std::string AutomationLane::parameter() const {
    return bus() ? std::string() : std::get<ParameterOfEvents>(m_subject).parameter;
}

/// Whether or not it is on the lane.
AutomationTarget AutomationLane::wanted() const {
    return bus() ? AutomationTarget(*bus())
                 : AutomationTarget(m_document.selection().currentEvent());
}

LaneCurves AutomationLane::curves() const {
    LaneCurves curves(project(), m_facts, m_axis, m_subject, wanted(), size());
    if (m_heldScale)
        curves.setScale(*m_heldScale);
    return curves;
}

ValueScale AutomationLane::scale() const {
    return curves().scale();
}

std::optional<AutomationTarget> AutomationLane::current() const {
    return curves().curveOf(wanted()) ? std::optional(wanted()) : std::nullopt;
}

std::optional<QPointF> AutomationLane::positionOf(PointRef point) const {
    const LaneCurves all = curves();
    const Automation* automation = project().find(point.automation);
    const LaneCurve* curve = automation ? all.curveOf(automation->target) : nullptr;
    if (!curve || point.index >= automation->points.size())
        return std::nullopt;
    return all.positionOf(*curve, *automation, point.index);
}

void AutomationLane::paintGround(QPainter& painter, const ValueScale& scale,
                                 const QRect& region) const {
    const Colours& colours = look::colours();
    painter.fillRect(region, colours.background);
    for (const GridLine& line :
         m_grid.lines(m_axis.secondsAt(region.left() - 1), m_axis.secondsAt(region.right() + 1),
                      m_axis.pixelsPerSecond())) {
        QColor colour = colours.line;
        colour.setAlphaF(line.level == 0 ? 0.75f : 0.35f);
        painter.fillRect(QRectF(std::floor(m_axis.xAt(line.seconds)), 0, 1, height()), colour);
    }
    QColor faint = colours.line;
    faint.setAlphaF(0.35f);
    for (const auto& [value, y] : LaneCurves::marksOf(scale, height()))
        painter.fillRect(QRectF(region.left(), std::floor(y), region.width(), 1), faint);
}

/// Where the curve is not: at the upper or the lower edge.
void AutomationLane::paintNote(QPainter& painter, const LaneCurves& all) const {
    if (m_note.isEmpty())
        return;
    painter.setFont(look::font(sizes::smallText));
    painter.setPen(look::colours().dimText);
    const double width = painter.fontMetrics().horizontalAdvance(m_note);
    double height = 0; // of the curve beside the words, on the average
    constexpr int looks = 8;
    if (const LaneCurve* const curve = all.curveOf(wanted()))
        for (int i = 0; i < looks; ++i) {
            const double time = m_axis.secondsAt(width * i / looks) - curve->start;
            height += all.scale().fractionOf(curve->valueAt(time)) / looks;
        }
    painter.drawText(rect().adjusted(8, 3, -8, -3),
                     Qt::AlignLeft | (height < 0.5 ? Qt::AlignTop : Qt::AlignBottom), m_note);
}

void AutomationLane::paintEvent(QPaintEvent* event) {
    const Colours& colours = look::colours();
    QPainter painter(this);
    const LaneCurves all = curves();
    paintGround(painter, all.scale(), event->rect());
    const AutomationTarget current = wanted();
    paintNote(painter, all);
    keepHeading({all.curveOf(current) ? std::optional(current) : std::nullopt, all.scale()});
    painter.setRenderHint(QPainter::Antialiasing);
    for (const LaneCurve& curve : all.curves())
        if (curve.target != current)
            paintCurve(painter, all, curve, false);
    if (const LaneCurve* curve = all.curveOf(current)) {
        if (!bus()) {
            QColor stretch = colours.accent;
            stretch.setAlphaF(0.1f);
            const double left = m_axis.xAt(curve->start);
            const double right = std::min(m_axis.xAt(curve->end), width() + 10.0);
            painter.fillRect(QRectF(left, 0, right - left, height()), stretch);
        }
        paintOverridden(painter, all, *curve);
        paintCurve(painter, all, *curve, true);
        paintPoints(painter, all, *curve);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (m_rubberBand) {
        QColor fill = colours.accent;
        fill.setAlphaF(0.12f);
        painter.setPen(colours.accent);
        painter.setBrush(fill);
        painter.drawRect(m_rubberBand->adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter.fillRect(QRectF(std::floor(m_axis.xAt(m_playHead)), 0, 1.5, height()), colours.text);
    painter.fillRect(0, height() - 1, width(), 1, colours.line);
    if (hasFocus()) {
        painter.setPen(colours.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -2));
    }
    if (!m_hint.isEmpty())
        paintHint(painter, m_pointer, m_hint, size());
}

/// What stands beside the lane is what was painted last.
void AutomationLane::keepHeading(Heading heading) {
    if (heading == m_heading)
        return;
    m_heading = std::move(heading);
    QMetaObject::invokeMethod(this, &AutomationLane::headingChanged, Qt::QueuedConnection);
}

/// What automation moves is drawn as a line, what is only held dashed; what lies behind the event's
/// end plays only in its release: dotted.
void AutomationLane::paintCurve(QPainter& painter, const LaneCurves& all, const LaneCurve& curve,
                                bool strong) const {
    const Colours& colours = look::colours();
    QColor colour = strong ? colours.accent : m_colour;
    if (!strong)
        colour.setAlphaF(curve.automations.empty() ? 0.28f : 0.5f);
    const double length = curve.end - curve.start;
    painter.setBrush(Qt::NoBrush);
    const QPen held(colour, strong ? 1.5 : 1.25, strong ? Qt::DashLine : Qt::SolidLine,
                    Qt::FlatCap);
    const QPen moved(colour, strong ? 2 : 1.25);
    const auto draw = [&](double from, double to, const QPen& pen) {
        const QPolygonF line = all.line(curve, from, to);
        // A line as dense as this is an area, and one as short a dot: smoothed it would take long.
        const double room = line.isEmpty() ? 0 : line.back().x() - line.front().x();
        const bool dense =
            static_cast<double>(line.size()) > densest * room || (!strong && room < leastSmooth);
        painter.setRenderHint(QPainter::Antialiasing, !dense);
        painter.setPen(dense ? QPen(colour, 1, pen.style()) : pen);
        // The time that a smooth line takes grows with the square of its points.
        for (qsizetype at = 0; at + 1 < line.size(); at += pieceOfLine)
            painter.drawPolyline(line.constData() + at,
                                 static_cast<int>(std::min(pieceOfLine + 1, line.size() - at)));
        painter.setRenderHint(QPainter::Antialiasing);
    };
    double end = 0;
    for (const auto& [from, to] : curve.moved) {
        if (from > end)
            draw(end, from, held);
        draw(from, to, moved);
        end = to;
    }
    if (end < length)
        draw(end, length, held);
    const auto& points = curve.merged.points;
    if (points.empty() || !(points.back().time > length))
        return;
    colour.setAlphaF(strong ? 0.55f : 0.25f);
    painter.setPen(QPen(colour, strong ? 1.5 : 1, Qt::DotLine));
    painter.drawPolyline(all.line(curve, length, points.back().time));
}

/// Parts of automations that a later one overrules, or that lie before the event.
void AutomationLane::paintOverridden(QPainter& painter, const LaneCurves& all,
                                     const LaneCurve& curve) const {
    QColor colour = look::colours().dimText;
    colour.setAlphaF(0.7f);
    painter.setPen(QPen(colour, 1.25, Qt::DotLine));
    for (const Automation* automation : curve.automations)
        for (std::size_t i = 0; i + 1 < automation->points.size(); ++i) {
            const Breakpoint& from = automation->points[i];
            const Breakpoint& to = automation->points[i + 1];
            if (curve.automations.size() == 1 && from.time >= 0)
                continue;
            const double first = curve.valueOf(*automation, i);
            QPolygonF line;
            constexpr int pieces = 24;
            for (int k = 0; k <= pieces; ++k) {
                const double f = static_cast<double>(k) / pieces;
                const double time = from.time + f * (to.time - from.time);
                if (time < 0 || curve_edits::rulingAt(curve.automations, time) != automation)
                    line << all.pointAt(curve.start + time,
                                        first + (to.value - first) * from.shape.at(f));
                else if (line.size() > 1)
                    painter.drawPolyline(std::exchange(line, {}));
                else
                    line.clear();
            }
            if (line.size() > 1)
                painter.drawPolyline(line);
        }
}

void AutomationLane::paintPoints(QPainter& painter, const LaneCurves& all,
                                 const LaneCurve& curve) const {
    for (const Automation* automation : curve.automations) {
        const auto& points = automation->points;
        const auto timeAt = [&](double x) { return m_axis.secondsAt(x) - curve.start; };
        const auto before = [](const Breakpoint& point, double time) { return point.time < time; };
        const auto first = std::lower_bound(points.begin(), points.end(), timeAt(-10), before);
        const auto last = std::lower_bound(first, points.end(), timeAt(width() + 10), before);
        const bool crowded = static_cast<double>(last - first) * leastPitch > width();
        for (auto point = first; point != last; ++point) {
            const auto index = static_cast<std::size_t>(point - points.begin());
            const PointRef ref{automation->id, index};
            const QPointF at = all.positionOf(curve, *automation, index);
            const bool marked = m_chosen.contains(ref) || m_grabbed == ref || m_hovered == ref;
            if (crowded && !marked) {
                painter.fillRect(QRectF(std::floor(at.x()) - 1, std::floor(at.y()) - 1, 3, 3),
                                 look::colours().accent);
                continue;
            }
            paintPoint(painter, ref, at, index == 0 && automation->overtake);
            if (const auto handle = all.handleOf(curve, *automation, index))
                paintHandle(painter, *handle);
        }
    }
}

void AutomationLane::paintPoint(QPainter& painter, const PointRef& ref, const QPointF& at,
                                bool overtakes) const {
    const Colours& colours = look::colours();
    const bool chosen = m_chosen.contains(ref) || m_grabbed == ref;
    painter.setPen(QPen(chosen ? colours.text : colours.accent, 1.5));
    painter.setBrush(chosen || m_hovered == ref ? colours.accent : colours.background);
    if (overtakes) // it goes on from what was there: an arrow instead of a point
        painter.drawPolygon(
            QPolygonF({at + QPointF(-4, -5), at + QPointF(5, 0), at + QPointF(-4, 5)}));
    else
        painter.drawEllipse(at, 4, 4);
}

void AutomationLane::paintHandle(QPainter& painter, const QPointF& at) const {
    painter.setPen(QPen(look::colours().accent, 1));
    painter.setBrush(look::colours().background);
    painter.drawPolygon(QPolygonF(
        {at + QPointF(0, -4), at + QPointF(4, 0), at + QPointF(0, 4), at + QPointF(-4, 0)}));
}

void AutomationLane::removeChosen() {
    const std::vector<PointRef> points(m_chosen.begin(), m_chosen.end());
    if (points.empty())
        return;
    m_chosen.clear();
    m_hovered.reset();
    m_hint.clear();
    m_document.edit(points.size() == 1
                        ? tr("Delete point")
                        : tr("Delete %n points", nullptr, static_cast<int>(points.size())),
                    [&](Project& p) { curve_edits::removePoints(p, points); });
}

void AutomationLane::nudge(double seconds, double steps) {
    const std::vector<PointRef> points(m_chosen.begin(), m_chosen.end());
    if (points.empty())
        return;
    const ValueScale range = scale();
    constexpr double stepsPerRange = 100;
    m_document.edit(
        tr("Move points"),
        [&](Project& p) {
            curve_edits::shiftPoints(p, points, seconds, [&](double value) {
                return steps == 0 ? value
                                  : range.valueAt(std::clamp(
                                        range.fractionOf(value) + steps / stepsPerRange, 0.0, 1.0));
            });
        },
        QStringLiteral("nudge points"));
}

/// Chooses the next point of the current curve in time.
void AutomationLane::stepPoint(int direction) {
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    if (!curve)
        return;
    std::vector<std::pair<double, PointRef>> points;
    for (const Automation* automation : curve->automations)
        for (std::size_t i = 0; i < automation->points.size(); ++i)
            points.push_back({automation->points[i].time, {automation->id, i}});
    std::sort(points.begin(), points.end());
    if (points.empty())
        return;
    const auto now = std::find_if(points.begin(), points.end(), [&](const auto& point) {
        return m_chosen.contains(point.second);
    });
    auto at = now == points.end() ? (direction > 0 ? 0 : static_cast<int>(points.size()) - 1)
                                  : static_cast<int>(now - points.begin()) + direction;
    at = std::clamp(at, 0, static_cast<int>(points.size()) - 1);
    m_chosen = {points[static_cast<std::size_t>(at)].second};
    describe();
    update();
}

/// Keys that mean points here mean events to the timeline around it, which must not get them.
bool AutomationLane::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_C:
        case Qt::Key_V:
            if (key->modifiers() != Qt::ControlModifier)
                break;
            event->accept();
            return true;
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Escape:
            event->accept();
            return true;
        default:
            break;
        }
    }
    return QWidget::event(event);
}

void AutomationLane::keyPressEvent(QKeyEvent* event) {
    const bool control = event->modifiers() & Qt::ControlModifier;
    const ScoreEvent* current = project().find(m_document.selection().currentEvent());
    const double start = bus() || !current ? 0 : current->start;
    const double step = m_grid.step(start, m_axis.pixelsPerSecond());
    const double fine = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return control ? nudge(-step, 0) : stepPoint(-1);
    case Qt::Key_Right:
        return control ? nudge(step, 0) : stepPoint(1);
    case Qt::Key_Up:
        return nudge(0, fine);
    case Qt::Key_Down:
        return nudge(0, -fine);
    case Qt::Key_C:
        return control ? copyCurve() : QWidget::keyPressEvent(event);
    case Qt::Key_V:
        // In line with what was copied: from the event's start on. A bus has none.
        return control ? pasteCurve(bus() ? m_playHead : 0) : QWidget::keyPressEvent(event);
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        return removeChosen();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_chosen.empty())
            typePoint(*m_chosen.begin());
        return;
    case Qt::Key_Escape:
        endGesture(false);
        m_chosen.clear();
        return update();
    default:
        QWidget::keyPressEvent(event);
    }
}

QString AutomationLane::valueText(double seconds, double value) const {
    const ValueScale range = scale();
    QString text = figures::time(seconds, 2) + QStringLiteral("  ") +
                   figures::shortest(std::abs(value) < 1e-9 ? 0 : value);
    if (!range.unit().empty())
        text += QLatin1Char(' ') + QString::fromStdString(range.unit());
    return text;
}

void AutomationLane::describe() {
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    const Bus* const shown = bus() ? project().find(*bus()) : nullptr;
    setAccessibleName(shown ? tr("Automation of the bus %1").arg(busName(project(), *shown))
                            : tr("Automation of %1").arg(QString::fromStdString(parameter())));
    QString text = tr("no event chosen");
    if (curve) {
        std::size_t points = 0;
        for (const Automation* automation : curve->automations)
            points += automation->points.size();
        text = tr("%n points", nullptr, static_cast<int>(points));
        if (!m_chosen.empty())
            if (const Automation* automation = project().find(m_chosen.begin()->automation))
                text += tr(", chosen: %1")
                            .arg(valueText(curve->start +
                                               automation->points[m_chosen.begin()->index].time,
                                           curve->valueOf(*automation, m_chosen.begin()->index)));
        if (!m_note.isEmpty())
            text += QStringLiteral(". ") + m_note;
    }
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

} // namespace stria
