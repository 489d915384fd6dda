// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/project_file.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "engine/sound/sound_file.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/json_reader.h"
#include "engine/storage/record.h"
#include "engine/storage/record_fields.h"

namespace stria {

namespace {

constexpr int formatVersion = 1;
constexpr std::string_view header = R"({"format":"stria","version":1})";
/// How many lines are read or written between two looks at whether to go on.
constexpr std::size_t linesBetweenLooks = 4096;

Diagnostic cancelled(const char* what) {
    return {ErrorCode::Cancelled, std::string(what) + " was cancelled.", {}, Severity::Error};
}

Diagnostic at(Diagnostic problem, const std::string& file, int line) {
    problem.place.text = TextKind::File;
    problem.place.file = file;
    problem.place.line = line;
    return problem;
}

Expected<void> checkHeader(std::string_view line, const std::string& file) {
    const auto refuse = [&](ErrorCode code, std::string message) {
        return tl::make_unexpected(at({code, std::move(message), {}, Severity::Error}, file, 1));
    };
    JsonReader json;
    if (!json.read(line) || json.textOf("format") != "stria")
        return refuse(ErrorCode::FileUnreadable,
                      "This is no Stria project: its first line is not " + std::string(header) +
                          ".");
    int version = 0;
    json.take();
    while (json.peek().kind == JsonReader::Kind::Key) {
        if (json.take().text == "version")
            json.readNumber(version, "a version");
        else
            json.skipValue();
    }
    if (version > formatVersion)
        return refuse(ErrorCode::NewerFormat,
                      "This project was written by a newer Stria (format version " +
                          std::to_string(version) + ", this one reads " +
                          std::to_string(formatVersion) + "). Open it with that version.");
    if (version < 1)
        return refuse(ErrorCode::FileUnreadable, "The project's first line names no version.");
    return {};
}

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

Expected<LoadedProject> read(std::string_view text, const std::string& file,
                             const StorageProgress& progress) {
    LoadedProject loaded;
    RecordPlayer player(loaded.project, RecordPlayer::Repeats::Refuse);
    int number = 0;
    bool headerRead = false;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = text.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (isBlank(line))
            continue;
        if (!headerRead) {
            if (const auto checked = checkHeader(line, file); !checked)
                return tl::make_unexpected(checked.error());
            headerRead = true;
            continue;
        }
        if (const auto played = player.play(line); !played)
            loaded.damagedLines.push_back(at(played.error(), file, number));
        if (progress && number % linesBetweenLooks == 0 &&
            !progress(static_cast<double>(begin) / static_cast<double>(text.size())))
            return tl::make_unexpected(cancelled("Loading"));
    }
    if (!headerRead)
        return tl::make_unexpected(at({ErrorCode::FileUnreadable,
                                       "This is no Stria project: the file is empty.",
                                       {},
                                       Severity::Error},
                                      file, 0));
    if (const auto finished = player.finish(); !finished)
        loaded.damagedLines.push_back(at(finished.error(), file, number));
    return loaded;
}

/// All entities of a kind, by id.
template <class Entity> std::vector<const Entity*> sorted(const Project& project) {
    std::vector<const Entity*> list;
    list.reserve(project.all<Entity>().size());
    project.all<Entity>().forEach([&](const Entity& entity) { list.push_back(&entity); });
    std::sort(list.begin(), list.end(),
              [](const Entity* a, const Entity* b) { return a->id < b->id; });
    return list;
}

/// Nothing when `progress` stops it.
std::optional<std::string> write(const Project& project, const StorageProgress& progress) {
    std::size_t total = 0;
    forEachKind([&]<class Entity>(Entity*) { total += project.all<Entity>().size(); });
    std::string text(header);
    text += '\n';
    if (!(project.settings() == Settings()))
        text += writeRecord(project.settings()) + '\n';
    std::size_t written = 0;
    bool goOn = true;
    forEachKind([&]<class Entity>(Entity*) {
        for (const Entity* entity : sorted<Entity>(project)) {
            if (!goOn)
                return;
            text += writeRecord(*entity);
            text += '\n';
            if (++written % linesBetweenLooks == 0 && progress)
                goOn = progress(static_cast<double>(written) / static_cast<double>(total));
        }
    });
    for (const std::string& record : project.unknownRecords())
        text += record + '\n';
    return goOn ? std::optional(std::move(text)) : std::nullopt;
}

} // namespace

Expected<LoadedProject> loadProject(const std::string& path, const StorageProgress& progress) {
    const auto text = readWholeFile(path);
    if (!text)
        return tl::make_unexpected(text.error());
    sweepTemporaryFiles(path);
    auto loaded = read(*text, path, progress);
    if (loaded)
        loaded->hash = hashBytes(std::as_bytes(std::span(*text)));
    return loaded;
}

Expected<LoadedProject> readProject(std::string_view text, const std::string& fileName) {
    return read(text, fileName, {});
}

Expected<void> saveProject(const Project& project, const std::string& path,
                           const StorageProgress& progress) {
    const auto text = write(project, progress);
    if (!text)
        return tl::make_unexpected(cancelled("Saving"));
    sweepTemporaryFiles(path);
    return replaceFile(path, *text);
}

std::string writeProject(const Project& project) {
    return *write(project, {});
}

} // namespace stria
