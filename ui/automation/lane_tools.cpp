// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing by hand in an automation lane, and what is done to many points at once.
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <algorithm>
#include <cmath>

#include "ui/automation/automation_lane.h"
#include "ui/automation/curve_tool_popup.h"
#include "ui/automation/curve_tools.h"

namespace stria {

namespace {
/// Of the scale: below what a hand can mean.
constexpr double handTolerance = 0.01;
} // namespace

void AutomationLane::setPen(bool pen) {
    m_pen = pen;
    setCursor(pen ? Qt::CrossCursor : Qt::ArrowCursor);
}

bool AutomationLane::beginLine(const QPointF& position) {
    const LaneCurves all = curves();
    const LaneCurve* const curve = all.curveOf(wanted());
    if (!curve)
        return false;
    m_line.clear();
    m_heldScale = all.scale();
    m_edit.emplace(m_document.begin(tr("Draw curve")));
    m_gesture = Gesture::Line;
    m_pointer = position;
    drawLine();
    return true;
}

/// The pointer goes back and forth: what it passes over again is drawn anew.
void AutomationLane::drawLine() {
    const LaneCurves all = curves();
    const LaneCurve* const curve = all.curveOf(wanted());
    if (!curve || !m_edit)
        return;
    const double time =
        std::round(std::max(0.0, m_axis.secondsAt(m_pointer.x()) - curve->start) * 1e6) / 1e6;
    const double value = all.scale().rounded(all.valueAtY(m_pointer.y()));
    const double from = m_line.empty() ? time : std::min(m_lineTime, time);
    const double to = m_line.empty() ? time : std::max(m_lineTime, time);
    std::erase_if(m_line, [&](const Breakpoint& point) {
        return point.time >= from && point.time <= to && point.time != m_lineTime;
    });
    std::erase_if(m_line, [&](const Breakpoint& point) { return point.time == time; });
    m_line.push_back({time, value, {}});
    std::sort(m_line.begin(), m_line.end(),
              [](const Breakpoint& a, const Breakpoint& b) { return a.time < b.time; });
    m_lineTime = time;
    const ValueScale range = all.scale();
    const auto line = thinned(m_line, (range.most() - range.least()) * handTolerance);
    const AutomationTarget target = curve->target;
    const double constant = curve->constant;
    m_chosen.clear();
    m_edit->update(
        [&](Project& p) { curve_tools::drawOver(p, target, parameter(), line, constant); });
    m_hint = valueText(m_axis.secondsAt(m_pointer.x()), value);
    update();
}

std::vector<PointRef> AutomationLane::meantPoints() const {
    if (m_chosen.size() > 1)
        return {m_chosen.begin(), m_chosen.end()};
    return curve_tools::pointsOf(project(), wanted(), parameter());
}

void AutomationLane::openTool(CurveToolPopup::Tool tool, const QPoint& globalPosition) {
    auto* const popup = new CurveToolPopup(m_document, tool, meantPoints(), scale(), this);
    m_chosen.clear();
    popup->showAt(globalPosition);
}

void AutomationLane::copyCurve() {
    QApplication::clipboard()->setText(
        QString::fromStdString(curve_tools::toText(project(), meantPoints())));
}

void AutomationLane::pasteCurve(double seconds) {
    const LaneCurves all = curves();
    const LaneCurve* const curve = all.curveOf(wanted());
    if (!curve)
        return;
    Expected<std::vector<Breakpoint>> points =
        curve_tools::fromText(QApplication::clipboard()->text().toStdString());
    if (!points) {
        emit said(QString::fromStdString(points.error().message));
        return;
    }
    for (Breakpoint& point : *points)
        point.time += seconds;
    const AutomationTarget target = curve->target;
    const double constant = curve->constant;
    m_document.edit(tr("Paste curve"), [&](Project& p) {
        curve_tools::drawOver(p, target, parameter(), *points, constant);
    });
    m_chosen.clear();
}

void AutomationLane::fillToolMenu(QMenu& menu, const QPoint& globalPosition, double seconds) {
    const std::vector<PointRef> points = meantPoints();
    const bool several = points.size() > 1;
    const auto add = [&](const QString& text, bool enabled, const std::function<void()>& work) {
        menu.addAction(text, this, work)->setEnabled(enabled);
    };
    const QString of = m_chosen.size() > 1 ? tr("chosen points") : tr("curve");
    using Tool = CurveToolPopup::Tool;
    add(tr("Scale and offset %1…").arg(of), several,
        [this, globalPosition] { openTool(Tool::Scale, globalPosition); });
    add(tr("Thin out %1…").arg(of), points.size() > 2,
        [this, globalPosition] { openTool(Tool::Thin, globalPosition); });
    add(tr("Reverse %1").arg(of), several, [this, points] {
        m_chosen.clear();
        m_document.edit(tr("Reverse curve"), [&](Project& p) { curve_tools::reverse(p, points); });
    });
    add(tr("Copy %1").arg(of), !points.empty(), [this] { copyCurve(); });
    add(tr("Paste curve here"), !QApplication::clipboard()->text().isEmpty(),
        [this, seconds] { pasteCurve(seconds); });
}

} // namespace stria
