// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <optional>

#include "app/stria_cli/commands.h"
#include "app/stria_cli/opened_project.h"
#include "engine/storage/project_file.h"
#include "engine/storage/project_merge.h"

namespace stria::cli {

namespace {

void addMergeOptions(QCommandLineParser& parser) {
    parser.addOption(QCommandLineOption(
        {"o", "output"}, QStringLiteral("File to write; it may be one of the three."),
        QStringLiteral("FILE")));
}

/// git names an empty file as the base of a file that both sides added.
std::optional<Project> openForMerge(const QString& path, const QCommandLineParser& parser,
                                    const Console& console, ExitCode& exit) {
    const QFileInfo file(path);
    if (file.isFile() && file.size() == 0)
        return Project();
    auto opened = open(path, parser.isSet(QStringLiteral("skip-damaged")), console, exit);
    if (!opened)
        return std::nullopt;
    return std::move(opened->project);
}

QJsonArray conflictsToJson(const std::vector<MergeConflict>& conflicts) {
    QJsonArray list;
    for (const MergeConflict& conflict : conflicts)
        list.append(QJsonObject{
            {QLatin1String("kind"), QString::fromStdString(conflict.kind)},
            {QLatin1String("id"),
             conflict.id ? QString::fromStdString(id_bits::toText(conflict.id)) : QString()},
            {QLatin1String("name"), QString::fromStdString(conflict.name)},
            {QLatin1String("field"), QString::fromStdString(conflict.field)},
            {QLatin1String("mine"), QString::fromStdString(conflict.mine)},
            {QLatin1String("theirs"), QString::fromStdString(conflict.theirs)}});
    return list;
}

ExitCode runMerge(const QCommandLineParser& parser, Console& console) {
    const QString output = parser.value(QStringLiteral("output"));
    if (output.isEmpty())
        return wrongUsage(QStringLiteral("Name the file to write, by -o FILE."), console);
    ExitCode exit = Fine;
    std::vector<Project> projects;
    for (const QString& path : parser.positionalArguments()) {
        auto project = openForMerge(path, parser, console, exit);
        if (!project)
            return exit;
        projects.push_back(std::move(*project));
    }
    const MergeResult result = mergeProjects(projects[0], projects[1], projects[2]);
    Diagnostics problems;
    for (const MergeConflict& conflict : result.conflicts)
        problems.push_back({ErrorCode::Conflict, conflict.toText(), {}, Severity::Error});
    const auto written =
        saveProject(result.merged, QFileInfo(output).absoluteFilePath().toStdString());
    if (!written)
        problems.push_back(written.error());
    console.tell(problems);
    console.answer({{QLatin1String("ok"), written && result.conflicts.empty()},
                    {QLatin1String("file"), output},
                    {QLatin1String("conflicts"), conflictsToJson(result.conflicts)},
                    {QLatin1String("problems"), toJson(problems)}});
    if (!written)
        return RenderFailed;
    if (result.conflicts.empty()) {
        console.say(QStringLiteral("%1: merged").arg(output));
        return Fine;
    }
    console.say(QStringLiteral("%1: merged but for what is named above, where it holds what %2 has")
                    .arg(output, parser.positionalArguments().at(1)));
    return ProjectHasErrors;
}

} // namespace

const Command mergeCommand{"merge", "Brings two versions of a project together, for git too.",
                           addMergeOptions, runMerge, "BASE MINE THEIRS"};

} // namespace stria::cli
