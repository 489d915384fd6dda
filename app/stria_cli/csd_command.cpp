// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>

#include "app/stria_cli/commands.h"
#include "app/stria_cli/interrupt.h"
#include "app/stria_cli/opened_project.h"
#include "app/stria_cli/reach_report.h"
#include "engine/compile/csd_writer.h"

namespace stria::cli {

namespace {

void addCsdOptions(QCommandLineParser& parser) {
    parser.addOption(QCommandLineOption(
        {"o", "output"}, QStringLiteral("CSD to write; data goes to NAME.assets beside it."),
        QStringLiteral("FILE")));
    addAllowOption(parser);
}

ExitCode runCsd(const QCommandLineParser& parser, Console& console) {
    const QString output = parser.value(QStringLiteral("output"));
    if (output.isEmpty())
        return wrongUsage(QStringLiteral("Name the file to write, by -o FILE."), console);
    QString wrong;
    const std::optional<Allowance> asked = readAllowOption(parser, wrong);
    if (!wrong.isEmpty())
        return wrongUsage(wrong, console);
    ExitCode exit = Fine;
    const auto opened = open(parser.positionalArguments().constFirst(),
                             parser.isSet(QStringLiteral("skip-damaged")), console, exit);
    if (!opened)
        return exit;
    RenderSpec spec;
    spec.allowed = asked.value_or(reportReach(*opened).kept);
    const auto document = compileFor(*opened, spec);
    if (!document) {
        console.tell(document.error());
        console.answer(
            {{QLatin1String("ok"), false}, {QLatin1String("problems"), toJson(document.error())}});
        return ProjectHasErrors;
    }
    const InterruptsWait wait;
    const auto written =
        writeCsd(*document, QFileInfo(output).absoluteFilePath().toStdString(), isInterrupted);
    Diagnostics problems = document->warnings;
    if (!written)
        problems.insert(problems.begin(), written.error());
    console.tell(problems);
    console.answer({{QLatin1String("ok"), written.has_value()},
                    {QLatin1String("file"), output},
                    {QLatin1String("problems"), toJson(problems)}});
    if (!written)
        return written.error().code == ErrorCode::Cancelled ? WasCancelled : RenderFailed;
    console.say(QStringLiteral("%1: %2 score lines").arg(output).arg(document->notes.size()));
    return Fine;
}

} // namespace

const Command csdCommand{"csd", "Writes a CSD that plain csound plays.", addCsdOptions, runCsd};

} // namespace stria::cli
