// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/sound/sound_file.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/file_lock.h"
#include "engine/storage/journal.h"
#include "engine/storage/journal_text.h"
#include "engine/storage/project_file.h"
#include "engine/storage/record.h"
#include "engine/storage/seen_file.h"

namespace stria {

namespace {

constexpr std::string_view damagedEnding = ".damaged";

std::string hashOf(std::string_view text) {
    return hashBytes(std::as_bytes(std::span(text)));
}

std::int64_t lastWritten(const std::string& path) {
    struct stat present {};
    if (::stat(path.c_str(), &present) != 0)
        return 0;
    return std::int64_t{present.st_mtim.tv_sec} * 1000 + present.st_mtim.tv_nsec / 1000000;
}

void removeJournal(const std::string& path) {
    ::unlink(path.c_str());
    ::unlink(journalLockPath(path).c_str());
}

/// Under a name that is not taken.
void putAside(const std::string& path) {
    std::string aside = path + std::string(damagedEnding);
    for (int i = 2; ::access(aside.c_str(), F_OK) == 0; ++i)
        aside = path + std::string(damagedEnding) + "-" + std::to_string(i);
    if (::rename(path.c_str(), aside.c_str()) == 0)
        ::unlink(journalLockPath(path).c_str());
}

Diagnostic warning(std::string message) {
    return {ErrorCode::SuspiciousScore, std::move(message), {}, Severity::Warning};
}

/// What a journal comes to, with the files as they are now.
struct Replayed {
    LoadedProject loaded;
    /// Nothing when the project file is not there, or holds no project.
    std::optional<SeenFile> seen;
    Diagnostics damageInFile;
    std::string projectFile;
    std::size_t changes = 0; ///< played
};

class Replay {
  public:
    Replay(const JournalParts& parts, const LostWork& work) : m_parts(parts), m_work(work) {}

    Expected<Replayed> run() {
        m_result.loaded.damagedLines = m_parts.damagedLines;
        for (Diagnostic& problem : m_result.loaded.damagedLines)
            problem.place.file = m_work.journalPath;
        if (!takeSavedFile()) {
            if (const auto taken = takeFirstState(); !taken)
                return tl::make_unexpected(taken.error());
        }
        play(m_parts.changes, m_firstChange);
        m_result.changes = m_parts.changes.size() - m_firstChange;
        return std::move(m_result);
    }

  private:
    std::string placeNow(const std::string& file) const {
        return !m_work.movedTo.empty() && file == m_work.projectFile ? m_work.movedTo : file;
    }
    /// Read once, so that all is judged by the same bytes.
    const Expected<std::string>& textOf(const std::string& file) {
        auto known = m_texts.find(file);
        if (known == m_texts.end())
            known = m_texts.emplace(file, readWholeFile(placeNow(file))).first;
        return known->second;
    }
    /// The newest save that reached its file: what came before it is in there.
    bool takeSavedFile() {
        for (auto save = m_parts.saves.rbegin(); save != m_parts.saves.rend(); ++save) {
            const auto& text = textOf(save->projectFile);
            if (!text || hashOf(*text) != save->hash || !takeFile(save->projectFile, *text))
                continue;
            m_firstChange = save->firstChangeAfter;
            beginWithFile();
            return true;
        }
        return false;
    }
    /// What the file holds, damage included.
    Expected<void> takeFile(const std::string& file, const std::string& text) {
        auto base = readProject(text, placeNow(file));
        if (!base)
            return tl::make_unexpected(base.error());
        m_result.projectFile = file;
        m_result.seen = SeenFile{hashOf(text), std::move(base->project)};
        m_result.damageInFile = std::move(base->damagedLines);
        return {};
    }
    void beginWithFile() {
        m_result.loaded.project = m_result.seen->project;
        auto& problems = m_result.loaded.damagedLines;
        problems.insert(problems.end(), m_result.damageInFile.begin(), m_result.damageInFile.end());
    }
    Expected<void> takeFirstState() {
        const JournalHeader header = m_parts.header.value_or(JournalHeader());
        m_result.projectFile = header.projectFile;
        if (!m_parts.header && !m_parts.saves.empty())
            m_result.projectFile = m_parts.saves.back().projectFile;
        const std::string file = m_result.projectFile;
        const auto& text = textOf(file);
        const Expected<void> taken =
            text ? takeFile(file, *text) : tl::make_unexpected(text.error());
        const bool isChanged = text && hashOf(*text) != header.hash;
        auto& problems = m_result.loaded.damagedLines;
        if (header.hasSnapshot) {
            play(m_parts.snapshot, 0);
            if (m_parts.version >= 2 && m_parts.header && isChanged)
                problems.push_back(warning(
                    "The file " + placeNow(file) +
                    " was changed by others since. What is recovered is the work as it was "
                    "here, without their changes; save it under another name to keep both."));
            return {};
        }
        if (!taken)
            return taken;
        beginWithFile();
        if (isChanged)
            problems.push_back(
                warning("The file " + placeNow(file) +
                        " was changed by others since. The unsaved changes were applied to it as "
                        "it is now; those that do not fit are named. Save it under another name to "
                        "keep both."));
        return {};
    }
    void play(const std::vector<JournalParts::Line>& lines, std::size_t from) {
        RecordPlayer player(m_result.loaded.project, RecordPlayer::Repeats::Replace);
        for (std::size_t i = from; i < lines.size(); ++i) {
            if (lines[i].text.starts_with(R"({"format":)"))
                continue; // the header of the project in the journal
            if (const auto played = player.play(lines[i].text); !played) {
                Diagnostic problem = played.error();
                problem.place.text = TextKind::File;
                problem.place.file = m_work.journalPath;
                problem.place.line = lines[i].number;
                m_result.loaded.damagedLines.push_back(std::move(problem));
            }
        }
        // A long entity whose last lines a crash cut never was in the document.
        static_cast<void>(player.finish(true));
    }

