// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/value_hint.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "ui/look/palette.h"

namespace stria {

void paintHint(QPainter& painter, const QPointF& at, const QString& text, const QSize& room) {
    const Colours& colours = look::colours();
    painter.setFont(look::font(sizes::smallText));
    const QFontMetricsF metrics(painter.font());
    QRectF box(at + QPointF(12, -28), QSizeF(metrics.horizontalAdvance(text) + 16, 20));
    box.moveLeft(std::clamp(box.left(), 2.0, std::max(2.0, room.width() - box.width() - 2)));
    box.moveTop(std::max(2.0, box.top()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours.line);
    painter.setBrush(colours.raised);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), sizes::radius, sizes::radius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(colours.text);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace stria
