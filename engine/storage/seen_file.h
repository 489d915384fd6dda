// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/storage/project_file.h"
#include "engine/storage/project_merge.h"

namespace stria {

/// What this program last read from a project file, or wrote to it: the common ground with whoever
/// else writes the file.
struct SeenFile {
    std::string hash; ///< of the bytes; empty: there was no file
    Project project;
};

struct SharedSave {
    /// The file holds what nobody here has seen: nothing was written.
    bool isRefused = false;
    std::string hash; ///< of what was written
    /// NotLasting: it is written all the same.
    std::optional<Diagnostic> doubt;
};

/// Saves unless the file holds other bytes than those seen; without `seenHash` in any case. A file
/// that is not there any more is made again. Looked at just before the file is replaced, under a
/// lock (in `lockFolder`) that all who save this way respect. Any thread.
/// `beforeReplacing` gets the hash of the text that is about to stand in the file.
/// Errors: those of saveProject; FileUnreadable (what is there).
Expected<SharedSave>
saveShared(const Project& project, const std::string& path,
           const std::optional<std::string>& seenHash, const std::string& lockFolder,
           const std::function<void(const std::string&)>& beforeReplacing = {});

/// A look at a file that others may have changed, and what that means for what is open here.
struct FileLook {
    enum class Found {
        Nothing,    ///< no file is there
        SameBytes,  ///< as seen
        Unreadable, ///< newer, damaged, half written: see `problem`
        Changed     ///< see `theirs` and `merge`
    };
    Found found = Found::Nothing;
    std::string hash;
    Diagnostic problem;
    Project theirs;
    MergeResult merge;
};
FileLook lookAtFile(const std::string& path, const SeenFile& seen, const Project& mine);

/// Copies a file beside itself, as "piece.stria.kept-1" or the next free number: its path. Errors:
/// FileUnreadable (it is not there, or not as `hash` says any more), FileUnwritable.
Expected<std::string> keepAside(const std::string& path, const std::string& hash);

} // namespace stria
