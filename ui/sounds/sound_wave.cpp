// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_wave.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/look/figures.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr double gutter = 40, ruler = 20, handleWidth = 7, handleHeight = 28, gripReach = 6;
constexpr double shortestRegion = 0.001; ///< seconds
constexpr std::size_t mostSeenApart = 8; ///< channels

/// The next of 1, 2, 5, 10... that leaves room for a figure.
double stepFor(double secondsPerPixel) {
    constexpr double room = 72;
    const double least = secondsPerPixel * room;
    double step = std::pow(10, std::floor(std::log10(std::max(least, 1e-6))));
    for (const double factor : {1.0, 2.0, 5.0, 10.0})
        if (step * factor >= least)
            return step * factor;
    return step * 10;
}

QString rulerText(double seconds, double step) {
    if (seconds >= 60)
        return figures::time(seconds, step < 1 ? 2 : 0);
    return figures::shortest(std::round(seconds * 1e4) / 1e4) +
           (seconds == 0 ? QStringLiteral(" s") : QString());
}

} // namespace

SoundWave::SoundWave(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setAccessibleName(tr("Wave of the sound"));
    setToolTip(tr("Drag to mark a region, double click for the whole sound, wheel to zoom"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QRectF SoundWave::waves() const {
    return QRectF(rect()).adjusted(gutter, ruler, -1, -1);
}

void SoundWave::setPeaks(std::shared_ptr<const std::vector<WaveformPeaks>> peaks, bool isWhole) {
    m_peaks = std::move(peaks);
    m_isWhole = isWhole;
    m_word.clear();
    update();
}

void SoundWave::setWord(const QString& word) {
    m_peaks.reset();
    m_word = word;
    update();
}

void SoundWave::setLength(double seconds) {
    m_length = seconds;
    m_region.reset();
    m_playHead.reset();
    m_grip = Grip::None;
    m_from = 0;
    m_width = std::max(seconds, shortestRegion);
    update();
}

void SoundWave::setRegion(std::optional<Region> region) {
    if (region) {
        region->start = std::clamp(region->start, 0.0, m_length);
        region->end = std::clamp(region->end, 0.0, m_length);
        if (region->end - region->start < shortestRegion)
            region.reset();
    }
    m_region = region;
    update();
}

void SoundWave::setPlayHead(std::optional<double> seconds) {
    m_playHead = seconds;
    update();
}

double SoundWave::xAt(double seconds) const {
    return waves().left() + (seconds - m_from) / m_width * waves().width();
}

double SoundWave::secondsAt(double x) const {
    return m_from + (x - waves().left()) / waves().width() * m_width;
}

double SoundWave::rounded(double seconds) const {
    constexpr double millisecond = 1e-3;
    const bool isFine = m_width / waves().width() < millisecond;
    return isFine ? seconds : std::round(seconds / millisecond) * millisecond;
}

SoundWave::Grip SoundWave::gripAt(const QPointF& position) const {
    if (!m_region)
        return Grip::New;
    const double start = std::abs(position.x() - xAt(m_region->start));
    const double end = std::abs(position.x() - xAt(m_region->end));
    if (std::min(start, end) <= gripReach)
        return start < end ? Grip::Start : Grip::End;
    // The region is moved at the ruler and the handles' height, so that its inside can be clicked.
    const bool inside = position.x() > xAt(m_region->start) && position.x() < xAt(m_region->end);
    return inside ? Grip::Inside : Grip::New;
}

void SoundWave::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_length <= 0)
        return QWidget::mousePressEvent(event);
    m_pressed = event->position();
    m_pressedAt = std::clamp(rounded(secondsAt(m_pressed.x())), 0.0, m_length);
    m_before = m_region;
    m_grip = gripAt(m_pressed);
}

void SoundWave::mouseMoveEvent(QMouseEvent* event) {
    if (m_grip != Grip::None)
        return drag(event->position());
    const Grip grip = m_length > 0 ? gripAt(event->position()) : Grip::None;
    setCursor(grip == Grip::Start || grip == Grip::End ? Qt::SizeHorCursor
              : grip == Grip::Inside                   ? Qt::OpenHandCursor
              : grip == Grip::New                      ? Qt::IBeamCursor
                                                       : Qt::ArrowCursor);
}

void SoundWave::drag(const QPointF& position) {
    constexpr double still = 3; // pixels that a hand trembles
    if (std::abs(position.x() - m_pressed.x()) < still && m_region == m_before)
        return;
    const double at = std::clamp(rounded(secondsAt(position.x())), 0.0, m_length);
    Region region = m_before.value_or(Region{m_pressedAt, m_pressedAt});
    switch (m_grip) {
    case Grip::New:
        region = {std::min(at, m_pressedAt), std::max(at, m_pressedAt)};
        break;
    case Grip::Start:
        region.start = std::min(at, region.end - shortestRegion);
        break;
    case Grip::End:
        region.end = std::max(at, region.start + shortestRegion);
        break;
    case Grip::Inside: {
        const double width = region.end - region.start;
        region.start = std::clamp(region.start + at - m_pressedAt, 0.0, m_length - width);
        region.end = region.start + width;
        break;
    }
    case Grip::None:
        return;
    }
    setRegion(region);
    emit regionChanged();
}

void SoundWave::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_grip == Grip::None)
        return;
    m_grip = Grip::None;
    if (m_region == m_before)
        emit momentClicked(m_pressedAt);
}

