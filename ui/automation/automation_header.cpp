// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/automation_header.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/look/figures.h"
#include "ui/look/palette.h"

namespace stria {

AutomationHeader::AutomationHeader(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
}

void AutomationHeader::show(const QString& parameter, const QString& event, const ValueScale& scale,
                            const QColor& colour) {
    m_parameter = parameter;
    m_event = event;
    m_scale = scale;
    m_colour = colour;
    setAccessibleName(tr("Parameter of the automation lane: %1").arg(parameter));
    setToolTip(tr("Click to choose another parameter"));
    update();
}

void AutomationHeader::paintEvent(QPaintEvent*) {
    const Colours& colours = look::colours();
    QPainter painter(this);
    painter.fillRect(rect(), colours.panel);
    painter.fillRect(0, 0, 4, height() - 1, m_colour);
    painter.fillRect(0, height() - 1, width(), 1, colours.line);
    painter.setPen(hasFocus() ? colours.accent : colours.parameter);
    painter.setFont(look::font(sizes::smallText + 1, true));
    painter.drawText(QRect(12, 6, width() - 60, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_parameter, Qt::ElideRight, width() - 60));
    painter.setFont(look::font(sizes::smallText));
    painter.setPen(colours.dimText);
    painter.drawText(QRect(12, 24, width() - 60, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_event, Qt::ElideRight, width() - 60));
    const auto value = [&](double number, int y) {
        figures::draw(painter, QRectF(width() - 56, y, 48, 14), Qt::AlignRight | Qt::AlignVCenter,
                      figures::shortest(number));
    };
    value(m_scale.most(), 4);
    value(m_scale.least(), height() - 18);
    if (!m_scale.unit().empty())
        painter.drawText(QRectF(width() - 56, (height() - 14) / 2.0, 48, 14),
                         Qt::AlignRight | Qt::AlignVCenter, QString::fromStdString(m_scale.unit()));
}

void AutomationHeader::mousePressEvent(QMouseEvent* event) {
    emit menuWanted(event->globalPosition().toPoint());
}

void AutomationHeader::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space)
        emit menuWanted(mapToGlobal(rect().bottomLeft()));
    else
        QWidget::keyPressEvent(event);
}

} // namespace stria
