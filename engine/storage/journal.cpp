// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/journal.h"

#include <QLockFile>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <span>
#include <thread>
#include <unistd.h>
#include <utility>
#include <variant>

#include "engine/sound/sound_file.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/journal_text.h"
#include "engine/storage/project_file.h"
#include "engine/storage/record.h"

namespace stria {

using namespace std::chrono_literals;

namespace {
/// The most that a crash can cost.
constexpr auto syncEvery = 400ms;
} // namespace

/// What the document's thread hands over, and the thread that writes it.
struct Journal::Shared {
    struct Restart {
        Project project;
        std::string projectFile;
        bool mayLackSnapshot = false; ///< the file holds the project, as far as is known
    };
    using Changes = std::shared_ptr<const std::vector<Change>>;
    using Work = std::variant<Changes, Restart>;

    Shared(std::string journalPath, std::unique_ptr<QLockFile> heldLock)
        : path(std::move(journalPath)), lock(std::move(heldLock)) {}

    void add(Work work) {
        const std::scoped_lock guard(mutex);
        waiting.push_back(std::move(work));
        wake.notify_all();
    }
    void run();
    void write(std::deque<Work>& works);
    void restart(const Restart& restart);
    void report(const Diagnostic& problem) {
        const std::scoped_lock guard(mutex);
        problems.push_back(problem);
    }
    void closeFile() {
        if (file >= 0)
            ::close(file);
        file = -1;
    }

    const std::string path;
    const std::unique_ptr<QLockFile> lock;
    int file = -1; ///< writing thread only
    std::thread thread;

    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Work> waiting;
    Diagnostics problems;
    bool quit = false;
    bool flushing = false;
    bool busy = false;
};

void Journal::Shared::run() {
    std::unique_lock guard(mutex);
    for (;;) {
        wake.wait(guard, [this] { return quit || !waiting.empty(); });
        // A run of edits is written and synced together.
        if (!quit && !flushing)
            wake.wait_for(guard, syncEvery, [this] { return quit || flushing; });
        if (waiting.empty() && quit)
            return;
        std::deque<Work> works = std::exchange(waiting, {});
        busy = true;
        guard.unlock();
        write(works);
        guard.lock();
        busy = false;
        wake.notify_all();
    }
}

void Journal::Shared::write(std::deque<Work>& works) {
    std::string lines;
    const auto writeLines = [&] {
        if (lines.empty())
            return;
        if (file < 0)
            file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        if (const auto written = writeAll(file, lines, path); !written)
            report(written.error());
        else
            ::fdatasync(file);
        lines.clear();
    };
    for (Work& work : works) {
        if (auto* changes = std::get_if<Changes>(&work)) {
            for (const Change& change : **changes)
                lines += writeChange(change) + '\n';
            changes->reset();
        } else {
            writeLines();
            restart(std::get<Restart>(work));
        }
    }
    writeLines();
}

void Journal::Shared::restart(const Restart& restart) {
    const std::string text = writeProject(restart.project);
    JournalHeader header;
    header.projectFile = restart.projectFile;
    header.hash = hashBytes(std::as_bytes(std::span(text)));
    if (restart.mayLackSnapshot && !restart.projectFile.empty()) {
        const auto present = readWholeFile(restart.projectFile);
        header.hasSnapshot = !present || *present != text;
    }
    closeFile();
    if (const auto written = replaceFile(path, writeJournalStart(header, text)); !written)
        report(written.error());
}

Journal::Journal(std::unique_ptr<Shared> shared) : m_shared(std::move(shared)) {}
Journal::Journal(Journal&&) noexcept = default;

Journal& Journal::operator=(Journal&& other) noexcept {
    if (this != &other) {
        Journal old(std::move(m_shared));
        m_shared = std::move(other.m_shared);
    }
    return *this;
}

Journal::~Journal() {
    if (!m_shared)
        return;
    {
        const std::scoped_lock guard(m_shared->mutex);
        m_shared->quit = true;
        m_shared->wake.notify_all();
    }
    m_shared->thread.join();
    m_shared->closeFile();
}

Expected<Journal> Journal::begin(const std::string& folder, const Project& project,
                                 const std::string& projectFile) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const std::string path =
        folder + "/" + id_bits::toText(id_bits::random()) + std::string(journalEnding);
    auto lock = std::make_unique<QLockFile>(QString::fromStdString(journalLockPath(path)));
    lock->setStaleLockTime(0); // held until its program is gone
    if (!lock->tryLock(0))
        return failure(ErrorCode::FileUnwritable,
                       "The journal that keeps unsaved work cannot be written in " + folder +
                           ". Save often, or make the folder writable.");
    auto shared = std::make_unique<Shared>(path, std::move(lock));
    shared->waiting.push_back(Shared::Restart{project, projectFile, true});
    shared->thread = std::thread([s = shared.get()] { s->run(); });
    return Journal(std::move(shared));
}

void Journal::append(std::shared_ptr<const std::vector<Change>> changes) {
    m_shared->add(std::move(changes));
}

void Journal::restart(const Project& saved, const std::string& projectFile) {
    m_shared->add(Shared::Restart{saved, projectFile, true});
}

void Journal::flush() {
    std::unique_lock guard(m_shared->mutex);
    m_shared->flushing = true;
    m_shared->wake.notify_all();
    m_shared->wake.wait(guard, [this] { return m_shared->waiting.empty() && !m_shared->busy; });
    m_shared->flushing = false;
}

void Journal::discard() {
    flush();
    std::error_code error;
    std::filesystem::remove(m_shared->path, error);
}

Diagnostics Journal::takeProblems() {
    const std::scoped_lock guard(m_shared->mutex);
    return std::exchange(m_shared->problems, {});
}

std::string Journal::path() const {
    return m_shared->path;
}

} // namespace stria
