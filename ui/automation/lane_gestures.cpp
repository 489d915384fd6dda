// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse in an automation lane.
#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

#include "ui/automation/automation_lane.h"
#include "ui/automation/point_popup.h"

namespace stria {

namespace {

/// A time without the last bits that arithmetic leaves.
double tidy(double value) {
    return std::round(value * 1e9) / 1e9;
}

} // namespace

double AutomationLane::snapped(double seconds, Qt::KeyboardModifiers modifiers) const {
    return modifiers & (Qt::AltModifier | Qt::ControlModifier)
               ? seconds
               : m_grid.snapped(seconds, m_axis.pixelsPerSecond());
}

void AutomationLane::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_gesture != Gesture::None)
        return;
    m_pressedAt = m_pointer = event->position();
    m_modifiers = event->modifiers();
    if (m_pen && beginLine(m_pressedAt))
        return;
    const LaneCurves all = curves();
    m_heldScale = all.scale();
    const LaneCurve* curve = all.curveOf(wanted());
    const auto point = curve ? all.pointNear(*curve, m_pressedAt) : std::nullopt;
    if (point) {
        if (m_modifiers & Qt::ControlModifier) {
            if (m_chosen.erase(*point) == 0)
                m_chosen.insert(*point);
        } else if (!m_chosen.contains(*point)) {
            m_chosen = {*point};
        }
        const Automation* automation = project().find(point->automation);
        m_grabbed = point;
        m_grabbedTime = automation->points[point->index].time;
        m_grabbedValue = curve->valueOf(*automation, point->index);
        m_gesture = Gesture::Points;
    } else if (const auto handle = curve ? all.handleNear(*curve, m_pressedAt) : std::nullopt) {
        m_grabbed = handle;
        m_gesture = Gesture::Bend;
    } else if (curve && all.isOnCurve(*curve, m_pressedAt)) {
        if (addPoint(m_pressedAt, true))
            m_gesture = Gesture::Points;
    } else {
        for (const LaneCurve& other : all.curves())
            if (other.target != wanted() && all.isOnCurve(other, m_pressedAt))
                return chooseEvent(other);
        m_gesture = Gesture::RubberBand;
        if (!(m_modifiers & (Qt::ControlModifier | Qt::ShiftModifier)))
            m_chosen.clear();
    }
    update();
}

void AutomationLane::chooseEvent(const LaneCurve& curve) {
    const EventId event = std::get<EventId>(curve.target);
    m_document.selection().setEvents({event}, event);
}

/// Adds a point to the current curve; as the beginning of a drag or by itself.
bool AutomationLane::addPoint(const QPointF& position, bool begins) {
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    if (!curve)
        return false;
    const double seconds = snapped(m_axis.secondsAt(position.x()), m_modifiers);
    Breakpoint point;
    point.time = tidy(std::max(0.0, seconds - curve->start));
    point.value = begins ? curve->valueAt(point.time) : all.valueAtY(position.y());
    point.value = all.scale().rounded(point.value);
    const AutomationTarget target = curve->target;
    const double constant = curve->constant;
    if (begins) {
        m_added = point;
        m_grabbedTime = point.time;
        m_grabbedValue = point.value;
        m_edit.emplace(m_document.begin(tr("Add point")));
        m_edit->update([&](Project& p) {
            m_grabbed = curve_edits::addPoint(p, target, parameter(), point, constant);
        });
        m_chosen = {*m_grabbed};
        return true;
    }
    PointRef added;
    m_document.edit(tr("Add point"), [&](Project& p) {
        added = curve_edits::addPoint(p, target, parameter(), point, constant);
    });
    m_chosen = {added};
    return true;
}

void AutomationLane::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_modifiers = event->modifiers();
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    if (curve && all.pointNear(*curve, event->position()))
        return typePoint(*all.pointNear(*curve, event->position()));
    const double seconds = m_axis.secondsAt(event->position().x());
    if (curve && seconds >= curve->start) {
        addPoint(event->position(), false);
        return;
    }
    // Elsewhere it chooses the event that is there.
    for (const LaneCurve& other : all.curves())
        if (seconds >= other.start && seconds <= other.end)
            return chooseEvent(other);
}

void AutomationLane::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    m_modifiers = event->modifiers();
    switch (m_gesture) {
    case Gesture::None:
        return hover(m_pointer);
    case Gesture::Points:
        return dragPoints();
    case Gesture::Bend:
        return bend();
    case Gesture::RubberBand:
        return chooseInRubberBand();
    case Gesture::Line:
        return drawLine();
    }
}

