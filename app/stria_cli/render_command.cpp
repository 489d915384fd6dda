// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <chrono>
#include <cmath>

#include "app/stria_cli/commands.h"
#include "app/stria_cli/interrupt.h"
#include "app/stria_cli/opened_project.h"
#include "engine/render/render_job.h"

namespace stria::cli {

namespace {

constexpr auto look = std::chrono::milliseconds(50);

void addOptions(QCommandLineParser& parser) {
    const auto add = [&](const QStringList& names, const char* help, const char* value = nullptr) {
        parser.addOption(
            value ? QCommandLineOption(names, QString::fromUtf8(help), QString::fromUtf8(value))
                  : QCommandLineOption(names, QString::fromUtf8(help)));
    };
    add({"o", "output"}, "Sound file to write; its ending tells the format.", "FILE");
    add({"from"}, "Score time of the file's beginning.", "SECONDS");
    add({"to"}, "Score time at which to stop.", "SECONDS");
    add({"tail"}, "Time added at the end.", "SECONDS");
    add({"format"}, "wav, flac, aiff, caf, rf64, w64, au, ogg, opus or mp3.", "NAME");
    add({"encoding"}, "pcm16, pcm24, pcm32, float32, float64, vorbis, opus or mp3.", "NAME");
    add({"bitrate"}, "Bit rate of a compressed file.", "KBIT/S");
    add({"sr"}, "Sample rate instead of the project's.", "HZ");
    add({"ksmps"}, "Frames in a control cycle instead of the project's.", "N");
    add({"crop"}, "Leave out what ended before --from, instead of computing it silently.");
    add({"keep-going"}, "Leave out events that fail, and go on.");
    add({"in-process"}, "Render in this process; what hangs cannot be stopped then.");
    add({"threads"}, "How many parts are rendered at once.", "N");
}

/// Reads the value of an option if it is there. Nothing is wrong with one that is not.
bool readNumber(const QCommandLineParser& parser, const char* name, double least, double& value,
                QString& wrong) {
    if (!parser.isSet(QLatin1String(name)))
        return false;
    bool isNumber = false;
    value = parser.value(QLatin1String(name)).toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value) || value < least)
        wrong = QStringLiteral("--%1 takes a number from %2 on, not \"%3\".")
                    .arg(QLatin1String(name))
                    .arg(least)
                    .arg(parser.value(QLatin1String(name)));
    return true;
}

RenderSpec readSpec(const QCommandLineParser& parser, QString& wrong) {
    RenderSpec spec;
    const QString output = parser.value(QStringLiteral("output"));
    if (output.isEmpty())
        wrong = QStringLiteral("Name the file to write, by -o FILE.");
    else
        spec.outputFile = QFileInfo(output).absoluteFilePath().toStdString();
    double number = 0;
    if (readNumber(parser, "from", 0, number, wrong))
        spec.startTime = number;
    if (readNumber(parser, "to", 0, number, wrong))
        spec.endTime = number;
    if (readNumber(parser, "tail", 0, number, wrong))
        spec.tail = number;
    if (readNumber(parser, "sr", 1, number, wrong))
        spec.sampleRate = number;
    if (readNumber(parser, "ksmps", 1, number, wrong))
        spec.ksmps = static_cast<int>(number);
    if (readNumber(parser, "bitrate", 1, number, wrong))
        spec.compressionBitrate = static_cast<int>(number);
    if (readNumber(parser, "threads", 1, number, wrong))
        spec.threads = static_cast<int>(number);
    if (wrong.isEmpty() && parser.isSet(QStringLiteral("to")) && spec.endTime <= spec.startTime)
        wrong = QStringLiteral("--to must lie after --from.");
    spec.format = parser.value(QStringLiteral("format")).toStdString();
    spec.encoding = parser.value(QStringLiteral("encoding")).toStdString();
    spec.keepGoing = parser.isSet(QStringLiteral("keep-going"));
    if (parser.isSet(QStringLiteral("crop")))
        spec.past = RenderSpec::PastSound::Crop;
    if (parser.isSet(QStringLiteral("in-process")))
        spec.home = RenderSpec::Home::InProcess;
    return spec;
}

RenderResult wait(const RenderJob& job, Console& console) {
    bool cancelled = false;
    for (;;) {
        if (auto result = job.waitFor(look)) {
            console.endProgress();
            return std::move(*result);
        }
        if (isInterrupted() && !cancelled) {
            RenderJob(job).cancel();
            cancelled = true;
        }
        console.showProgress(job.progress());
    }
}

void report(const RenderResult& result, Console& console) {
    console.tell(result.problems);
    QJsonArray peaks;
    double peak = 0;
    for (const double channel : result.peaks) {
        peaks.append(channel);
        peak = std::max(peak, channel);
    }
    const QString file = QString::fromStdString(result.outputFile);
    console.answer({{QLatin1String("ok"), result.ok()},
                    {QLatin1String("file"), result.ok() ? file : QString()},
                    {QLatin1String("duration"), result.duration},
                    {QLatin1String("frames"), static_cast<double>(result.frames)},
                    {QLatin1String("channels"), result.channels},
                    {QLatin1String("sampleRate"), result.sampleRate},
                    {QLatin1String("peaks"), peaks},
                    {QLatin1String("problems"), toJson(result.problems)}});
    if (result.ok())
        console.say(QStringLiteral("%1: %2 s, %3 channels, %4 Hz, peak %5 dB")
                        .arg(file)
                        .arg(result.duration, 0, 'f', 3)
                        .arg(result.channels)
                        .arg(result.sampleRate)
                        .arg(peak > 0 ? QString::number(20 * std::log10(peak), 'f', 1)
                                      : QStringLiteral("-inf")));
    else if (result.state == RenderState::Cancelled)
        console.say(QStringLiteral("Cancelled; nothing was written."));
}

ExitCode run(const QCommandLineParser& parser, Console& console) {
    QString wrong;
    const RenderSpec spec = readSpec(parser, wrong);
    if (!wrong.isEmpty())
        return wrongUsage(wrong, console);
    ExitCode exit = Fine;
    const auto opened = open(parser.positionalArguments().constFirst(),
                             parser.isSet(QStringLiteral("skip-damaged")), console, exit);
    if (!opened)
        return exit;
    auto document = compileFor(*opened, spec);
    if (!document) {
        console.tell(document.error());
        console.answer(
            {{QLatin1String("ok"), false}, {QLatin1String("problems"), toJson(document.error())}});
        return ProjectHasErrors;
    }
    const RenderResult result = wait(RenderJob::start(std::move(*document), spec), console);
    report(result, console);
    if (result.ok())
        return Fine;
    return result.state == RenderState::Cancelled ? WasCancelled : exitCodeOf(result.problems);
}

} // namespace

const Command renderCommand{"render", "Renders the project to a sound file.", addOptions, run};

} // namespace stria::cli