    const JournalParts& m_parts;
    const LostWork& m_work;
    std::map<std::string, Expected<std::string>> m_texts;
    Replayed m_result;
    std::size_t m_firstChange = 0;
};

/// Whether the file, or a new project, is the same as what was recovered.
bool holdsNothing(const Replayed& replayed) {
    if (replayed.projectFile.empty())
        return replayed.loaded.project == Project();
    return replayed.seen && replayed.damageInFile.empty() &&
           replayed.seen->project == replayed.loaded.project;
}

/// A journal as it was found.
struct FoundJournal {
    std::string path;
    std::unique_ptr<const std::string> text; ///< that the parts are views of
    std::optional<JournalParts> parts;
};

std::optional<FoundJournal> readFound(const std::string& path) {
    auto text = readWholeFile(path);
    if (!text)
        return std::nullopt; // perhaps another time
    FoundJournal found{path, std::make_unique<const std::string>(std::move(*text)), {}};
    found.parts = readJournal(*found.text);
    return found;
}

/// What another one holds as well: a kill came before it could be removed.
bool isTakenOver(const FoundJournal& journal, const std::vector<FoundJournal>& all) {
    const std::string name = std::filesystem::path(journal.path).filename().string();
    return std::any_of(all.begin(), all.end(), [&](const FoundJournal& other) {
        return other.parts && other.parts->startIsWhole && other.parts->header &&
               other.parts->header->insteadOf == name;
    });
}

/// A kill in the middle of a save left something there.
void sweepBesideItsFiles(const JournalParts& parts) {
    std::set<std::string> files(parts.targets.begin(), parts.targets.end());
    if (parts.header)
        files.insert(parts.header->projectFile);
    files.erase(std::string());
    for (const std::string& file : files)
        sweepTemporaryFiles(file);
}

/// Nothing when there is nothing to offer; what holds nothing is then gone.
std::optional<LostWork> look(const FoundJournal& found) {
    const std::string& path = found.path;
    LostWork work;
    work.journalPath = path;
    work.lastChange = lastWritten(path);
    const auto& parts = found.parts;
    if (!parts) {
        putAside(path);
        work.state = LostWork::State::Damaged;
        return work;
    }
    if (parts->header) {
        work.projectFile = parts->header->projectFile;
        work.hasSnapshot = parts->header->hasSnapshot;
    } else {
        work.hasSnapshot = true; // the rest is all that there is
    }
    work.changes = static_cast<int>(parts->changes.size());
    if (parts->version > journalVersion) {
        work.state = LostWork::State::Newer;
    } else {
        if (!parts->damagedLines.empty())
            work.state = LostWork::State::Damaged;
        if (const auto replayed = Replay(*parts, work).run()) {
            work.projectFile = replayed->projectFile;
            work.changes = static_cast<int>(replayed->changes);
            work.title = replayed->loaded.project.settings().title;
            if (replayed->loaded.damagedLines.empty() && holdsNothing(*replayed)) {
                if (parts->endsInALine)
                    removeJournal(path);
                else
                    putAside(path);
                return std::nullopt;
            }
        }
    }
    struct stat present {};
    work.fileIsGone = !work.projectFile.empty() && ::stat(work.projectFile.c_str(), &present) != 0;
    if (work.title.empty() && !work.projectFile.empty())
        work.title = std::filesystem::path(work.projectFile).stem().string();
    return work;
}

} // namespace

std::vector<LostWork> findLostWork(const std::string& folder) {
    std::vector<LostWork> found;
    std::vector<std::string> journals;
    std::vector<std::string> locks;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const std::string path = entry.path().string();
        if (path.ends_with(journalEnding))
            journals.push_back(path);
        else if (path.ends_with(journalLockPath(std::string(journalEnding))))
            locks.push_back(path);
        else if (const auto mark = path.rfind(".saving-"); mark != std::string::npos)
            sweepTemporaryFiles(path.substr(0, mark));
    }
    std::vector<FoundJournal> abandoned;
    for (const std::string& path : journals)
        if (!FileLock::isHeld(journalLockPath(path)))
            if (auto journal = readFound(path))
                abandoned.push_back(std::move(*journal));
    for (const FoundJournal& journal : abandoned) {
        if (journal.parts)
            sweepBesideItsFiles(*journal.parts);
        if (isTakenOver(journal, abandoned)) {
            if (journal.parts && journal.parts->damagedLines.empty())
                removeJournal(journal.path);
            else
                putAside(journal.path);
        } else if (auto work = look(journal)) {
            found.push_back(std::move(*work));
        }
    }
    for (const std::string& path : locks) {
        const std::string journal = path.substr(0, path.size() - journalLockPath({}).size());
        if (::access(journal.c_str(), F_OK) == 0 || errno != ENOENT)
            continue;
        if (const auto lock = FileLock::tryTake(path, FileLock::IfMissing::Leave))
            ::unlink(path.c_str()); // while it is held
    }
    std::sort(found.begin(), found.end(),
              [](const LostWork& a, const LostWork& b) { return a.lastChange > b.lastChange; });
    return found;
}

