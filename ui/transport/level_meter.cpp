// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/level_meter.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/look/palette.h"

namespace stria {

namespace {
constexpr double lowest = -60;
constexpr double highest = 3;
constexpr double warmFrom = -9; ///< dB from which a bar takes the accent colour
constexpr double fallPerSecond = 24;
constexpr qint64 holdFor = 1500; ///< milliseconds
constexpr int barWidth = 240;
constexpr int numberWidth = 56;

double decibels(float peak) {
    return peak > 0 ? std::max(-200.0, 20 * std::log10(static_cast<double>(peak))) : -200;
}
double fractionOf(double level) {
    return std::clamp((level - lowest) / (highest - lowest), 0.0, 1.0);
}
} // namespace

LevelMeter::LevelMeter(QWidget* parent) : QWidget(parent), m_channels(2) {
    setAccessibleName(tr("Level"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_clock.start();
    m_timer.setInterval(33);
    connect(&m_timer, &QTimer::timeout, this, &LevelMeter::fall);
    describe();
}

QSize LevelMeter::sizeHint() const {
    return {barWidth + sizes::grid + numberWidth, sizes::button};
}

void LevelMeter::setChannels(int channels) {
    m_channels.assign(static_cast<std::size_t>(std::max(channels, 1)), {});
    describe();
    update();
}

void LevelMeter::setPeaks(const std::vector<float>& peaks) {
    if (!peaks.empty() && peaks.size() != m_channels.size())
        setChannels(static_cast<int>(peaks.size()));
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        Channel& channel = m_channels[i];
        const double level = decibels(peaks[i]);
        channel.shown = std::max(channel.shown, level);
        channel.clipped = channel.clipped || peaks[i] > 1;
        if (level >= channel.held) {
            channel.held = level;
            channel.heldSince = m_clock.elapsed();
        }
    }
    if (!m_timer.isActive()) {
        m_lastFall = m_clock.elapsed();
        m_timer.start();
    }
    describe();
    update();
}

void LevelMeter::resetPeaks() {
    for (Channel& channel : m_channels)
        channel = {};
    describe();
    update();
}

bool LevelMeter::hasClipped() const {
    return std::any_of(m_channels.begin(), m_channels.end(),
                       [](const Channel& channel) { return channel.clipped; });
}

void LevelMeter::fall() {
    const qint64 now = m_clock.elapsed();
    const double step = fallPerSecond * static_cast<double>(now - m_lastFall) / 1000;
    m_lastFall = now;
    bool moving = false;
    for (Channel& channel : m_channels) {
        channel.shown = std::max(-200.0, channel.shown - step);
        if (now - channel.heldSince > holdFor)
            channel.held = std::max(channel.shown, channel.held - step);
        moving = moving || channel.shown > lowest || channel.held > lowest;
    }
    if (!moving)
        m_timer.stop();
    update();
}

void LevelMeter::describe() {
    double loudest = -200;
    for (const Channel& channel : m_channels)
        loudest = std::max(loudest, channel.held);
    QString text =
        loudest <= lowest ? tr("silent") : tr("%1 dB").arg(QLocale::c().toString(loudest, 'f', 1));
    if (hasClipped())
        text = tr("%1; the sound is louder than full scale. Click to reset.").arg(text);
    setAccessibleDescription(text);
    setToolTip(text);
}

void LevelMeter::mousePressEvent(QMouseEvent* event) {
    resetPeaks();
    event->accept();
}

void LevelMeter::paintEvent(QPaintEvent*) {
    const Colours& c = look::colours();
    QPainter painter(this);
    painter.setFont(look::font(sizes::smallText));
    const auto count = static_cast<int>(m_channels.size());
    const double pitch = static_cast<double>(height()) / std::max(count, 2);
    const double thickness = std::clamp(pitch - 5, 1.0, 8.0);
    for (int i = 0; i < count; ++i) {
        const Channel& channel = m_channels[static_cast<std::size_t>(i)];
        const double middle = count == 1 ? height() / 2.0 : pitch * (i + 0.5);
        const QRectF bar(0, middle - thickness / 2, barWidth, thickness);
        painter.fillRect(bar, c.dark ? c.raised : c.selected);
        const double level = fractionOf(channel.shown) * barWidth;
        const double warm = fractionOf(warmFrom) * barWidth;
        const double full = fractionOf(0) * barWidth;
        painter.fillRect(QRectF(0, bar.top(), std::min(level, warm), thickness), c.good);
        if (level > warm)
            painter.fillRect(QRectF(warm, bar.top(), std::min(level, full) - warm, thickness),
                             c.accent);
        if (level > full || channel.clipped)
            painter.fillRect(QRectF(full, bar.top(), barWidth - full, thickness), c.error);
        if (channel.held > lowest)
            painter.fillRect(
                QRectF(fractionOf(channel.held) * barWidth - 1, bar.top() - 1, 2, thickness + 2),
                c.text);
        if (pitch < sizes::smallText)
            continue; // too many channels for numbers
        painter.setPen(channel.clipped ? c.error : c.dimText);
        const QString number = channel.clipped ? tr("clip")
                               : channel.held <= lowest
                                   ? QStringLiteral("\u2212\u221e")
                                   : QLocale::c()
                                         .toString(channel.held, 'f', 1)
                                         .replace(QLatin1Char('-'), QChar(0x2212));
        painter.drawText(QRectF(barWidth + sizes::grid, middle - 8, numberWidth, 16),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         i + 1 == count && !channel.clipped ? tr("%1 dB").arg(number) : number);
    }
}

} // namespace stria
