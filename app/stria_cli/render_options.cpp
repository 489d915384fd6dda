// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stria_cli/render_options.h"

#include <QFileInfo>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "app/stria_cli/reach_report.h"

namespace stria::cli {

namespace {

constexpr std::pair<const char*, RenderSpec::Stems> stemKinds[] = {
    {"tracks", RenderSpec::Stems::Tracks},
    {"events", RenderSpec::Stems::Events},
    {"instruments", RenderSpec::Stems::Instruments},
};

struct TextOption {
    const char* name;
    const char* help;
    std::string SoundMetadata::*member;
};
constexpr TextOption textOptions[] = {
    {"title", "Title that the file carries.", &SoundMetadata::title},
    {"artist", "Artist that the file carries.", &SoundMetadata::artist},
    {"album", "Album that the file carries.", &SoundMetadata::album},
    {"date", "Date that the file carries.", &SoundMetadata::date},
    {"genre", "Genre that the file carries.", &SoundMetadata::genre},
    {"comment", "Comment that the file carries.", &SoundMetadata::comment},
    {"copyright", "Copyright that the file carries.", &SoundMetadata::copyright},
};

constexpr double anyNumber = -std::numeric_limits<double>::max();

/// Reads options one by one and remembers what was wrong first.
class Reader {
  public:
    Reader(const QCommandLineParser& parser, QString& wrong) : m_parser(parser), m_wrong(wrong) {}

    /// Nothing where the option is not given.
    std::optional<double> number(const char* name, double least) {
        if (!m_parser.isSet(QLatin1String(name)))
            return std::nullopt;
        const QString text = m_parser.value(QLatin1String(name));
        bool isNumber = false;
        const double value = text.toDouble(&isNumber);
        if (isNumber && std::isfinite(value) && value >= least)
            return value;
        refuse(
            least == anyNumber
                ? QStringLiteral("--%1 takes a number, not \"%2\".").arg(QLatin1String(name), text)
                : QStringLiteral("--%1 takes a number from %2 on, not \"%3\".")
                      .arg(QLatin1String(name))
                      .arg(least)
                      .arg(text));
        return std::nullopt;
    }
    std::string text(const char* name) const {
        return m_parser.value(QLatin1String(name)).toStdString();
    }
    bool isSet(const char* name) const { return m_parser.isSet(QLatin1String(name)); }
    void refuse(const QString& why) {
        if (m_wrong.isEmpty())
            m_wrong = why;
    }

