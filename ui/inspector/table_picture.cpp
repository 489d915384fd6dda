// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/table_picture.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/look/figures.h"

namespace stria {

TablePicture::TablePicture(QWidget* parent)
    : WavePicture(parent), m_numbers(std::make_shared<const std::vector<double>>(1)) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
}

void TablePicture::setNumbers(Numbers numbers, int channels) {
    if (m_stroke || (numbers == m_numbers && static_cast<int>(m_channels) == channels))
        return;
    m_channels = static_cast<std::size_t>(std::max(1, channels));
    m_numbers = std::move(numbers);
    // What fits between -1 and 1 is shown between them: most waves do.
    double lowest = -1, highest = 1;
    for (const double number : *m_numbers) {
        lowest = std::min(lowest, number);
        highest = std::max(highest, number);
    }
    if (lowest < -1 || highest > 1) {
        const auto [first, last] = std::minmax_element(m_numbers->begin(), m_numbers->end());
        lowest = std::min(0.0, *first);
        highest = std::max(0.0, *last);
    }
    show(m_numbers, lowest, highest);
}

void TablePicture::show(const Numbers& numbers, double lowest, double highest) {
    const std::size_t channels = m_channels;
    setWave(
        [numbers, channels](double from, double to) {
            const std::size_t all = numbers->size() / channels;
            if (all == 0)
                return Range{};
            const auto count = static_cast<double>(all);
            const std::size_t first = std::min(all - 1, static_cast<std::size_t>(from * count));
            const std::size_t last =
                std::clamp(static_cast<std::size_t>(std::ceil(to * count)), first + 1, all);
            const auto begin = numbers->begin() + static_cast<std::ptrdiff_t>(first * channels);
            const auto end = numbers->begin() + static_cast<std::ptrdiff_t>(last * channels);
            const auto [low, high] = std::minmax_element(begin, end);
            return Range{*low, *high};
        },
        lowest, highest);
}

TablePicture::Point TablePicture::pointAt(const QPointF& position) const {
    const double across = (position.x() - area().left()) / area().width();
    const double up = (area().bottom() - position.y()) / area().height();
    Point point;
    const auto count = static_cast<double>(frames());
    point.place = std::clamp(std::floor(across * count), 0.0, count - 1);
    const double value = least() + std::clamp(up, 0.0, 1.0) * (most() - least());
    // No more digits than pixels tell apart.
    const double unit = std::pow(10, std::floor(std::log10((most() - least()) / area().height())));
    point.value = std::clamp(std::round(value / unit) * unit, least(), most());
    return point;
}

void TablePicture::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_numbers->empty())
        return;
    m_stroke = std::make_shared<std::vector<double>>(*m_numbers);
    m_last = pointAt(event->position());
    drawTo(m_last);
}

void TablePicture::mouseMoveEvent(QMouseEvent* event) {
    if (m_stroke)
        drawTo(pointAt(event->position()));
}

/// A straight line from the last point, so that a fast hand leaves no gaps.
void TablePicture::drawTo(const Point& point) {
    const Point& left = point.place < m_last.place ? point : m_last;
    const Point& right = point.place < m_last.place ? m_last : point;
    // A stretch that is narrower than a pixel has no numbers between: it is drawn whole.
    const double pixel = static_cast<double>(frames()) / area().width();
    const auto first = static_cast<std::size_t>(left.place);
    const auto end = std::min(static_cast<std::size_t>(right.place) +
                                  static_cast<std::size_t>(std::max(1.0, std::ceil(pixel))),
                              frames());
    const double length = right.place - left.place;
    for (std::size_t frame = first; frame < end; ++frame) {
        const double way =
            length > 0 ? std::min(1.0, static_cast<double>(frame - first) / length) : 0;
        const double value =
            length > 0 ? left.value + (right.value - left.value) * way : point.value;
        std::fill_n(m_stroke->begin() + static_cast<std::ptrdiff_t>(frame * m_channels), m_channels,
                    value);
    }
    m_last = point;
    show(m_stroke, least(), most());
    QToolTip::showText(
        mapToGlobal(QPoint(0, height())),
        tr("%1: %2").arg(figures::shortest(point.place), figures::shortest(point.value)), this);
}

void TablePicture::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_stroke)
        return;
    QToolTip::hideText();
    const Numbers numbers = std::exchange(m_stroke, nullptr);
    emit drawn(numbers);
}

void TablePicture::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape || !m_stroke)
        return WavePicture::keyPressEvent(event);
    m_stroke = nullptr;
    QToolTip::hideText();
    show(m_numbers, least(), most());
}

} // namespace stria
