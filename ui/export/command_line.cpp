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

/// Words of the line, each option with its value in one: a value may begin with a dash.
class Words {
  public:
    explicit Words(QStringList words) : m_words(std::move(words)) {}

    void option(const char* name) { m_words << QLatin1String("--") + QLatin1String(name); }
    void option(const char* name, const QString& value) {
        m_words << QLatin1String("--") + QLatin1String(name) + QLatin1Char('=') + quoted(value);
    }
    void text(const char* name, const std::string& value) {
        if (!value.empty())
            option(name, QString::fromStdString(value));
    }
    void positive(const char* name, double value) {
        if (value > 0)
            option(name, number(value));
    }
    QString line() const { return m_words.join(QLatin1Char(' ')); }

  private:
    QStringList m_words;
};

void addWhat(Words& words, const RenderSpec& spec) {
    words.positive("from", spec.startTime);
    words.positive("to", spec.endTime);
    words.positive("tail", spec.tail);
    if (spec.past == RenderSpec::PastSound::Crop)
        words.option("crop");
    if (spec.stems == RenderSpec::Stems::Tracks)
        words.option("stems", QStringLiteral("tracks"));
    else if (spec.stems == RenderSpec::Stems::Events)
        words.option("stems", QStringLiteral("events"));
    else if (spec.stems == RenderSpec::Stems::Instruments)
        words.option("stems", QStringLiteral("instruments"));
    if (!spec.onlyEvents.empty()) {
        QStringList ids;
        for (const EventId& id : spec.onlyEvents)
            ids << QString::fromStdString(id.toText());
        words.option("events", ids.join(QLatin1Char(',')));
    }
}

void addSound(Words& words, const RenderSpec& spec) {
    words.text("format", spec.format);
    words.text("encoding", spec.encoding);
    if (spec.sampleRate)
        words.option("sr", number(*spec.sampleRate));
    if (spec.ksmps)
        words.option("ksmps", QString::number(*spec.ksmps));
    words.positive("bitrate", spec.compressionBitrate);
    if (spec.normalisation.to == Normalisation::To::Peak)
        words.option("peak", number(spec.normalisation.target));
    if (spec.normalisation.to == Normalisation::To::Loudness) {
        words.option("loudness", number(spec.normalisation.target));
        if (spec.normalisation.truePeakLimit != Normalisation().truePeakLimit)
            words.option("true-peak-limit", number(spec.normalisation.truePeakLimit));
    }
    if (spec.normalisation.to != Normalisation::To::AsRendered && spec.normalisation.together)
        words.option("same-gain");
    if (spec.dither)
        words.option("dither");
}

void addTexts(Words& words, const SoundMetadata& metadata) {
    words.text("title", metadata.title);
    words.text("artist", metadata.artist);
    words.text("album", metadata.album);
    words.text("date", metadata.date);
    words.text("genre", metadata.genre);
    words.text("comment", metadata.comment);
    words.text("copyright", metadata.copyright);
}

} // namespace

QString commandLine(const RenderSpec& spec, const QString& projectFile) {
    Words words({QStringLiteral("stria-cli"), QStringLiteral("render"), quoted(projectFile),
                 QStringLiteral("-o"), quoted(QString::fromStdString(spec.outputFile))});
    addWhat(words, spec);
    addSound(words, spec);
    addTexts(words, spec.metadata);
    if (spec.keepGoing)
        words.option("keep-going");
    return words.line();
}

} // namespace stria
