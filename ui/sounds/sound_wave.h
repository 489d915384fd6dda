// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "engine/sound/waveform_peaks.h"

namespace stria {

/// The wave of one sound, channels apart, with seconds above, the play head, and a region that is
/// drawn, pulled at its handles, and moved at its inside; a double click takes the whole sound. The
/// wheel zooms at the pointer, with Shift it moves along. A click without a drag asks for that
/// moment.
class SoundWave : public QWidget {
    Q_OBJECT

  public:
    /// Seconds; the whole sound where there is none.
    struct Region {
        double start = 0;
        double end = 0;
        bool operator==(const Region&) const = default;
    };

    explicit SoundWave(QWidget* parent = nullptr);

    /// A rough picture is drawn fainter. Null: `word` stands in its place.
    void setPeaks(std::shared_ptr<const std::vector<WaveformPeaks>> peaks, bool isWhole);
    void setWord(const QString& word);
    /// Another sound: shows all of it.
    void setLength(double seconds);
    double length() const { return m_length; }
    void setRegion(std::optional<Region> region);
    const std::optional<Region>& region() const { return m_region; }
    /// None: no play head.
    void setPlayHead(std::optional<double> seconds);

    double xAt(double seconds) const;
    double secondsAt(double x) const;
    /// To milliseconds where less cannot be seen.
    double rounded(double seconds) const;

    QSize sizeHint() const override { return {800, 184}; }
    QSize minimumSizeHint() const override { return {200, 96}; }

  signals:
    /// By the mouse.
    void regionChanged();
    void momentClicked(double seconds);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    enum class Grip { None, New, Start, End, Inside };

    QRectF waves() const; ///< below the ruler, right of the channels' names
    Grip gripAt(const QPointF& position) const;
    void drag(const QPointF& position);
    void drawRuler(QPainter& painter) const;
    void drawChannels(QPainter& painter) const;
    void drawRegion(QPainter& painter) const;
    void drawChip(QPainter& painter, double x, bool toTheRight, const QString& text) const;
    void showFrom(double from, double width);

    std::shared_ptr<const std::vector<WaveformPeaks>> m_peaks;
    bool m_isWhole = true;
    QString m_word;
    double m_length = 0;
    double m_from = 0, m_width = 1; ///< seconds in sight
    std::optional<Region> m_region, m_before;
    std::optional<double> m_playHead;
    Grip m_grip = Grip::None;
    QPointF m_pressed;
    double m_pressedAt = 0;
};

} // namespace stria
