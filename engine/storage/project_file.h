// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/model/diagnostic.h"
#include "engine/model/project.h"

namespace stria {

struct LoadedProject {
    Project project;
    /// One for each line that was left out, with file and line; the caller asks before going on.
    Diagnostics damagedLines;
    std::string hash; ///< of the file's bytes; loadProject only
};

/// Progress from 0 to 1; false stops the work with ErrorCode::Cancelled.
using StorageProgress = std::function<bool(double)>;

/// Reads a .stria file: a header line, then a record a line, and removes what a save that was
/// killed left beside it. Any thread.
/// Errors: FileNotFound, FileUnreadable (no project file, not JSON, a folder or a device),
/// NewerFormat.
Expected<LoadedProject> loadProject(const std::string& path, const StorageProgress& progress = {});
Expected<LoadedProject> readProject(std::string_view text, const std::string& fileName = {});

/// Replaces the file in one step, so that after a crash, a full disk or a refused write the old one
/// is whole; file and folder are synced. Any thread: hand it a copy.
Expected<void> saveProject(const Project& project, const std::string& path,
                           const StorageProgress& progress = {});
/// The canonical text: the same project gives the same bytes.
std::string writeProject(const Project& project);

} // namespace stria
