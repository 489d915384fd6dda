// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stria_cli/commands.h"
#include "app/stria_cli/interrupt.h"
#include "app/stria_cli/opened_project.h"
#include "app/stria_cli/reach_report.h"
#include "engine/compile/compiler.h"
#include "engine/render/opcode_list.h"
#include "engine/render/orchestra_check.h"

namespace stria::cli {

namespace {

void addCheckOptions(QCommandLineParser& parser) {
    addAllowOption(parser);
}

/// Ours first, in all that the project holds; where we find none, Csound is asked.
Diagnostics problemsOf(const OpenedProject& opened, const Allowance& allowed) {
    const OpcodeCatalogue opcodes = keptOpcodes();
    const auto document = compileToCheck(
        opened.project, gatherAssetFacts(opened.project, opened.folder, includesFor(allowed)),
        opcodes);
    if (!document)
        return document.error();
    const InterruptsWait wait;
    Diagnostics problems = checkOrchestra(*document, isInterrupted, allowed);
    problems.insert(problems.end(), document->warnings.begin(), document->warnings.end());
    return problems;
}

ExitCode runCheck(const QCommandLineParser& parser, Console& console) {
    QString wrong;
    const std::optional<Allowance> asked = readAllowOption(parser, wrong);
    if (!wrong.isEmpty())
        return wrongUsage(wrong, console);
    ExitCode exit = Fine;
    const auto opened = open(parser.positionalArguments().constFirst(),
                             parser.isSet(QStringLiteral("skip-damaged")), console, exit);
    if (!opened)
        return exit;
    const Diagnostics problems = problemsOf(*opened, asked.value_or(reportReach(*opened).kept));
    if (isInterrupted())
        return WasCancelled;
    const bool fine = !hasErrors(problems);
    console.tell(problems);
    console.answer({{QLatin1String("ok"), fine}, {QLatin1String("problems"), toJson(problems)}});
    if (problems.empty())
        console.say(
            QStringLiteral("%1: no problem found").arg(QString::fromStdString(opened->path)));
    return fine ? Fine : ProjectHasErrors;
}

} // namespace

const Command checkCommand{"check", "Names every problem of the project with its place.",
                           addCheckOptions, runCheck};

} // namespace stria::cli
