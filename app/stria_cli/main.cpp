// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCommandLineParser>
#include <QCoreApplication>
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <string>

#include "app/stria_cli/commands.h"
#include "app/stria_cli/interrupt.h"

namespace stria::cli {

namespace {

const Command* const commands[] = {&renderCommand, &csdCommand, &checkCommand, &infoCommand,
                                   &mergeCommand};

QString overview() {
    QString text = QStringLiteral("stria-cli renders and checks Stria projects.\n\nUsage:\n");
    for (const Command* command : commands)
        text += QStringLiteral("  stria-cli %1 %2   %3\n")
                    .arg(QString::fromUtf8(command->name), -6)
                    .arg(QString::fromUtf8(command->projects))
                    .arg(QString::fromUtf8(command->description));
    return text + QStringLiteral("\nstria-cli COMMAND --help names the options of a command.\n"
                                 "Exit codes: 0 fine, 1 the project has errors, 2 wrong usage, "
                                 "3 the render failed, 130 cancelled.\n");
}

void print(std::FILE* file, const QString& text) {
    std::fputs(text.toUtf8().constData(), file);
}

ExitCode runCommand(const Command& command, const QStringList& words) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(command.description));
    const QStringList projects = QString::fromUtf8(command.projects).split(QLatin1Char(' '));
    for (const QString& project : projects)
        parser.addPositionalArgument(project, QStringLiteral("A .stria file."));
    parser.addOption({QStringLiteral("json"), QStringLiteral("Answer in JSON, for programs.")});
    parser.addOption({QStringLiteral("skip-damaged"),
                      QStringLiteral("Go on without lines of the project that cannot be read.")});
    parser.addOption(
        {{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show the options.")});
    command.addOptions(parser);
    const bool understood = parser.parse(words);
    Console console(words.contains(QStringLiteral("--json")));
    if (parser.isSet(QStringLiteral("help"))) {
        QString help = parser.helpText();
        help.insert(help.indexOf(QLatin1String(" [options]")),
                    QLatin1Char(' ') + QLatin1String(command.name));
        print(stdout, help);
        return Fine;
    }
    if (!understood)
        return wrongUsage(parser.errorText(), console);
    const QStringList named = parser.positionalArguments();
    if (named.size() > projects.size())
        return wrongUsage(
            projects.size() == 1
                ? QStringLiteral("One project at a time; \"%1\" is too much.").arg(named.at(1))
                : QStringLiteral("%1 projects, %2; \"%3\" is too much.")
                      .arg(projects.size())
                      .arg(projects.join(QStringLiteral(", ")), named.at(projects.size())),
            console);
    if (named.size() < projects.size())
        return wrongUsage(projects.size() == 1 ? QStringLiteral("Name the project, a .stria file.")
                                               : QStringLiteral("Name %1 projects: %2.")
                                                     .arg(projects.size())
                                                     .arg(projects.join(QStringLiteral(", "))),
                          console);
    return command.run(parser, console);
}

ExitCode runProgram(QStringList words) {
    const QString wanted = words.value(1);
    if (wanted == QLatin1String("--version") || wanted == QLatin1String("-v")) {
        print(stdout, QStringLiteral("stria-cli " STRIA_VERSION "\n"));
        return Fine;
    }
    if (wanted == QLatin1String("--help") || wanted == QLatin1String("-h")) {
        print(stdout, overview());
        return Fine;
    }
    for (const Command* command : commands)
        if (wanted == QLatin1String(command->name)) {
            words.removeAt(1);
            words[0] += QLatin1Char(' ') + wanted;
            return runCommand(*command, words);
        }
    print(stderr, wanted.isEmpty()
                      ? overview()
                      : QStringLiteral("error: stria-cli has no command \"%1\".\n\n").arg(wanted) +
                            overview());
    return WrongUsage;
}

/// For machines, when Ctrl-C ends the program at once.
std::string answerOfCancelled() {
    const Diagnostics problems{
        {ErrorCode::Cancelled, "Cancelled; nothing was written.", {}, Severity::Error}};
    return toAnswer({{QLatin1String("ok"), false}, {QLatin1String("problems"), toJson(problems)}})
        .toStdString();
}

} // namespace

ExitCode wrongUsage(const QString& what, const Console& console) {
    const Diagnostics problems{
        {ErrorCode::InvalidArgument, what.toStdString(), {}, Severity::Error}};
    console.tell(problems);
    console.answer({{QLatin1String("ok"), false}, {QLatin1String("problems"), toJson(problems)}});
    return WrongUsage;
}

} // namespace stria::cli

int main(int argumentCount, char** arguments) {
    stria::cli::listenForInterrupts(
        std::any_of(arguments, arguments + argumentCount,
                    [](const char* word) { return std::strcmp(word, "--json") == 0; })
            ? stria::cli::answerOfCancelled()
            : std::string());
    const QCoreApplication application(argumentCount, arguments);
    // Qt takes the locale of the environment; numbers are written with a point all the same.
    std::setlocale(LC_NUMERIC, "C");
    const auto exit = stria::cli::runProgram(QCoreApplication::arguments());
    if (stria::cli::isAllPrinted())
        return exit;
    std::fputs("error: What was to be said cannot be written to standard output.\n", stderr);
    return exit == stria::cli::Fine ? stria::cli::RenderFailed : exit;
}
