// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/density.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace stria {

namespace {

constexpr std::array shades = {0.0, 0.42, 0.56, 0.72, 0.9};

std::size_t shadeOf(std::uint8_t count) {
    return count < 3 ? count : (count < 6 ? 3 : 4);
}

} // namespace

QColor mixed(const QColor& colour, const QColor& background, double part) {
    const auto mix = [part](int a, int b) { return qRound(a * part + b * (1 - part)); };
    return QColor(mix(colour.red(), background.red()), mix(colour.green(), background.green()),
                  mix(colour.blue(), background.blue()));
}

void Density::begin(int rows, int left, int width) {
    m_left = left;
    m_width = width;
    m_counts.assign(static_cast<std::size_t>(rows) * static_cast<std::size_t>(width), 0);
    m_used.assign(static_cast<std::size_t>(rows), false);
}

void Density::add(int row, double from, double to) {
    if (row < 0 || row >= static_cast<int>(m_used.size()))
        return;
    const int first = std::max(0, static_cast<int>(std::floor(from)) - m_left);
    const int last =
        std::min(m_width, std::max(static_cast<int>(std::ceil(to)) - m_left, first + 1));
    std::uint8_t* counts = m_counts.data() + static_cast<std::ptrdiff_t>(row) * m_width;
    for (int x = first; x < last; ++x)
        if (counts[x] < 255)
            ++counts[x];
    m_used[static_cast<std::size_t>(row)] = true;
}

void Density::paint(QPainter& painter, const QColor& colour, const QColor& background,
                    const std::function<std::pair<double, double>(int)>& extent) const {
    std::array<QColor, shades.size()> colours;
    for (std::size_t i = 1; i < shades.size(); ++i)
        colours[i] = mixed(colour, background, shades[i]);
    for (std::size_t row = 0; row < m_used.size(); ++row) {
        if (!m_used[row])
            continue;
        const auto [top, height] = extent(static_cast<int>(row));
        const std::uint8_t* counts = m_counts.data() + row * static_cast<std::size_t>(m_width);
        for (int x = 0; x < m_width;) {
            const std::size_t shade = shadeOf(counts[x]);
            const int begin = x;
            while (x < m_width && shadeOf(counts[x]) == shade)
                ++x;
            if (shade > 0)
                painter.fillRect(QRectF(m_left + begin, top, x - begin, height), colours[shade]);
        }
    }
}

} // namespace stria
