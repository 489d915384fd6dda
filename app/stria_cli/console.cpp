// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stria_cli/console.h"

#include <QJsonDocument>
#include <algorithm>
#include <cstdio>
#include <unistd.h>

#include "app/stria_cli/interrupt.h"
#include "engine/model/problem_groups.h"

namespace stria::cli {

namespace {

void write(std::FILE* file, const QByteArray& bytes) {
    // What fails is remembered by the stream.
    static_cast<void>(
        std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), file));
    static_cast<void>(std::fflush(file));
}

QString text(std::string_view words) {
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QJsonObject placeToJson(const Place& place) {
    QJsonObject object;
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty())
            object[QLatin1String(key)] = text(value);
    };
    add("instrument", place.instrumentName);
    add("event", place.eventName);
    add("file", place.file);
    if (place.event)
        object[QLatin1String("eventId")] = text(place.event.toText());
    if (place.text == TextKind::InstrumentInit)
        object[QLatin1String("part")] = QLatin1String("init");
    else if (place.text == TextKind::GlobalCode)
        object[QLatin1String("part")] = QLatin1String("global code");
    if (place.line > 0)
        object[QLatin1String("line")] = place.line;
    if (place.column > 0)
        object[QLatin1String("column")] = place.column;
    return object;
}

} // namespace

QJsonArray toJson(const Diagnostics& problems) {
    QJsonArray list;
    for (const Diagnostic& problem : problems)
        list.append(QJsonObject{{QLatin1String("code"), text(name(problem.code))},
                                {QLatin1String("severity"), text(name(problem.severity))},
                                {QLatin1String("message"), text(problem.message)},
                                {QLatin1String("place"), placeToJson(problem.place)}});
    return list;
}

void Console::say(const QString& line) const {
    if (!m_json)
        write(stdout, line.toUtf8() + '\n');
}

void Console::tell(const Diagnostics& problems) const {
    if (m_json)
        return;
    for (const ProblemGroup& group : groupProblems(problems))
        write(stderr, (text(name(group.first().severity)) + QStringLiteral(": ") +
                       text(group.toText()) + QLatin1Char('\n'))
                          .toUtf8());
}

QByteArray toAnswer(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

void Console::answer(const QJsonObject& object) const {
    if (!m_json)
        return;
    answerComes();
    write(stdout, toAnswer(object));
}

bool isAllPrinted() {
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

void Console::showProgress(const RenderProgress& progress) {
    static const bool isTerminal = isatty(STDERR_FILENO) == 1;
    if (!isTerminal || m_json)
        return;
    constexpr int width = 32;
    const int done = static_cast<int>(std::clamp(progress.fraction, 0.0, 1.0) * width);
    QString line =
        QStringLiteral("\r[%1%2] %3 %")
            .arg(QString(done, QLatin1Char('#')), QString(width - done, QLatin1Char('.')))
            .arg(static_cast<int>(progress.fraction * 100), 3);
    if (progress.speed > 0)
        line += QStringLiteral("  %1 s of sound, %2 times as fast, %3 s left")
                    .arg(progress.secondsRendered, 0, 'f', 1)
                    .arg(progress.speed, 0, 'f', 1)
                    .arg(progress.secondsLeft, 0, 'f', 0);
    write(stderr, (line + QStringLiteral("\x1b[K")).toUtf8());
    m_progressShown = true;
}

void Console::endProgress() {
    if (m_progressShown)
        write(stderr, "\r\x1b[K");
    m_progressShown = false;
}

} // namespace stria::cli