void SoundWave::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_length <= 0)
        return;
    m_grip = Grip::None;
    setRegion(std::nullopt);
    emit regionChanged();
}

void SoundWave::showFrom(double from, double width) {
    constexpr double shortestInSight = 0.005;
    m_width = std::clamp(width, std::min(shortestInSight, m_length), m_length);
    m_from = std::clamp(from, 0.0, m_length - m_width);
    update();
}

void SoundWave::wheelEvent(QWheelEvent* event) {
    if (m_length <= 0)
        return event->ignore();
    const QPoint delta = event->angleDelta();
    constexpr double notch = 120, perNotch = 1.25;
    if (event->modifiers() & Qt::ShiftModifier || delta.x() != 0) {
        const double steps = (delta.x() != 0 ? delta.x() : delta.y()) / notch;
        showFrom(m_from - steps * m_width / 8, m_width);
    } else {
        const double at = secondsAt(event->position().x());
        const double width = std::min(m_width * std::pow(perNotch, -delta.y() / notch), m_length);
        showFrom(at - (at - m_from) * width / m_width, width);
    }
    event->accept();
}

void SoundWave::leaveEvent(QEvent* event) {
    unsetCursor();
    QWidget::leaveEvent(event);
}

void SoundWave::drawRuler(QPainter& painter) const {
    const Colours& colours = look::colours();
    const QRectF area = waves();
    const double step = stepFor(m_width / area.width());
    painter.setFont(look::font(sizes::smallText));
    const double first = std::floor(m_from / (step / 5)) * (step / 5);
    for (int i = 0;; ++i) {
        const double at = first + i * step / 5;
        if (at > std::min(m_from + m_width, m_length) + step / 100)
            break;
        if (at < m_from - step / 100)
            continue;
        const double x = std::round(xAt(at)) + 0.5;
        const bool isNamed = std::abs(std::remainder(at, step)) < step / 50;
        painter.setPen(colours.line);
        painter.drawLine(QPointF(x, isNamed ? 4.0 : ruler - 5), QPointF(x, ruler));
        if (!isNamed)
            continue;
        painter.drawLine(QPointF(x, ruler), QPointF(x, area.bottom()));
        painter.setPen(colours.dimText);
        painter.drawText(QRectF(x + 4, 0, 80, ruler - 2), Qt::AlignLeft | Qt::AlignVCenter,
                         rulerText(at, step));
    }
    painter.setPen(colours.line);
    painter.drawRect(QRectF(area.left(), 0, area.width(), area.bottom()).adjusted(0.5, 0.5, 0, 0));
    painter.drawLine(QPointF(area.left(), ruler + 0.5), QPointF(area.right(), ruler + 0.5));
}

void SoundWave::drawChannels(QPainter& painter) const {
    const Colours& colours = look::colours();
    const QRectF area = waves();
    const bool apart = m_peaks->size() <= mostSeenApart;
    const std::size_t lanes = apart ? m_peaks->size() : 1;
    const double height = area.height() / static_cast<double>(lanes);
    const double pixel = 1 / devicePixelRatioF();
    const double perPixel = m_width / area.width();
    QColor outside = colours.dimText, inside = colours.accent;
    outside.setAlphaF(m_region ? 0.55F : 1.0F);
    if (!m_isWhole) {
        outside.setAlphaF(0.45F);
        inside.setAlphaF(0.6F);
    }
    // Quiet sounds are seen as they are; only what is beyond full scale makes room.
    double loudest = 1;
    for (const WaveformPeaks& channel : *m_peaks)
        loudest = std::max(loudest, double{channel.loudest()});
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        const double top = area.top() + static_cast<double>(lane) * height;
        const double middle = top + height / 2;
        if (lane > 0) {
            painter.setPen(colours.line);
            painter.drawLine(QPointF(area.left(), std::round(top) + 0.5),
                             QPointF(area.right(), std::round(top) + 0.5));
        }
        painter.setPen(colours.dimText);
        painter.setFont(look::font(sizes::smallText));
        const QString name = !apart                 ? tr("all")
                             : m_peaks->size() == 1 ? tr("mono")
                             : m_peaks->size() == 2 ? (lane == 0 ? tr("L") : tr("R"))
                                                    : QString::number(lane + 1);
        painter.drawText(QRectF(0, top, gutter - 8, height), Qt::AlignRight | Qt::AlignVCenter,
                         name);
        const double scale = (height / 2 - 3) / loudest;
        for (double x = 0; x < area.width(); x += pixel) {
            const double at = m_from + x * perPixel;
            if (at >= m_length)
                break;
            float least = 0, most = 0;
            for (std::size_t i = apart ? lane : 0; i < (apart ? lane + 1 : m_peaks->size()); ++i) {
                const auto range = (*m_peaks)[i].between(at, at + pixel * perPixel);
                least = std::min(least, range.least);
                most = std::max(most, range.most);
            }
            const bool marked = !m_region || (at >= m_region->start && at < m_region->end);
            painter.fillRect(QRectF(area.left() + x, middle - double{most} * scale - pixel / 2,
                                    pixel, (double{most} - double{least}) * scale + pixel),
                             marked ? inside : outside);
        }
    }
}

