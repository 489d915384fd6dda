// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/figures.h"

#include <QCoreApplication>
#include <QPainter>
#include <array>
#include <charconv>
#include <cmath>

namespace stria::figures {
namespace {

double digitWidth(const QFontMetricsF& metrics) {
    double widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    return widest;
}

double cellWidth(const QFontMetricsF& metrics, double digit, QChar character) {
    return character.isDigit() ? digit : metrics.horizontalAdvance(character);
}

QString withDecimals(double value, int decimals) {
    std::array<char, 400> buffer; // the largest double has 309 digits before the point
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::fixed, decimals);
    return QString::fromLatin1(buffer.data(), end.ptr - buffer.data());
}

} // namespace

QString fixed(double value, int decimals) {
    if (!std::isfinite(value))
        return value > 0 ? QStringLiteral("∞") : QStringLiteral("–");
    if (std::abs(value) >= 1e9)
        return shortest(value);
    QString text = withDecimals(value, 6);
    const auto point = text.indexOf('.');
    while (text.endsWith('0') && text.size() - point - 1 > decimals)
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text == QLatin1String("-0") ? QStringLiteral("0") : text;
}

QString shortest(double value) {
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return QString::fromLatin1(buffer.data(), end.ptr - buffer.data());
}

QString kilohertz(double rate) {
    return QCoreApplication::translate("figures", "%1 kHz")
        .arg(shortest(std::round(rate / 10) / 100));
}

QString decibels(double level) {
    return level > 0 ? QString::number(20 * std::log10(level), 'f', 1)
                           .replace(QLatin1Char('-'), u'\u2212')
                     : QStringLiteral("\u2212\u221e");
}

QString channels(int count) {
    if (count == 1)
        return QCoreApplication::translate("figures", "mono");
    return count == 2 ? QCoreApplication::translate("figures", "stereo")
                      : QCoreApplication::translate("figures", "%1 channels").arg(count);
}

std::optional<double> read(const QString& text) {
    QByteArray bytes = text.trimmed().toLatin1();
    if (bytes.startsWith('+'))
        bytes.remove(0, 1);
    if (!bytes.contains('.') && bytes.count(',') == 1)
        bytes.replace(',', '.');
    double value = 0;
    const char* last = bytes.constData() + bytes.size();
    const auto end = std::from_chars(bytes.constData(), last, value);
    if (end.ec != std::errc() || end.ptr != last || !std::isfinite(value))
        return std::nullopt;
    return value;
}

QString time(double seconds, int decimals) {
    if (!std::isfinite(seconds))
        return QStringLiteral("∞");
    const double unit = std::pow(10.0, decimals);
    const auto total = static_cast<long long>(std::llround(std::abs(seconds) * unit));
    const auto whole = total / static_cast<long long>(unit);
    const auto rest = total % static_cast<long long>(unit);
    const auto two = [](long long n) { return QStringLiteral("%1").arg(n, 2, 10, QChar('0')); };
    QString text = seconds < 0 && total > 0 ? QStringLiteral("-") : QString();
    if (whole >= 3600)
        text += QString::number(whole / 3600) + ':' + two(whole / 60 % 60);
    else
        text += QString::number(whole / 60);
    text += ':' + two(whole % 60);
    if (decimals > 0)
        text += '.' + QStringLiteral("%1").arg(rest, decimals, 10, QChar('0'));
    return text;
}

std::optional<double> readTime(const QString& text) {
    QString rest = text.trimmed();
    double scale = 1;
    if (rest.endsWith(QLatin1String("ms"))) {
        rest.chop(2);
        scale = 0.001;
    } else if (rest.endsWith('s')) {
        rest.chop(1);
    }
    const bool negative = rest.startsWith('-');
    if (negative)
        rest.remove(0, 1);
    const QStringList parts = rest.split(':');
    if (parts.size() > 3)
        return std::nullopt;
    double seconds = 0;
    for (const QString& part : parts) {
        const auto value = read(part);
        if (!value || *value < 0)
            return std::nullopt;
        seconds = seconds * 60 + *value;
    }
    return (negative ? -seconds : seconds) * scale;
}

void draw(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double digit = digitWidth(metrics);
    const double total = width(metrics, text);
    double x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - total;
    else if (alignment & Qt::AlignHCenter)
        x = rect.center().x() - total / 2;
    double y = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    if (alignment & Qt::AlignTop)
        y = rect.top() + metrics.ascent();
    else if (alignment & Qt::AlignBottom)
        y = rect.bottom() - metrics.descent();
    for (const QChar character : text) {
        const double cell = cellWidth(metrics, digit, character);
        const double own = metrics.horizontalAdvance(character);
        painter.drawText(QPointF(x + (cell - own) / 2, y), QString(character));
        x += cell;
    }
}

double width(const QFontMetricsF& metrics, const QString& text) {
    const double digit = digitWidth(metrics);
    double total = 0;
    for (const QChar character : text)
        total += cellWidth(metrics, digit, character);
    return total;
}

} // namespace stria::figures
