// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <vector>

namespace stria {

/// One bar a channel with peak hold; a channel that reached full scale keeps a mark and the word
/// "clip" until clicked. Scale from -60 to +3 dB.
class LevelMeter : public QWidget {
    Q_OBJECT

  public:
    explicit LevelMeter(QWidget* parent = nullptr);

    void setChannels(int channels);
    /// Largest absolute sample of each channel since the last call; empty: silence.
    void setPeaks(const std::vector<float>& peaks);
    /// Forgets held peaks and clips.
    void resetPeaks();
    bool hasClipped() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

  private:
    struct Channel {
        double shown = -200; ///< dB, falls back slowly
        double held = -200;
        qint64 heldSince = 0;
        bool clipped = false;
    };
    void fall();
    void describe();

    std::vector<Channel> m_channels;
    QElapsedTimer m_clock;
    QTimer m_timer;
    qint64 m_lastFall = 0;
};

} // namespace stria
