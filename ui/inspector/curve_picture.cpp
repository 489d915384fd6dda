// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/curve_picture.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <utility>

#include "ui/look/palette.h"

namespace stria {

CurvePicture::CurvePicture(QWidget* parent) : QWidget(parent) {
    setFixedSize(24, 16);
}

void CurvePicture::setPoints(std::vector<Breakpoint> points) {
    m_points = std::move(points);
    update();
}

void CurvePicture::paintEvent(QPaintEvent*) {
    if (m_points.empty())
        return;
    const auto extremes =
        std::minmax_element(m_points.begin(), m_points.end(),
                            [](const auto& a, const auto& b) { return a.value < b.value; });
    const double lowest = extremes.first->value;
    const double span = extremes.second->value - lowest;
    const double length = m_points.back().time - m_points.front().time;
    const QRectF area = QRectF(rect()).adjusted(1, 3, -1, -3);
    const auto place = [&](double time, double value) {
        const double x = length > 0 ? (time - m_points.front().time) / length : 0.5;
        const double y = span > 0 ? (value - lowest) / span : 0.5;
        return QPointF(area.left() + x * area.width(), area.bottom() - y * area.height());
    };
    QPainterPath path(place(m_points.front().time, m_points.front().value));
    for (std::size_t i = 1; i < m_points.size(); ++i) {
        const Breakpoint& from = m_points[i - 1];
        const Breakpoint& to = m_points[i];
        constexpr int pieces = 8;
        for (int k = 1; k <= pieces; ++k) {
            const double f = static_cast<double>(k) / pieces;
            path.lineTo(place(from.time + f * (to.time - from.time),
                              from.value + (to.value - from.value) * from.shape.at(f)));
        }
    }
    if (m_points.size() == 1)
        path.lineTo(area.right(), area.center().y());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look::colours().parameter, 1.5));
    painter.drawPath(path);
}

} // namespace stria