Expected<RecoveredWork> recover(const LostWork& work) {
    const auto text = readWholeFile(work.journalPath);
    if (!text)
        return tl::make_unexpected(text.error());
    const auto parts = readJournal(*text);
    if (!parts)
        return failure(ErrorCode::FileUnreadable,
                       "Nothing in the journal " + work.journalPath + " can be read.");
    if (parts->version > journalVersion)
        return failure(ErrorCode::NewerFormat,
                       "This work was kept by a newer Stria (journal version " +
                           std::to_string(parts->version) + ", this one reads " +
                           std::to_string(journalVersion) + "). Recover it with that version.");
    auto replayed = Replay(*parts, work).run();
    if (!replayed)
        return tl::make_unexpected(replayed.error());
    RecoveredWork recovered{std::move(replayed->loaded), replayed->projectFile,
                            std::move(replayed->seen)};
    if (recovered.projectFile == work.projectFile && !work.movedTo.empty())
        recovered.projectFile = work.movedTo;
    struct stat present {};
    if (!recovered.projectFile.empty() && ::stat(recovered.projectFile.c_str(), &present) != 0)
        recovered.projectFile.clear();
    return recovered;
}

void forget(const LostWork& work) {
    if (work.state == LostWork::State::Whole)
        removeJournal(work.journalPath);
    else
        putAside(work.journalPath);
}

void discard(const LostWork& work) {
    removeJournal(work.journalPath);
}

} // namespace stria
