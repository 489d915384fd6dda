// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/journal.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <span>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <variant>

#include "engine/sound/sound_file.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/file_lock.h"
#include "engine/storage/journal_text.h"
#include "engine/storage/project_file.h"
#include "engine/storage/record.h"

namespace stria {

using namespace std::chrono_literals;

namespace {
/// With the time that a sync takes, less than a second of edits is what a crash can cost.
constexpr auto syncEvery = 250ms;
constexpr auto tryAgainAfter = 1s;
constexpr mode_t privateFile = 0600;
/// Kept free behind the lines for what a save has to say: a path, a hash.
constexpr off_t roomForMarks = 16384;

std::string linesOf(const std::vector<Change>& changes) {
    std::string lines;
    for (const Change& change : changes)
        lines += writeJournalChange(writeChange(change));
    return lines;
}
} // namespace

/// What the document's thread hands over, and the thread that writes it.
struct Journal::Shared {
    struct Restart {
        Project project;
        std::string projectFile;
        std::string hash; ///< of the file as saved; empty: not known
        std::vector<Changes> since;
    };
    struct SaveBegins {
        int number = 0;
        std::string projectFile;
    };
    struct SaveWrites {
        int number = 0;
        std::string projectFile;
        std::string hash;
    };
    using Work = std::variant<Changes, SaveBegins, SaveWrites, Restart>;
    using Works = std::deque<Work>;

    Shared(std::string journalPath, FileLock heldLock)
        : path(std::move(journalPath)), lock(std::move(heldLock)) {}

    void add(Work work) {
        const std::scoped_lock guard(mutex);
        waiting.push_back(std::move(work));
        wake.notify_all();
    }
    void run();
    void stop(bool writeTheRest);
    /// Takes away what it has brought to disk.
    Expected<void> write(Works& works);
    Expected<void> append(std::string_view lines);
    Expected<void> writeBehind(std::string_view lines);
    bool keepRoom(off_t length) const;
    void closeFile();
    Expected<void> restart(const Restart& restart);

    const std::string path;
    const FileLock lock;
    // Of the writing thread only.
    int file = -1;
    off_t goodLength = 0;              ///< what is whole and synced
    bool isTorn = false;               ///< more may stand in the file than that
    std::string writtenHash;           ///< of the last save that the file tells of
    std::optional<LostWork> recovered; ///< whose place this journal takes
    std::thread thread;

