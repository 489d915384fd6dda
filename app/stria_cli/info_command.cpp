// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <cmath>
#include <unordered_map>

#include "app/stria_cli/commands.h"
#include "app/stria_cli/opened_project.h"
#include "app/stria_cli/reach_report.h"
#include "engine/orchestra/parameters.h"

namespace stria::cli {

namespace {

void addInfoOptions(QCommandLineParser&) {}

struct ScoreSummary {
    std::unordered_map<InstrumentId, int> eventsOf;
    double end = 0; ///< of the last finite event
    bool endless = false;
};

ScoreSummary summarize(const Project& project) {
    ScoreSummary summary;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        ++summary.eventsOf[event.instrument];
        if (std::isfinite(event.end()))
            summary.end = std::max(summary.end, event.end());
        else
            summary.endless = true;
    });
    return summary;
}

QStringList parameterNames(const Instrument& instrument) {
    QStringList names;
    if (const auto parameters = readParameters(instrument))
        for (const Parameter& parameter : parameters->parameters)
            names << QString::fromStdString(parameter.name);
    return names;
}

QJsonArray instrumentsToJson(const Project& project, const ScoreSummary& summary) {
    QJsonArray list;
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        const auto events = summary.eventsOf.find(instrument->id);
        list.append(QJsonObject{
            {QLatin1String("name"), QString::fromStdString(instrument->name)},
            {QLatin1String("events"), events == summary.eventsOf.end() ? 0 : events->second},
            {QLatin1String("parameters"),
             QJsonArray::fromStringList(parameterNames(*instrument))}});
    }
    return list;
}

QJsonArray soundFilesToJson(const OpenedProject& opened) {
    QJsonArray list;
    for (const SoundSource* source : opened.project.inOrder<SoundSource>()) {
        const QString path = QString::fromStdString(source->path);
        const QFileInfo file(QFileInfo(path).isAbsolute()
                                 ? path
                                 : QString::fromStdString(opened.folder) + QLatin1Char('/') + path);
        list.append(
            QJsonObject{{QLatin1String("path"), path}, {QLatin1String("there"), file.isFile()}});
    }
    return list;
}

QJsonObject describe(const OpenedProject& opened, const ScoreSummary& summary) {
    const Project& project = opened.project;
    const Settings& settings = project.settings();
    return {{QLatin1String("ok"), true},
            {QLatin1String("title"), QString::fromStdString(settings.title)},
            {QLatin1String("sampleRate"), settings.sampleRate},
            {QLatin1String("channels"), settings.channels},
            {QLatin1String("ksmps"), settings.ksmps},
            {QLatin1String("duration"), std::max(summary.end, settings.endMarker)},
            {QLatin1String("endless"), summary.endless},
            {QLatin1String("events"), static_cast<int>(project.all<ScoreEvent>().size())},
            {QLatin1String("automations"), static_cast<int>(project.all<Automation>().size())},
            {QLatin1String("buses"), static_cast<int>(project.all<Bus>().size())},
            {QLatin1String("tables"), static_cast<int>(project.all<Table>().size())},
            {QLatin1String("tracks"), static_cast<int>(project.all<Track>().size())},
            {QLatin1String("instruments"), instrumentsToJson(project, summary)},
            {QLatin1String("soundFiles"), soundFilesToJson(opened)}};
}

ExitCode runInfo(const QCommandLineParser& parser, Console& console) {
    ExitCode exit = Fine;
    const auto opened = open(parser.positionalArguments().constFirst(),
                             parser.isSet(QStringLiteral("skip-damaged")), console, exit);
    if (!opened)
        return exit;
    const ReachReport reach = reportReach(*opened);
    QJsonObject info = describe(*opened, summarize(opened->project));
    info[QLatin1String("outside")] = toJson(reach.reaches);
    info[QLatin1String("allowed")] =
        QJsonArray::fromStringList(wordsOf(reach.kept).split(QLatin1Char(','), Qt::SkipEmptyParts));
    console.answer(info);
    const QString title = info[QLatin1String("title")].toString();
    console.say(title.isEmpty() ? QString::fromStdString(opened->path) : title);
    console.say(QStringLiteral("%1 Hz, %2 channels, ksmps %3")
                    .arg(info[QLatin1String("sampleRate")].toDouble())
                    .arg(info[QLatin1String("channels")].toInt())
                    .arg(info[QLatin1String("ksmps")].toInt()));
    console.say(QStringLiteral("%1 s%2, %3 events, %4 automations, %5 buses, %6 tables")
                    .arg(info[QLatin1String("duration")].toDouble())
                    .arg(info[QLatin1String("endless")].toBool()
                             ? QStringLiteral(" and an endless event")
                             : QString())
                    .arg(info[QLatin1String("events")].toInt())
                    .arg(info[QLatin1String("automations")].toInt())
                    .arg(info[QLatin1String("buses")].toInt())
                    .arg(info[QLatin1String("tables")].toInt()));
    for (const QJsonValue& value : info[QLatin1String("instruments")].toArray()) {
        QStringList parameters;
        for (const QJsonValue& parameter : value[QLatin1String("parameters")].toArray())
            parameters << parameter.toString();
        console.say(QStringLiteral("  %1 (%2 events): %3")
                        .arg(value[QLatin1String("name")].toString())
                        .arg(value[QLatin1String("events")].toInt())
                        .arg(parameters.isEmpty() ? QStringLiteral("no parameters")
                                                  : parameters.join(QStringLiteral(", "))));
    }
    for (const QJsonValue& value : info[QLatin1String("soundFiles")].toArray())
        console.say(
            QStringLiteral("  sound file %1%2")
                .arg(value[QLatin1String("path")].toString(), value[QLatin1String("there")].toBool()
                                                                  ? QString()
                                                                  : QStringLiteral(" (missing)")));
    for (const Reach& one : reach.reaches)
        console.say(QStringLiteral("  outside: %1%2")
                        .arg(QString::fromStdString(toText(one)),
                             covers(reach.kept, allowanceFor({one})) ? QStringLiteral(", allowed")
                                                                     : QString()));
    return Fine;
}

} // namespace

const Command infoCommand{"info", "Tells what is in the project.", addInfoOptions, runInfo};

} // namespace stria::cli
