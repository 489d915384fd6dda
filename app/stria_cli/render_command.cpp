// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <chrono>
#include <cmath>

#include "app/stria_cli/commands.h"
#include "app/stria_cli/interrupt.h"
#include "app/stria_cli/opened_project.h"
#include "app/stria_cli/reach_report.h"
#include "app/stria_cli/render_options.h"
#include "engine/compile/asset_facts.h"
#include "engine/render/export_plan.h"
#include "engine/render/normalising.h"
#include "engine/render/render_job.h"

namespace stria::cli {

namespace {

constexpr auto look = std::chrono::milliseconds(50);

RenderResult finish(CsdDocument document, const RenderSpec& spec, bool writeFile,
                    Console& console) {
    const InterruptsWait wait;
    const RenderJob job = RenderJob::start(std::move(document), spec, {}, writeFile);
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

double largest(const std::vector<double>& peaks) {
    double peak = 0;
    for (const double channel : peaks)
        peak = std::max(peak, channel);
    return peak;
}

/// A JSON number, or null for an infinite one.
QJsonValue numberOrNull(double value) {
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

QJsonObject resultToJson(const RenderResult& result) {
    QJsonArray peaks;
    for (const double channel : result.peaks)
        peaks.append(channel);
    QJsonObject object{
        {QLatin1String("ok"), result.ok()},
        {QLatin1String("file"),
         result.ok() ? QString::fromStdString(result.outputFile) : QString()},
        {QLatin1String("duration"), result.duration},
        {QLatin1String("frames"), static_cast<double>(result.frames)},
        {QLatin1String("channels"), result.channels},
        {QLatin1String("sampleRate"), result.sampleRate},
        {QLatin1String("peaks"), peaks},
        {QLatin1String("gain"), result.gain},
        {QLatin1String("clippedSamples"), static_cast<double>(result.clippedSamples)},
        {QLatin1String("problems"), toJson(result.problems)}};
    if (result.loudness) {
        object[QLatin1String("loudness")] = numberOrNull(result.loudness->integrated);
        object[QLatin1String("loudnessRange")] = result.loudness->range;
        object[QLatin1String("truePeak")] = result.loudness->truePeak;
    }
    return object;
}

QString level(double decibels) {
    return std::isfinite(decibels) ? QString::number(decibels, 'f', 1) : QStringLiteral("-inf");
}

/// A line for people.
QString toLine(const RenderResult& result) {
    QString line = QStringLiteral("%1: %2 s, %3 channels, %4 Hz, peak %5 dB")
                       .arg(QString::fromStdString(result.outputFile))
                       .arg(result.duration, 0, 'f', 3)
                       .arg(result.channels)
                       .arg(result.sampleRate)
                       .arg(level(20 * std::log10(largest(result.peaks))));
    if (result.loudness)
        line += QStringLiteral(", true peak %1 dBTP, %2 LUFS")
                    .arg(level(20 * std::log10(result.loudness->truePeak)),
                         level(result.loudness->integrated));
    if (result.clippedSamples > 0)
        line += QStringLiteral(", %1 samples above full scale").arg(result.clippedSamples);
    return line;
}

ExitCode refuse(const Diagnostics& problems, ExitCode exit, const Console& console) {
    console.tell(problems);
    console.answer({{QLatin1String("ok"), false}, {QLatin1String("problems"), toJson(problems)}});
    return exit;
}

RenderResult render(const OpenedProject& opened, const RenderSpec& spec, bool writeFile,
                    ExitCode& exit, Console& console) {
    RenderResult result;
    auto document = compileFor(opened, spec);
    if (document) {
        result = finish(std::move(*document), spec, writeFile, console);
        if (result.state == RenderState::Cancelled)
            exit = WasCancelled;
        else if (!result.ok())
            exit = exitCodeOf(result.problems);
    } else {
        result.state = RenderState::Failed;
        result.problems = std::move(document.error());
        exit = ProjectHasErrors;
    }
    return result;
}

/// Where one gain is to hold for all files, it is found first.
Expected<void> measureMix(const OpenedProject& opened, std::vector<RenderSpec>& specs,
                          ExitCode& exit, Console& console) {
    const std::optional<RenderSpec> mix = mixToMeasure(specs);
    if (!mix)
        return {};
    const RenderResult measured = render(opened, *mix, false, exit, console);
    if (!measured.ok())
        return tl::make_unexpected(measured.problems.front());
    console.tell(giveGainOfMix(specs, measured));
    return {};
}

/// One file after the other; one that fails ends it, and those before it stay.
/// `heldBack` is told with the first.
ExitCode renderAll(const OpenedProject& opened, std::vector<RenderSpec> specs, bool stems,
                   const Diagnostics& heldBack, Console& console) {
    QJsonArray files;
    ExitCode exit = Fine;
    if (const Expected<void> measured = measureMix(opened, specs, exit, console); !measured)
        return refuse({measured.error()}, exit, console);
    for (const RenderSpec& spec : specs) {
        // It came when a file was all but written.
        if (isInterrupted()) {
            exit = WasCancelled;
            break;
        }
        RenderResult result = render(opened, spec, true, exit, console);
        if (files.isEmpty())
            result.problems.insert(result.problems.begin(), heldBack.begin(), heldBack.end());
        console.tell(result.problems);
        files.append(resultToJson(result));
        if (result.ok())
            console.say(toLine(result));
        if (exit != Fine)
            break;
    }
    if (exit == WasCancelled)
        console.say(files.size() > 1 ? QStringLiteral("Cancelled; %1 of %2 files are written.")
                                           .arg(files.size() - 1)
                                           .arg(specs.size())
                                     : QStringLiteral("Cancelled; nothing was written."));
    console.answer(
        stems ? QJsonObject{{QLatin1String("ok"), exit == Fine}, {QLatin1String("files"), files}}
              : files.first().toObject());
    return exit;
}

ExitCode runRender(const QCommandLineParser& parser, Console& console) {
    QString wrong;
    RenderSpec spec = readRenderOptions(parser, wrong);
    const std::optional<Allowance> asked = readAllowOption(parser, wrong);
    if (!wrong.isEmpty())
        return wrongUsage(wrong, console);
    const QString project = parser.positionalArguments().constFirst();
    ExitCode exit = Fine;
    const auto opened = open(project, parser.isSet(QStringLiteral("skip-damaged")), console, exit);
    if (!opened)
        return exit;
    for (const EventId& id : spec.onlyEvents)
        if (!opened->project.find(id))
            return wrongUsage(QStringLiteral("The project has no event %1.")
                                  .arg(QString::fromStdString(id.toText())),
                              console);
    const ReachReport reach = reportReach(*opened);
    spec.allowed = asked.value_or(reach.kept);
    const Diagnostics held = heldBack(reach, spec.allowed);
    if (!held.empty() && spec.home == RenderSpec::Home::InProcess) {
        console.tell(held);
        return wrongUsage(QStringLiteral("Nothing can hold this project's code back in this "
                                         "process. Leave out --in-process, or allow it: --allow %1")
                              .arg(wordsOf(reach.needed)),
                          console);
    }
    auto plan = planExport(opened->project, spec,
                           exportNamesNow(QFileInfo(project).completeBaseName().toStdString()),
                           gatherIncludedTexts(opened->project, opened->folder));
    if (!plan)
        return refuse({plan.error()},
                      plan.error().code == ErrorCode::InvalidArgument ? WrongUsage
                                                                      : ProjectHasErrors,
                      console);
    for (const RenderSpec& one : *plan)
        if (const QFileInfo file(QString::fromStdString(one.outputFile));
            file.exists() && file == QFileInfo(project))
            return wrongUsage(QStringLiteral("%1 is the project itself.").arg(project), console);
    return renderAll(*opened, std::move(*plan), spec.stems != RenderSpec::Stems::None, held,
                     console);
}

} // namespace

const Command renderCommand{"render", "Renders the project to a sound file.", addRenderOptions,
                            runRender};

} // namespace stria::cli
