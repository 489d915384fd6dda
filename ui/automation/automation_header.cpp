// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/automation_header.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <utility>

#include "ui/automation/lane_curves.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"

namespace stria {

namespace {
constexpr int edgeReach = 5;
constexpr int heightStep = 16;
} // namespace

AutomationHeader::AutomationHeader(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::PointingHandCursor);
}

void AutomationHeader::show(const QString& title, const QString& detail, const ValueScale& scale,
                            const QColor& colour, bool isBus) {
    m_title = title;
    m_detail = detail;
    m_scale = scale;
    m_colour = colour;
    m_isBus = isBus;
    setAccessibleName(
        (isBus ? tr("Automation lane of the bus %1") : tr("Automation lane of %1")).arg(title));
    setAccessibleDescription(detail);
    setToolTip(QStringLiteral("%1\n%2\n%3").arg(title, detail, tr("Click for its menu")));
    update();
}

void AutomationHeader::paintEvent(QPaintEvent*) {
    const Colours& colours = look::colours();
    QPainter painter(this);
    painter.fillRect(rect(), colours.panel);
    painter.fillRect(0, 0, 4, height() - 1, m_colour);
    painter.fillRect(0, height() - 1, width(), 1, colours.line);
    const int top = height() < 48 ? 2 : 6;
    int left = 12;
    if (m_isBus) {
        look::icon(QStringLiteral("bus")).paint(&painter, QRect(left - 2, top + 1, 16, 16));
        left += 18;
    }
    painter.setPen(hasFocus() ? colours.accent : (m_isBus ? colours.text : colours.parameter));
    painter.setFont(look::font(sizes::smallText + 1, true));
    const int room = width() - left - 52;
    painter.drawText(QRect(left, top, room, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_title, Qt::ElideRight, room));
    painter.setFont(look::font(sizes::smallText));
    painter.setPen(colours.dimText);
    painter.drawText(QRect(12, top + 18, width() - 60, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_detail, Qt::ElideRight, width() - 60));
    const auto label = [&](const QString& text, double y) {
        figures::draw(painter, QRectF(width() - 72, y - 7, 64, 14),
                      Qt::AlignRight | Qt::AlignVCenter, text);
    };
    const QString unit = QString::fromStdString(m_scale.unit());
    const QString most = figures::shortest(m_scale.most());
    constexpr qsizetype fits = 8; // characters
    label(unit.isEmpty() || most.size() + unit.size() > fits ? most : most + ' ' + unit, 11);
    label(figures::shortest(m_scale.least()), height() - 11);
    for (const auto& [value, y] : LaneCurves::marksOf(m_scale, height()))
        if (y > 24 && y < height() - 24)
            label(figures::shortest(value), y);
}

bool AutomationHeader::isAtEdge(const QPointF& position) const {
    return position.y() >= height() - edgeReach;
}

void AutomationHeader::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && isAtEdge(event->position()))
        m_grabbedBottom = event->globalPosition().y() - height();
    else
        emit menuWanted(event->globalPosition().toPoint());
}

void AutomationHeader::mouseMoveEvent(QMouseEvent* event) {
    if (m_grabbedBottom)
        emit heightWanted(static_cast<int>(event->globalPosition().y() - *m_grabbedBottom));
    else
        setCursor(isAtEdge(event->position()) ? Qt::SizeVerCursor : Qt::PointingHandCursor);
}

void AutomationHeader::mouseReleaseEvent(QMouseEvent*) {
    if (std::exchange(m_grabbedBottom, std::nullopt))
        emit heightChosen();
}

void AutomationHeader::keyPressEvent(QKeyEvent* event) {
    const bool down = event->key() == Qt::Key_Down;
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space) {
        emit menuWanted(mapToGlobal(rect().bottomLeft()));
    } else if (event->modifiers() == Qt::ControlModifier && (down || event->key() == Qt::Key_Up)) {
        emit heightWanted(height() + (down ? heightStep : -heightStep));
        emit heightChosen();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace stria