  private:
    const QCommandLineParser& m_parser;
    QString& m_wrong;
};

void readStretch(Reader& reader, RenderSpec& spec) {
    spec.startTime = reader.number("from", 0).value_or(0);
    spec.endTime = reader.number("to", 0).value_or(0);
    spec.tail = reader.number("tail", 0).value_or(0);
    if (reader.isSet("to") && spec.endTime <= spec.startTime)
        reader.refuse(QStringLiteral("--to must lie after --from."));
    if (reader.isSet("crop"))
        spec.past = RenderSpec::PastSound::Crop;
    for (const QString& text : QString::fromStdString(reader.text("events"))
                                   .split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const auto id = EventId::fromText(text.trimmed().toStdString());
        if (!id)
            reader.refuse(QStringLiteral("--events takes the ids of events as the project file has "
                                         "them, parted by commas; \"%1\" is none.")
                              .arg(text));
        else
            spec.onlyEvents.push_back(*id);
    }
    if (reader.isSet("events") && spec.onlyEvents.empty())
        reader.refuse(QStringLiteral("--events names no event."));
}

void readStems(Reader& reader, RenderSpec& spec) {
    if (!reader.isSet("stems"))
        return;
    for (const auto& [name, kind] : stemKinds)
        if (reader.text("stems") == name)
            spec.stems = kind;
    if (spec.stems == RenderSpec::Stems::None)
        reader.refuse(QStringLiteral("--stems takes tracks, events or instruments, not \"%1\".")
                          .arg(QString::fromStdString(reader.text("stems"))));
}

void readLevel(Reader& reader, RenderSpec& spec) {
    using To = Normalisation::To;
    if (const auto peak = reader.number("peak", anyNumber))
        spec.normalisation = {.to = To::Peak, .target = *peak};
    if (const auto loudness = reader.number("loudness", anyNumber)) {
        if (reader.isSet("peak"))
            reader.refuse(QStringLiteral("Normalise to --peak or to --loudness, not to both."));
        spec.normalisation = {.to = To::Loudness, .target = *loudness};
    }
    if (const auto limit = reader.number("true-peak-limit", anyNumber)) {
        if (!reader.isSet("loudness"))
            reader.refuse(QStringLiteral("--true-peak-limit goes with --loudness."));
        spec.normalisation.truePeakLimit = *limit;
    }
    if (reader.isSet("same-gain")) {
        if (spec.normalisation.to == To::AsRendered || !reader.isSet("stems"))
            reader.refuse(
                QStringLiteral("--same-gain goes with --stems and --peak or --loudness."));
        spec.normalisation.together = true;
    }
    spec.dither = reader.isSet("dither");
}

void readFormat(Reader& reader, RenderSpec& spec) {
    spec.format = reader.text("format");
    spec.encoding = reader.text("encoding");
    spec.sampleRate = reader.number("sr", 1);
    if (const auto ksmps = reader.number("ksmps", 1))
        spec.ksmps = static_cast<int>(std::min(*ksmps, 1e9));
    spec.compressionBitrate =
        static_cast<int>(std::min(reader.number("bitrate", 1).value_or(0), 1e9));
    for (const TextOption& option : textOptions)
        spec.metadata.*option.member = reader.text(option.name);
}

} // namespace

void addRenderOptions(QCommandLineParser& parser) {
    const auto add = [&](const QStringList& names, const char* help, const char* value = nullptr) {
        parser.addOption(
            value ? QCommandLineOption(names, QString::fromUtf8(help), QString::fromUtf8(value))
                  : QCommandLineOption(names, QString::fromUtf8(help)));
    };
    add({"o", "output"},
        "Sound file to write; its ending tells the format. {project}, {title}, {track}, {event}, "
        "{instrument}, {number}, {date} and {time} stand for what the file is about.",
        "FILE");
    add({"from"}, "Score time of the file's beginning.", "SECONDS");
    add({"to"}, "Score time at which to stop.", "SECONDS");
    add({"tail"}, "Time added at the end.", "SECONDS");
    add({"events"}, "Only these events, heard through their effects, by their ids in the file.",
        "ID,ID...");
    add({"stems"}, "A file for each: tracks, events or instruments.", "KIND");
    add({"format"}, "wav, flac, aiff, caf, rf64, w64, au, ogg, opus or mp3.", "NAME");
    add({"encoding"}, "pcm16, pcm24, pcm32, float32, float64, vorbis, opus or mp3.", "NAME");
    add({"bitrate"}, "Bit rate of a compressed file.", "KBIT/S");
    add({"sr"}, "Sample rate instead of the project's.", "HZ");
    add({"ksmps"}, "Frames in a control cycle instead of the project's.", "N");
    add({"peak"}, "Normalise: the largest sample reaches this.", "DBFS");
    add({"loudness"}, "Normalise: the whole is this loud (EBU R 128).", "LUFS");
    add({"true-peak-limit"}, "What no peak passes for the sake of --loudness (-1).", "DBTP");
    add({"same-gain"}, "Normalise the mix of all stems, which then add up to it.");
    add({"measure"}, "Tell loudness and true peak (EBU R 128), which takes a moment more.");
    add({"dither"}, "Add triangular noise before rounding to 16 bits.");
    for (const TextOption& option : textOptions)
        add({option.name}, option.help, "TEXT");
    add({"crop"}, "Leave out what ended before --from, instead of computing it silently.");
    add({"keep-going"}, "Leave out events that fail, and go on.");
    add({"in-process"}, "Render in this process; what hangs cannot be stopped then.");
    addAllowOption(parser);
}

RenderSpec readRenderOptions(const QCommandLineParser& parser, QString& wrong) {
    Reader reader(parser, wrong);
    RenderSpec spec;
    spec.measure = parser.isSet(QStringLiteral("measure"));
    const QString output = parser.value(QStringLiteral("output"));
    if (output.isEmpty())
        reader.refuse(QStringLiteral("Name the file to write, by -o FILE."));
    else
        spec.outputFile = QFileInfo(output).absoluteFilePath().toStdString();
    readStretch(reader, spec);
    readStems(reader, spec);
    readFormat(reader, spec);
    readLevel(reader, spec);
    spec.keepGoing = parser.isSet(QStringLiteral("keep-going"));
    if (parser.isSet(QStringLiteral("in-process")))
        spec.home = RenderSpec::Home::InProcess;
    return spec;
}

} // namespace stria::cli
