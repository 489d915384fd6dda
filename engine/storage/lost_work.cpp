// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <optional>
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
            if (!text || hashOf(*text) != save->hash || !takeText(*text, save->projectFile))
                continue;
            m_firstChange = save->firstChangeAfter;
            m_result.projectFile = save->projectFile;
            return true;
        }
        return false;
    }
    bool takeText(std::string_view text, const std::string& file) {
        auto base = readProject(text, file);
        if (!base)
            return false;
        m_result.loaded.project = std::move(base->project);
        auto& problems = m_result.loaded.damagedLines;
        problems.insert(problems.end(), base->damagedLines.begin(), base->damagedLines.end());
        return true;
    }
    Expected<void> takeFirstState() {
        const JournalHeader header = m_parts.header.value_or(JournalHeader());
        m_result.projectFile = header.projectFile;
        if (!m_parts.header && !m_parts.saves.empty())
            m_result.projectFile = m_parts.saves.back().projectFile;
        if (header.hasSnapshot) {
            play(m_parts.snapshot, 0);
            if (m_parts.version >= 2 && !header.projectFile.empty())
                if (const auto& text = textOf(header.projectFile);
                    text && hashOf(*text) != header.hash)
                    m_result.loaded.damagedLines.push_back(warning(
                        "The file " + placeNow(header.projectFile) +
                        " was changed by others since. What is recovered is the work as it was "
                        "here, without their changes; save it under another name to keep both."));
            return {};
        }
        const std::string file = placeNow(header.projectFile);
        const auto& text = textOf(header.projectFile);
        if (!text)
            return tl::make_unexpected(text.error());
        auto base = readProject(*text, file);
        if (!base)
            return tl::make_unexpected(base.error());
        static_cast<void>(takeText(*text, file));
        if (hashOf(*text) != header.hash)
            m_result.loaded.damagedLines.push_back(
                warning("The file " + file +
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
    const auto text = readWholeFile(replayed.projectFile);
    if (!text)
        return false;
    const auto present = readProject(*text);
    return present && present->damagedLines.empty() && present->project == replayed.loaded.project;
}

/// Nothing when there is nothing to offer; what holds nothing is then gone.
std::optional<LostWork> look(const std::string& path) {
    const auto text = readWholeFile(path);
    if (!text)
        return std::nullopt; // perhaps another time
    LostWork work;
    work.journalPath = path;
    work.lastChange = lastWritten(path);
    const auto parts = readJournal(*text);
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
    for (const std::string& path : journals) {
        if (FileLock::isHeld(journalLockPath(path)))
            continue;
        if (auto work = look(path))
            found.push_back(std::move(*work));
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

Expected<LoadedProject> recover(const LostWork& work) {
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
    return std::move(replayed->loaded);
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