    std::mutex mutex;
    std::condition_variable wake;
    Works waiting;
    Diagnostics problems;
    bool quit = false;
    int flushing = 0; ///< threads that wait
    int failures = 0;
    bool failing = false; ///< the last attempt failed
    bool busy = false;
};

void Journal::Shared::run() {
    std::unique_lock guard(mutex);
    for (;;) {
        wake.wait(guard, [this] { return quit || !waiting.empty(); });
        // A run of edits is written and synced together.
        if (!quit && flushing == 0)
            wake.wait_for(guard, failing ? std::chrono::milliseconds(tryAgainAfter) : syncEvery,
                          [this] { return quit || flushing > 0; });
        if (waiting.empty()) {
            if (quit)
                return;
            continue;
        }
        Works works = std::exchange(waiting, {});
        const bool last = quit;
        busy = true;
        guard.unlock();
        const Expected<void> written = write(works);
        guard.lock();
        busy = false;
        if (!written) {
            waiting.insert(waiting.begin(), std::make_move_iterator(works.begin()),
                           std::make_move_iterator(works.end()));
            ++failures;
            if (!failing) // once, not at each attempt
                problems.push_back(written.error());
        }
        failing = !written;
        wake.notify_all();
        if (failing && last)
            return;
    }
}

void Journal::Shared::stop(bool writeTheRest) {
    if (!thread.joinable())
        return;
    {
        const std::scoped_lock guard(mutex);
        quit = true;
        if (!writeTheRest)
            waiting.clear();
        wake.notify_all();
    }
    thread.join();
    closeFile();
}

void Journal::Shared::closeFile() {
    if (file >= 0)
        ::close(std::exchange(file, -1));
}

Expected<void> Journal::Shared::write(Works& works) {
    // What stands before a restart is in what it begins with.
    const auto isRestart = [](const Work& work) { return std::holds_alternative<Restart>(work); };
    const auto newest = std::find_if(works.rbegin(), works.rend(), isRestart);
    if (newest != works.rend())
        works.erase(works.begin(), std::prev(newest.base()));
    std::string lines;
    std::string marks;
    std::string hash;
    for (const Work& work : works) {
        if (const auto* changes = std::get_if<Changes>(&work)) {
            lines += linesOf(**changes);
        } else if (const auto* begins = std::get_if<SaveBegins>(&work)) {
            marks = writeSaveBegins(begins->number, begins->projectFile);
            lines += marks;
        } else if (const auto* writes = std::get_if<SaveWrites>(&work)) {
            const std::string mark =
                writeSaveWrites(writes->number, writes->projectFile, writes->hash);
            marks += mark;
            lines += mark;
            hash = writes->hash;
        }
    }
    Expected<void> written;
    if (!works.empty() && isRestart(works.front())) {
        written = restart(std::get<Restart>(works.front()));
        if (written)
            works.pop_front();
    }
    if (written)
        written = append(lines);
    // What a save is about to do must be known in any case. Its file has the changes before it.
    if (!hash.empty() && hash != writtenHash && (written || writeBehind(marks)))
        writtenHash = hash;
    if (written)
        works.clear();
    return written;
}

/// Leaves room for what a save has to say.
Expected<void> Journal::Shared::append(std::string_view lines) {
    if (lines.empty())
        return {};
    if (file < 0)
        file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (file < 0)
        return unwritable(path, errno);
    if (!keepRoom(static_cast<off_t>(lines.size()) + roomForMarks))
        return unwritable(path, ENOSPC);
    return writeBehind(lines);
}

/// False only where the disk has no room; many file systems cannot keep any.
bool Journal::Shared::keepRoom(off_t length) const {
    return ::fallocate(file, FALLOC_FL_KEEP_SIZE, goodLength, length) == 0 ||
           (errno != ENOSPC && errno != EDQUOT);
}

Expected<void> Journal::Shared::writeBehind(std::string_view lines) {
    if (file < 0)
        return unwritable(path, EBADF);
    if (isTorn && ::ftruncate(file, goodLength) != 0)
        return unwritable(path, errno);
    isTorn = true;
    auto written = writeAll(file, lines, path);
    if (written && ::fdatasync(file) != 0)
        written = unwritable(path, errno);
    if (written)
        goodLength += static_cast<off_t>(lines.size());
    isTorn = !written && ::ftruncate(file, goodLength) != 0;
    return written;
}

Expected<void> Journal::Shared::restart(const Restart& restart) {
    JournalHeader header;
    header.projectFile = restart.projectFile;
    header.hash = restart.hash;
    std::string present;
    if (!restart.projectFile.empty())
        if (const auto text = readWholeFile(restart.projectFile))
            present = hashBytes(std::as_bytes(std::span(*text)));
    std::string text;
    if (restart.hash.empty() || present != restart.hash) {
        text = writeProject(restart.project);
        if (restart.hash.empty())
            header.hash = present;
    }
    header.hasSnapshot = !text.empty() && (present.empty() || header.hash != present ||
                                           hashBytes(std::as_bytes(std::span(text))) != present);
    if (recovered)
        header.insteadOf = std::filesystem::path(recovered->journalPath).filename().string();
    std::string start = writeJournalStart(header, text);
    for (const Changes& changes : restart.since)
        start += linesOf(*changes);
    const auto written = replaceFile(path, start, {}, privateFile);
    // What would not outlast a power cut outlasts a kill.
    if (!written && written.error().code != ErrorCode::NotLasting) {
        // The old one may not be put on a file of which it does not know.
        if (!restart.hash.empty() && restart.hash != writtenHash) {
            ::unlink(path.c_str());
            closeFile();
        }
        return written;
    }
    closeFile();
    goodLength = static_cast<off_t>(start.size());
    isTorn = false;
    file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (file >= 0)
        static_cast<void>(keepRoom(roomForMarks));
    writtenHash.clear();
    if (recovered)
        forget(*std::exchange(recovered, std::nullopt));
    return {};
}

Journal::Journal(std::unique_ptr<Shared> shared) : m_shared(std::move(shared)) {}
Journal::Journal(Journal&&) noexcept = default;

Journal& Journal::operator=(Journal&& other) noexcept {
    if (this != &other) {
        Journal old(std::move(m_shared));
        m_shared = std::move(other.m_shared);
        m_saves = other.m_saves;
    }
    return *this;
}

Journal::~Journal() {
    if (!m_shared)
        return;
    m_shared->stop(true);
    ::unlink(journalLockPath(m_shared->path).c_str()); // while it is held
}

Expected<Journal> Journal::begin(const std::string& folder, const Project& project,
                                 const std::string& projectFile,
                                 std::optional<LostWork> recovered) {
    std::error_code error;
    if (std::filesystem::create_directories(folder, error))
        ::chmod(folder.c_str(), 0700);
    const std::string path =
        folder + "/" + id_bits::toText(id_bits::random()) + std::string(journalEnding);
    auto lock = FileLock::tryTake(journalLockPath(path), FileLock::IfMissing::Create);
    if (!lock)
        return failure(ErrorCode::FileUnwritable,
                       "The journal that keeps unsaved work cannot be written in " + folder +
                           ". Save often, or make the folder writable.");
    auto shared = std::make_unique<Shared>(path, std::move(*lock));
    shared->recovered = std::move(recovered);
    shared->waiting.push_back(Shared::Restart{project, projectFile, {}, {}});
    shared->thread = std::thread([s = shared.get()] { s->run(); });
    return Journal(std::move(shared));
}

void Journal::append(Changes changes) {
    m_shared->add(std::move(changes));
}

int Journal::saveBegins(const std::string& projectFile) {
    const int number = ++m_saves;
    m_shared->add(Shared::SaveBegins{number, projectFile});
    return number;
}

void Journal::saveWrites(int save, const std::string& projectFile, const std::string& hash) {
    m_shared->add(Shared::SaveWrites{save, projectFile, hash});
    flush();
}

void Journal::restart(const Project& saved, const std::string& projectFile, const std::string& hash,
                      std::vector<Changes> since) {
    m_shared->add(Shared::Restart{saved, projectFile, hash, std::move(since)});
}

void Journal::flush() {
    std::unique_lock guard(m_shared->mutex);
    ++m_shared->flushing;
    m_shared->wake.notify_all();
    // An attempt that is under way may not have what was handed over last.
    const int failed = m_shared->failures + (m_shared->busy ? 1 : 0);
    m_shared->wake.wait(guard, [&] {
        return (m_shared->waiting.empty() && !m_shared->busy) || m_shared->failures > failed;
    });
    --m_shared->flushing;
}

void Journal::discard() {
    m_shared->stop(false);
    ::unlink(m_shared->path.c_str());
    if (m_shared->recovered)
        forget(*std::exchange(m_shared->recovered, std::nullopt));
}

Diagnostics Journal::takeProblems() {
    const std::scoped_lock guard(m_shared->mutex);
    return std::exchange(m_shared->problems, {});
}

std::string Journal::path() const {
    return m_shared->path;
}

} // namespace stria
