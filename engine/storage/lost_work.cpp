// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLockFile>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <span>
#include <sys/stat.h>

#include "engine/sound/sound_file.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/journal.h"
#include "engine/storage/journal_text.h"
#include "engine/storage/project_file.h"
#include "engine/storage/record.h"

namespace stria {

namespace {

bool isOwned(const std::string& journalPath) {
    QLockFile lock(QString::fromStdString(journalLockPath(journalPath)));
    lock.setStaleLockTime(0);
    return !lock.tryLock(0) && lock.error() == QLockFile::LockFailedError;
}

std::int64_t lastWritten(const std::string& path) {
    struct stat present {};
    if (::stat(path.c_str(), &present) != 0)
        return 0;
    return std::int64_t{present.st_mtim.tv_sec} * 1000 + present.st_mtim.tv_nsec / 1000000;
}

/// Nothing when the journal holds nothing that is not on disk anyway.
std::optional<LostWork> look(const std::string& path) {
    const auto text = readWholeFile(path);
    const auto parts = text ? readJournal(*text) : std::nullopt;
    if (!parts)
        return std::nullopt;
    LostWork work;
    work.journalPath = path;
    work.projectFile = parts->header.projectFile;
    work.lastChange = lastWritten(path);
    work.changes = static_cast<int>(std::count(parts->changes.begin(), parts->changes.end(), '\n'));
    Project snapshot;
    if (parts->header.hasSnapshot) {
        if (auto read = readProject(parts->snapshot))
            snapshot = std::move(read->project);
        if (work.changes == 0 && snapshot == Project())
            return std::nullopt;
    } else if (work.changes == 0) {
        return std::nullopt;
    }
    work.title = snapshot.settings().title;
    if (work.title.empty() && !work.projectFile.empty())
        work.title = std::filesystem::path(work.projectFile).stem().string();
    return work;
}

} // namespace

std::vector<LostWork> findLostWork(const std::string& folder) {
    std::vector<LostWork> found;
    std::vector<std::string> journals;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const std::string path = entry.path().string();
        if (path.ends_with(journalEnding))
            journals.push_back(path);
        else if (path.find(std::string(journalEnding) + ".saving-") != std::string::npos &&
                 !isOwned(path.substr(0, path.rfind(".saving-"))))
            std::filesystem::remove(entry.path(), error);
    }
    for (const std::string& path : journals) {
        if (isOwned(path))
            continue;
        if (auto work = look(path))
            found.push_back(std::move(*work));
        else
            std::filesystem::remove(path, error);
    }
    std::sort(found.begin(), found.end(),
              [](const LostWork& a, const LostWork& b) { return a.lastChange > b.lastChange; });
    return found;
}

Expected<LoadedProject> recover(const LostWork& work) {
    const auto text = readWholeFile(work.journalPath);
    if (!text)
        return tl::make_unexpected(text.error());
    const auto parts = readJournal(*text);
    if (!parts)
        return failure(ErrorCode::FileUnreadable,
                       "The journal " + work.journalPath + " cannot be read.");
    LoadedProject recovered;
    std::string projectText(parts->snapshot);
    if (!parts->header.hasSnapshot) {
        auto present = readWholeFile(parts->header.projectFile);
        if (!present)
            return tl::make_unexpected(present.error());
        projectText = std::move(*present);
        if (hashBytes(std::as_bytes(std::span(projectText))) != parts->header.hash)
            recovered.damagedLines.push_back(
                {ErrorCode::SuspiciousScore,
                 "The file " + parts->header.projectFile +
                     " was changed since. The unsaved changes were applied to it as it is now.",
                 {},
                 Severity::Warning});
    }
    auto base = readProject(projectText, parts->header.projectFile);
    if (!base)
        return tl::make_unexpected(base.error());
    recovered.project = std::move(base->project);
    recovered.damagedLines.insert(recovered.damagedLines.end(), base->damagedLines.begin(),
                                  base->damagedLines.end());
    RecordPlayer player(recovered.project, RecordPlayer::Repeats::Replace);
    std::string_view rest = parts->changes;
    int line = 0;
    for (std::size_t end; (end = rest.find('\n')) != std::string_view::npos;) {
        ++line;
        if (const auto played = player.play(rest.substr(0, end)); !played) {
            Diagnostic problem = played.error();
            problem.place.text = TextKind::File;
            problem.place.file = work.journalPath;
            problem.place.line = line;
            recovered.damagedLines.push_back(std::move(problem));
        }
        rest.remove_prefix(end + 1);
    }
    // What is left is a line that the crash cut: the change before it is the last one.
    static_cast<void>(player.finish(true));
    return recovered;
}

void forget(const LostWork& work) {
    std::error_code error;
    std::filesystem::remove(work.journalPath, error);
    std::filesystem::remove(journalLockPath(work.journalPath), error);
}

} // namespace stria
