// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/project.h"
#include "engine/storage/project_file.h"
#include "engine/storage/seen_file.h"

namespace stria {

/// A journal that a program which is gone has left behind.
struct LostWork {
    enum class State {
        Whole,
        Damaged, ///< some of it cannot be read; the rest can be recovered
        Newer    ///< written by a later version, which alone can recover it
    };
    std::string journalPath;
    std::string projectFile; ///< empty: never saved
    std::string title;
    std::int64_t lastChange = 0; ///< milliseconds since 1970, UTC
    int changes = 0;             ///< that are not in the project file
    State state = State::Whole;
    /// The project file is not where it was.
    bool fileIsGone = false;
    /// Recovering needs no project file; without one, where it is gone, it becomes unsaved work.
    bool hasSnapshot = false;
    /// Where the project file is now, as somebody chose it; empty: where it was.
    std::string movedTo;
};

/// Keeps every change of a document on disk as it happens, also of one that was never saved.
///
/// A journal is a file in the journal folder: a header with the path of the project file (empty if
/// never saved) and the hash of that file, a snapshot of the project if the file does not hold it,
/// then one record a change. Appending costs what the edit is, not what the project is. A thread of
/// the journal's own writes and syncs several times a second; the calls never wait for the disk,
/// but for those that say so. What could not be written (disk full) is kept and tried again.
/// The file is locked while its program lives, so that another start does not take it for lost.
///
/// A save is told in three steps, so that a kill between any two of them leaves a journal that can
/// be put on what is then on disk: saveBegins() where the copy is taken, saveWrites() just before
/// the file is replaced, restart() when it was. A save that fails stops after the second, and the
/// journal goes on as it was. Room for the second is kept behind the changes, where the file system
/// can, so that a full disk does not keep it out.
class Journal {
  public:
    using Changes = std::shared_ptr<const std::vector<Change>>;

    /// Begins a journal for a document in its present state. `projectFile` may be empty. Where the
    /// document is lost work that was recovered, that work is forgotten once this one is on disk.
    /// Errors: FileUnwritable.
    static Expected<Journal> begin(const std::string& folder, const Project& project,
                                   const std::string& projectFile,
                                   std::optional<LostWork> recovered = {});
    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    ~Journal(); ///< writes what is waiting; the file stays

    /// Changes in the order in which they happened; never null. Shared, so that nothing is copied.
    void append(Changes changes);
    /// What is appended from here on is not in what a save now writes to the file. Gives its
    /// number.
    int saveBegins(const std::string& projectFile);
    /// That save is about to replace the file by a text of this hash. Returns when this is on disk,
    /// or cannot be brought there. Any thread.
    void saveWrites(int save, const std::string& projectFile, const std::string& hash);
    /// The document was saved: what came before is forgotten, but for `since`, which was appended
    /// after saveBegins(). `hash` is that of the file as saved.
    void restart(const Project& saved, const std::string& projectFile, const std::string& hash,
                 std::vector<Changes> since);
    /// Waits until all is on disk, or cannot be brought there.
    void flush();
    /// The document was closed by its user: the file is removed, and the work that it took over.
    void discard();
    /// What went wrong on the journal's thread since the last call, for the status line.
    Diagnostics takeProblems();

    std::string path() const;

  private:
    struct Shared;
    explicit Journal(std::unique_ptr<Shared> shared);
    std::unique_ptr<Shared> m_shared;
    int m_saves = 0;
};

/// Journals in the folder without a living owner that hold what is in no file, newest first. Those
/// that were read whole and hold nothing are swept away, as are those that another one has taken
/// over, and temporary files left by a kill; one
/// in which nothing can be read is put aside and told this once. What cannot be read now (no
/// rights, a disk that fails) is left where it is.
std::vector<LostWork> findLostWork(const std::string& folder);
struct RecoveredWork : LoadedProject {
    std::string projectFile; ///< where it is now; empty: never saved, or gone
    /// Of the project file, as it was found; nothing where there is none.
    std::optional<SeenFile> seen;
};
/// A last line that was cut is dropped silently; other damage is named. The project file is only
/// read. Any thread.
Expected<RecoveredWork> recover(const LostWork& work);
/// The work is in another journal or file now. A journal that is not whole is put aside as
/// NAME.damaged, another one removed.
void forget(const LostWork& work);
/// Its user does not want it: the journal is removed.
void discard(const LostWork& work);

} // namespace stria
