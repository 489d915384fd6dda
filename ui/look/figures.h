// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetricsF>
#include <QRectF>
#include <QString>
#include <optional>

class QPainter;

namespace stria {

/// Numbers as text: the same everywhere in the window and in every locale.
namespace figures {
/// "12.500": at least `decimals` digits after the point, more (up to 6) where the value has them.
QString fixed(double value, int decimals);
/// "0.3", "20000", "1e-07": the shortest text.
QString shortest(double value);
/// "44.1 kHz": of hertz, to ten of them.
QString kilohertz(double rate);
/// "−6.2": decibels of a level where 1 is full scale, "−∞" of silence.
QString decibels(double level);
/// "mono", "stereo", "6 channels".
QString channels(int count);
/// Reads the whole text as a finite number. A decimal comma is taken for a point.
std::optional<double> read(const QString& text);
/// "0:12.480"; from an hour on "1:02:03.480". `decimals` from 0 to 3.
QString time(double seconds, int decimals = 3);
/// Reads "12.5", "1:02.5", "1:02:03", with "s" or "ms" behind. Seconds.
std::optional<double> readTime(const QString& text);

/// Draws a text with figures of one width, so that a running number does not tremble. Uses font and
/// pen of the painter.
void draw(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);
double width(const QFontMetricsF& metrics, const QString& text);
} // namespace figures

} // namespace stria
