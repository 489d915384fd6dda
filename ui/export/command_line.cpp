// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/command_line.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>

namespace stria {

namespace {

QString quoted(QString word) {
    const bool plain = !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) {
        return c.isLetterOrNumber() || QStringLiteral("/._-+=:,").contains(c);
    });
    if (plain)
        return word;
    return QLatin1Char('\'') + word.replace(QLatin1Char('\''), QLatin1String("'\\''")) +
           QLatin1Char('\'');
}

QString number(double value) {
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace

QString commandLine(const RenderSpec& spec, const QString& projectFile) {
    QStringList words{QStringLiteral("stria-cli"), QStringLiteral("render"), quoted(projectFile),
                      QStringLiteral("-o"), quoted(QString::fromStdString(spec.outputFile))};
    const auto option = [&](const char* name, const QString& value) {
        words << QLatin1String("--") + QLatin1String(name) << quoted(value);
    };
    if (spec.startTime > 0)
        option("from", number(spec.startTime));
    if (spec.endTime > 0)
        option("to", number(spec.endTime));
    if (spec.tail > 0)
        option("tail", number(spec.tail));
    if (!spec.format.empty())
        option("format", QString::fromStdString(spec.format));
    if (!spec.encoding.empty())
        option("encoding", QString::fromStdString(spec.encoding));
    if (spec.sampleRate)
        option("sr", number(*spec.sampleRate));
    if (spec.ksmps)
        option("ksmps", QString::number(*spec.ksmps));
    if (spec.compressionBitrate > 0)
        option("bitrate", QString::number(spec.compressionBitrate));
    if (spec.keepGoing)
        words << QStringLiteral("--keep-going");
    return words.join(QLatin1Char(' '));
}

} // namespace stria
