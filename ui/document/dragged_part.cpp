// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/dragged_part.h"

#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace stria::dragged_part {

namespace {

constexpr QLatin1String instrumentWord("instrument");
constexpr QLatin1String soundWord("sound");

} // namespace

QString format() {
    return QStringLiteral("application/x-stria-part");
}

QMimeData* wrap(const Part& part) {
    QString text;
    if (const auto* instrument = std::get_if<InstrumentId>(&part))
        text = instrumentWord + ' ' + QString::fromStdString(instrument->toText());
    else if (const auto* sound = std::get_if<SoundSourceId>(&part))
        text = soundWord + ' ' + QString::fromStdString(sound->toText());
    auto* const data = new QMimeData;
    data->setData(format(), text.toUtf8());
    return data;
}

Part unwrap(const QMimeData& data) {
    const QStringList words = QString::fromUtf8(data.data(format())).split(' ');
    const auto bits = id_bits::fromText(words.value(1).toStdString());
    if (!bits)
        return {};
    if (words.front() == instrumentWord)
        return InstrumentId{*bits};
    if (words.front() == soundWord)
        return SoundSourceId{*bits};
    return {};
}

QStringList files(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

bool isProject(const QString& file) {
    return QFileInfo(file).suffix().toLower() == QLatin1String("stria");
}

bool isCsoundText(const QString& file) {
    static const QStringList suffixes{QStringLiteral("csd"), QStringLiteral("orc"),
                                      QStringLiteral("sco"), QStringLiteral("udo"),
                                      QStringLiteral("inc")};
    return suffixes.contains(QFileInfo(file).suffix().toLower());
}

} // namespace stria::dragged_part