void AutomationLane::dragPoints() {
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    if (!curve || !m_grabbed)
        return;
    const ValueScale range = all.scale();
    const double start = curve->start, constant = curve->constant;
    const AutomationTarget target = curve->target;
    double seconds = m_axis.secondsAt(m_pointer.x()) - m_axis.secondsAt(m_pressedAt.x());
    seconds = tidy(snapped(start + m_grabbedTime + seconds, m_modifiers) - start) - m_grabbedTime;
    const double room = height() - 2 * LaneCurves::margin;
    double rise = (m_pressedAt.y() - m_pointer.y()) / room;
    if (m_modifiers & Qt::ShiftModifier) { // along one direction only
        if (std::abs(m_pointer.x() - m_pressedAt.x()) > std::abs(m_pointer.y() - m_pressedAt.y()))
            rise = 0;
        else
            seconds = 0;
    }
    const auto newValue = [&](double value) {
        if (rise == 0)
            return value;
        return range.rounded(range.valueAt(std::clamp(range.fractionOf(value) + rise, 0.0, 1.0)));
    };
    if (!m_edit)
        m_edit.emplace(
            m_document.begin(m_chosen.size() > 1 ? tr("Move points") : tr("Move point")));
    m_edit->update([&](Project& p) {
        std::vector<PointRef> moved(m_chosen.begin(), m_chosen.end());
        if (m_added) {
            m_grabbed = curve_edits::addPoint(p, target, parameter(), *m_added, constant);
            moved = {*m_grabbed};
        }
        curve_edits::shiftPoints(p, moved, seconds, newValue);
    });
    if (m_added)
        m_chosen = {*m_grabbed};
    if (const Automation* automation = project().find(m_grabbed->automation))
        if (m_grabbed->index < automation->points.size()) {
            const Breakpoint& point = automation->points[m_grabbed->index];
            const bool overtakes = m_grabbed->index == 0 && automation->overtake;
            m_hint = valueText(start + point.time, overtakes ? m_grabbedValue : point.value) +
                     QStringLiteral("  ") + QString::fromStdString(point.shape.toText());
        }
    update();
}

void AutomationLane::bend() {
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    const Automation* automation = m_grabbed ? project().find(m_grabbed->automation) : nullptr;
    if (!curve || !automation || m_grabbed->index + 1 >= automation->points.size())
        return;
    const double first = curve->valueOf(*automation, m_grabbed->index);
    const double last = automation->points[m_grabbed->index + 1].value;
    if (first == last)
        return;
    // The middle of the segment shall go through the pointer: 0.5 ^ exponent = part.
    const double part =
        std::clamp((all.valueAtY(m_pointer.y()) - first) / (last - first), 0.001, 0.999);
    const double exponent = std::round(std::log(part) / std::log(0.5) * 100) / 100;
    const SegmentShape shape{SegmentShape::Kind::Power, std::clamp(exponent, 0.01, 20.0)};
    if (!m_edit)
        m_edit.emplace(m_document.begin(tr("Bend curve")));
    m_edit->update([&](Project& p) { curve_edits::setShape(p, *m_grabbed, shape); });
    m_hint = QString::fromStdString(shape.toText());
    update();
}

void AutomationLane::chooseInRubberBand() {
    m_rubberBand = QRectF(m_pressedAt, m_pointer).normalized();
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    m_chosen.clear();
    if (curve)
        for (const Automation* automation : curve->automations)
            for (std::size_t i = 0; i < automation->points.size(); ++i)
                if (m_rubberBand->contains(all.positionOf(*curve, *automation, i)))
                    m_chosen.insert({automation->id, i});
    update();
}

void AutomationLane::hover(const QPointF& position) {
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    m_hovered = curve ? all.pointNear(*curve, position) : std::nullopt;
    m_hint.clear();
    setCursor(Qt::ArrowCursor);
    if (!curve)
        return update();
    if (m_hovered) {
        const Automation* automation = project().find(m_hovered->automation);
        const Breakpoint& point = automation->points[m_hovered->index];
        m_hint =
            valueText(curve->start + point.time, curve->valueOf(*automation, m_hovered->index));
        if (m_hovered->index == 0 && automation->overtake)
            m_hint += tr("  goes on from what was there");
        else if (m_hovered->index + 1 < automation->points.size())
            m_hint += QStringLiteral("  ") + QString::fromStdString(point.shape.toText());
        setCursor(Qt::SizeAllCursor);
    } else if (all.handleNear(*curve, position)) {
        setCursor(Qt::SizeVerCursor);
    } else if (all.isOnCurve(*curve, position)) {
        const double seconds = m_axis.secondsAt(position.x());
        m_hint = valueText(seconds, all.scale().rounded(curve->valueAt(seconds - curve->start)));
        setCursor(Qt::CrossCursor);
    }
    update();
}