void SoundWave::drawChip(QPainter& painter, double x, bool toTheRight, const QString& text) const {
    const Colours& colours = look::colours();
    painter.setFont(look::font(sizes::smallText));
    const double width = painter.fontMetrics().horizontalAdvance(text) + 12;
    QRectF chip(toTheRight ? x + 8 : x - 8 - width, ruler + 6, width, 18);
    chip.moveLeft(std::clamp(chip.left(), waves().left() + 2, waves().right() - width - 2));
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = colours.raised;
    ground.setAlphaF(0.94F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(chip, sizes::radius, sizes::radius);
    painter.setPen(colours.text);
    painter.drawText(chip, Qt::AlignCenter, text);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void SoundWave::drawRegion(QPainter& painter) const {
    const Colours& colours = look::colours();
    const QRectF area = waves();
    const double left = std::round(xAt(m_region->start)), right = std::round(xAt(m_region->end));
    for (const double x : {left, right}) {
        if (x < area.left() - 1 || x > area.right() + 1)
            continue;
        painter.fillRect(QRectF(x - (x == right ? 1 : 0), 2, 1, area.bottom() - 2), colours.accent);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.accent);
        painter.drawRoundedRect(QRectF(x - handleWidth / 2, area.center().y() - handleHeight / 2,
                                       handleWidth, handleHeight),
                                2, 2);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    const QString skip =
        tr("skip %1").arg(figures::fixed(std::round(m_region->start * 1e3) / 1e3, 3));
    const QString duration =
        tr("duration %1")
            .arg(figures::fixed(std::round((m_region->end - m_region->start) * 1e3) / 1e3, 3));
    painter.setFont(look::font(sizes::smallText));
    const double room = painter.fontMetrics().horizontalAdvance(skip + duration) + 56;
    const bool fits = right - left > room;
    drawChip(painter, left, fits, skip);
    drawChip(painter, right, !fits, duration);
}

void SoundWave::paintEvent(QPaintEvent*) {
    const Colours& colours = look::colours();
    QPainter painter(this);
    const QRectF area = waves();
    painter.fillRect(area, colours.background);
    if (!m_peaks || m_length <= 0) {
        painter.setPen(colours.line);
        painter.drawRect(
            QRectF(area.left(), 0, area.width(), area.bottom()).adjusted(0.5, 0.5, 0, 0));
        painter.setPen(colours.dimText);
        painter.drawText(area.adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_word);
        return;
    }
    painter.setClipRect(QRectF(0, 0, width(), height()));
    if (m_region) {
        QColor wash = colours.accent;
        wash.setAlphaF(colours.dark ? 0.12F : 0.10F);
        const QRectF marked = QRectF(QPointF(xAt(m_region->start), ruler),
                                     QPointF(xAt(m_region->end), area.bottom()));
        painter.fillRect(marked & area, wash);
        wash.setAlphaF(0.35F);
        const QRectF above(marked.left(), 2, marked.width(), ruler - 2);
        painter.fillRect(above & QRectF(area.left(), 0, area.width(), ruler), wash);
    }
    drawRuler(painter);
    drawChannels(painter);
    if (m_region)
        drawRegion(painter);
    if (m_playHead && *m_playHead >= m_from && *m_playHead <= m_from + m_width) {
        const double x = xAt(*m_playHead);
        painter.fillRect(QRectF(x - 0.5, 6, 1, area.bottom() - 6), colours.text);
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath head;
        head.moveTo(x - 5, 1);
        head.lineTo(x + 5, 1);
        head.lineTo(x, 8);
        head.closeSubpath();
        painter.fillPath(head, colours.text);
    }
}

} // namespace stria
