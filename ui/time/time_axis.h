// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace stria {

/// What stretch of time is seen, shared by ruler, timeline and automation lanes. Pixels are device-
/// independent and counted from the left edge of the area that shows time. UI thread only.
class TimeAxis : public QObject {
    Q_OBJECT

  public:
    explicit TimeAxis(QObject* parent = nullptr) : QObject(parent) {}

    double start() const { return m_start; } ///< seconds at pixel 0; 0 or more
    double pixelsPerSecond() const { return m_pixelsPerSecond; }
    int width() const { return m_width; } ///< pixels
    double end() const { return secondsAt(m_width); }
    double secondsAt(double x) const { return m_start + x / m_pixelsPerSecond; }
    double xAt(double seconds) const { return (seconds - m_start) * m_pixelsPerSecond; }

    void setWidth(int pixels);
    void setStart(double seconds);
    void setPixelsPerSecond(double pixels);
    /// Zooms by `factor` so that the time at `x` stays there.
    void zoomAt(double x, double factor);
    /// Shows [from, to] with a small margin.
    void show(double from, double to);

    static constexpr double leastPixelsPerSecond = 0.02;
    static constexpr double mostPixelsPerSecond = 20000;

  signals:
    void changed();

  private:
    double m_start = 0;
    double m_pixelsPerSecond = 40;
    int m_width = 800;
};

} // namespace stria
