// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/timeline.h"

#include <algorithm>
#include <cmath>

namespace stria {

TempoMap::TempoMap(std::vector<TempoPoint> points) {
    std::erase_if(points, [](const TempoPoint& p) {
        return !std::isfinite(p.beat) || !std::isfinite(p.beatsPerMinute) ||
               p.beatsPerMinute <= 0 || p.beatsPerBar < 1;
    });
    if (points.empty())
        return;
    std::stable_sort(points.begin(), points.end(),
                     [](const TempoPoint& a, const TempoPoint& b) { return a.beat < b.beat; });
    points.front().beat = 0;
    // Of several points at one beat the last counts.
    m_points.clear();
    for (TempoPoint& point : points) {
        if (!m_points.empty() && m_points.back().beat >= point.beat)
            m_points.pop_back();
        m_points.push_back(point);
        if (m_points.size() == 1)
            m_points.front().beat = 0;
    }
}

double TempoMap::secondsAt(double beat) const {
    double seconds = 0;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const bool last = i + 1 == m_points.size() || m_points[i + 1].beat >= beat;
        const double until = last ? beat : m_points[i + 1].beat;
        seconds += (until - m_points[i].beat) * 60 / m_points[i].beatsPerMinute;
        if (last)
            break;
    }
    return seconds;
}

double TempoMap::beatAt(double seconds) const {
    double left = seconds;
    for (std::size_t i = 0; i + 1 < m_points.size(); ++i) {
        const double length =
            (m_points[i + 1].beat - m_points[i].beat) * 60 / m_points[i].beatsPerMinute;
        if (left <= length)
            return m_points[i].beat + left * m_points[i].beatsPerMinute / 60;
        left -= length;
    }
    return m_points.back().beat + left * m_points.back().beatsPerMinute / 60;
}

} // namespace stria
