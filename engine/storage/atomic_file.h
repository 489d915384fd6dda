// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/model/diagnostic.h"

namespace stria {

/// Replaces a file in one step: the text goes to a temporary file beside it, which is synced and
/// renamed, and the folder is synced as well. After a crash, a full disk or a refused write the old
/// file is whole. Links are followed; the permissions stay. `mayReplace` is asked when all is
/// written but the rename: false, or a problem, leaves the old file.
Expected<void> replaceFile(const std::string& path, std::string_view text,
                           const std::function<Expected<bool>()>& mayReplace = {});
/// Removes what a kill in the middle of replaceFile left beside the file.
void sweepTemporaryFiles(const std::string& path);

/// The whole of an ordinary file. Errors: FileNotFound, FileUnreadable (a folder, a device, a pipe,
/// which are never opened).
Expected<std::string> readWholeFile(const std::string& path);

/// Writes all or says why not (disk full).
Expected<void> writeAll(int file, std::string_view text, const std::string& path);

} // namespace stria