void AutomationLane::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    endGesture(true);
    describe();
    hover(event->position());
}

void AutomationLane::endGesture(bool keep) {
    m_gesture = Gesture::None;
    m_heldScale.reset();
    if (m_edit && keep)
        m_edit->commit();
    m_edit.reset();
    m_grabbed.reset();
    m_added.reset();
    m_rubberBand.reset();
    m_hint.clear();
    update();
}

void AutomationLane::leaveEvent(QEvent* event) {
    m_hovered.reset();
    m_hint.clear();
    update();
    QWidget::leaveEvent(event);
}

void AutomationLane::wheelEvent(QWheelEvent* event) {
    event->ignore(); // the timeline scrolls and zooms
}

void AutomationLane::fillShapeMenu(QMenu& menu, PointRef segment) {
    struct Choice {
        QString name;
        SegmentShape shape;
    };
    using Kind = SegmentShape::Kind;
    const Choice choices[] = {{tr("Straight (linear)"), {Kind::Linear, 1}},
                              {tr("Half cosine (cos)"), {Kind::Cosine, 1}},
                              {tr("Smooth"), {Kind::Smooth, 1}},
                              {tr("Smoother"), {Kind::Smoother, 1}},
                              {tr("Step (floor)"), {Kind::Floor, 1}},
                              {tr("Bent, with a handle (exp)"), {Kind::Power, 2}}};
    const Automation* automation = project().find(segment.automation);
    for (const Choice& choice : choices) {
        QAction* action = menu.addAction(choice.name, this, [this, segment, choice] {
            m_document.edit(tr("Change shape of curve"),
                            [&](Project& p) { curve_edits::setShape(p, segment, choice.shape); });
        });
        action->setCheckable(true);
        action->setChecked(automation &&
                           automation->points[segment.index].shape.kind == choice.shape.kind);
    }
}

void AutomationLane::contextMenuEvent(QContextMenuEvent* event) {
    const LaneCurves all = curves();
    const LaneCurve* curve = all.curveOf(wanted());
    if (!curve)
        return;
    const QPointF position = event->pos();
    const auto point = all.pointNear(*curve, position);
    const auto segment = point ? point : all.segmentAt(*curve, position);
    const AutomationTarget target = curve->target;
    const double valueHere = curve->valueAt(m_axis.secondsAt(position.x()) - curve->start);
    QMenu menu(this);
    if (point) {
        m_chosen.insert(*point);
        menu.addAction(tr("Time and value\u2026"), this, [&] { typePoint(*point); });
        menu.addAction(tr("Delete"), this, &AutomationLane::removeChosen);
        menu.addSeparator();
    } else {
        menu.addAction(tr("Add point"), this, [&] { addPoint(position, false); });
        menu.addSeparator();
    }
    const Automation* automation = segment ? project().find(segment->automation) : nullptr;
    if (automation && segment->index + 1 < automation->points.size()) {
        fillShapeMenu(menu, *segment);
        menu.addSeparator();
    }
    if (automation) {
        QAction* overtake = menu.addAction(tr("Begin with the value before it"));
        overtake->setCheckable(true);
        overtake->setChecked(automation->overtake);
        connect(overtake, &QAction::triggered, this,
                [this, id = automation->id, valueHere](bool on) {
                    m_document.edit(tr("Change beginning of curve"), [&](Project& p) {
                        curve_edits::setOvertake(p, id, on, valueHere);
                    });
                });
        menu.addAction(tr("Remove the curve"), this, [this, target] {
            m_document.edit(tr("Remove curve"),
                            [&](Project& p) { curve_edits::clear(p, target, parameter()); });
        });
        menu.addSeparator();
    }
    fillToolMenu(menu, event->globalPos(),
                 std::max(0.0, m_axis.secondsAt(position.x()) - curve->start));
    menu.exec(event->globalPos());
}

void AutomationLane::typePoint(PointRef point) {
    const auto at = positionOf(point);
    if (!at)
        return;
    auto* popup = new PointPopup(m_document, point, scale(), this);
    popup->showAt(mapToGlobal(at->toPoint()));
}

} // namespace stria
