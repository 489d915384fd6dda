// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/project.h"
#include "engine/storage/project_file.h"

namespace stria {

/// Keeps every change of a document on disk as it happens, also of one that was never saved.
///
/// A journal is a file in the journal folder: a header with the path of the project file (empty if
/// never saved) and the hash of its text as last saved, a snapshot of the project if it had been
/// changed before (or never saved), then one record a change. Appending costs what the edit is, not
/// what the project is. A thread of the journal's own writes and syncs, at most every half second;
/// the calls never wait for the disk.
/// The file is locked while its program lives, so that another start does not take it for lost.
class Journal {
  public:
    /// Begins a journal for a document in its present state. `projectFile` may be empty.
    /// Errors: FileUnwritable.
    static Expected<Journal> begin(const std::string& folder, const Project& project,
                                   const std::string& projectFile);
    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    ~Journal(); ///< writes what is waiting; the file stays

    /// Changes in the order in which they happened; never null. Shared, so that nothing is copied.
    void append(std::shared_ptr<const std::vector<Change>> changes);
    /// The document was saved: what came before is forgotten.
    void restart(const Project& saved, const std::string& projectFile);
    /// Waits until all is on disk.
    void flush();
    /// The document was closed by its user: the file is removed.
    void discard();
    /// What went wrong on the journal's thread since the last call, for the status line.
    Diagnostics takeProblems();

    std::string path() const;

  private:
    struct Shared;
    explicit Journal(std::unique_ptr<Shared> shared);
    std::unique_ptr<Shared> m_shared;
};

/// A journal that a program which is gone has left behind.
struct LostWork {
    std::string journalPath;
    std::string projectFile; ///< empty: never saved
    std::string title;
    std::int64_t lastChange = 0; ///< milliseconds since 1970, UTC
    int changes = 0;
};

/// Journals in the folder with changes and without a living owner, newest first; those without
/// changes, and temporary files left by a kill, are swept away.
std::vector<LostWork> findLostWork(const std::string& folder);
/// A last line that was cut is dropped silently.
Expected<LoadedProject> recover(const LostWork& work);
void forget(const LostWork& work);

} // namespace stria
