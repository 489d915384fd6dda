// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/time/time_axis.h"

#include <algorithm>
#include <cmath>

namespace stria {

void TimeAxis::setWidth(int pixels) {
    const int width = std::max(1, pixels);
    if (width == m_width)
        return;
    m_width = width;
    emit changed();
}

void TimeAxis::setStart(double seconds) {
    const double start = std::isfinite(seconds) ? std::max(0.0, seconds) : m_start;
    if (start == m_start)
        return;
    m_start = start;
    emit changed();
}

void TimeAxis::setPixelsPerSecond(double pixels) {
    if (!std::isfinite(pixels))
        return;
    const double clamped = std::clamp(pixels, leastPixelsPerSecond, mostPixelsPerSecond);
    if (clamped == m_pixelsPerSecond)
        return;
    m_pixelsPerSecond = clamped;
    emit changed();
}

void TimeAxis::zoomAt(double x, double factor) {
    const double seconds = secondsAt(x);
    const double pixels =
        std::clamp(m_pixelsPerSecond * factor, leastPixelsPerSecond, mostPixelsPerSecond);
    if (!std::isfinite(pixels) || pixels == m_pixelsPerSecond)
        return;
    m_pixelsPerSecond = pixels;
    m_start = std::max(0.0, seconds - x / pixels);
    emit changed();
}

void TimeAxis::show(double from, double to) {
    constexpr double margin = 0.04; // of the width, on either side
    const double length = std::max(to - from, 1e-3);
    if (!std::isfinite(from) || !std::isfinite(length))
        return;
    m_pixelsPerSecond =
        std::clamp(m_width * (1 - 2 * margin) / length, leastPixelsPerSecond, mostPixelsPerSecond);
    m_start = std::max(0.0, from - margin * m_width / m_pixelsPerSecond);
    emit changed();
}

} // namespace stria
