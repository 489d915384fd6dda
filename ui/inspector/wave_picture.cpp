// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/wave_picture.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/look/palette.h"

namespace stria {

WavePicture::WavePicture(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WavePicture::setWave(Reader reader, double least, double most) {
    m_reader = std::move(reader);
    m_least = least;
    m_most = most;
    m_word.clear();
    m_columns.clear();
    update();
}

void WavePicture::setWord(const QString& word) {
    m_reader = nullptr;
    m_columns.clear();
    m_word = word;
    update();
}

void WavePicture::setFaintBefore(double place) {
    m_faintBefore = place;
    update();
}

void WavePicture::resizeEvent(QResizeEvent* event) {
    m_columns.clear();
    QWidget::resizeEvent(event);
}

void WavePicture::readColumns() {
    const auto count =
        static_cast<std::size_t>(std::max(1.0, std::round(area().width() * devicePixelRatioF())));
    if (m_columns.size() == count)
        return;
    m_columns.resize(count);
    const double width = 1.0 / static_cast<double>(count);
    for (std::size_t i = 0; i < count; ++i)
        m_columns[i] = m_reader(static_cast<double>(i) * width, static_cast<double>(i + 1) * width);
}

double WavePicture::yOf(double value) const {
    const double fraction = std::clamp((value - m_least) / (m_most - m_least), 0.0, 1.0);
    return area().bottom() - fraction * area().height();
}

void WavePicture::paintEvent(QPaintEvent*) {
    const Colours& colours = look::colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? colours.accent : colours.line);
    painter.setBrush(colours.background);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), sizes::radius,
                            sizes::radius);
    if (!m_reader) {
        painter.setPen(colours.dimText);
        painter.drawText(area().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_word);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(colours.line);
    if (m_least < 0 && m_most > 0)
        painter.drawLine(QPointF(area().left(), yOf(0)), QPointF(area().right(), yOf(0)));
    readColumns();
    QColor faint = colours.accent;
    faint.setAlphaF(0.3F);
    const double step = area().width() / static_cast<double>(m_columns.size());
    const double hair = 1 / devicePixelRatioF(); // a column is never thinner than a pixel
    Range before = m_columns.front();
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        // Neighbours touch, so that a steep wave is one line.
        const Range& column = m_columns[i];
        const double top = yOf(std::max(column.most, before.least));
        const double bottom = yOf(std::min(column.least, before.most));
        before = column;
        const double place = static_cast<double>(i) / static_cast<double>(m_columns.size());
        painter.fillRect(QRectF(area().left() + static_cast<double>(i) * step, top - hair / 2, step,
                                bottom - top + hair),
                         place < m_faintBefore ? faint : colours.accent);
    }
}

} // namespace stria
