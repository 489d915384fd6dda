// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QSize>
#include <QString>

class QPainter;

namespace stria {

/// A small box beside the pointer that says what a drag does; kept inside `room`.
void paintHint(QPainter& painter, const QPointF& at, const QString& text, const QSize& room);

} // namespace stria
