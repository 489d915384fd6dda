// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "engine/model/diagnostic.h"

namespace stria {

/// Replaces a file in one step: the text goes to a temporary file beside it, which is synced and
/// renamed, and the folder is synced as well. After a crash, a full disk or a refused write the old
/// file is whole. Symbolic links are followed; permissions stay (unless `mode` is given), and owner
/// and group where the system lets us. Hard links cannot stay: the other names keep the old text.
/// Errors: FileUnwritable; NotLasting, with the new file in place.
/// `mayReplace` is asked when all is written but the rename: false, or a problem, leaves the old
/// file.
Expected<void> replaceFile(const std::string& path, std::string_view text,
                           const std::function<Expected<bool>()>& mayReplace = {},
                           std::optional<mode_t> mode = {});
/// Removes what a kill in the middle of replaceFile left beside the file, and nothing that another
/// program is writing.
void sweepTemporaryFiles(const std::string& path);

/// The whole of an ordinary file; an error while reading is never taken for its end. Errors:
/// FileNotFound, FileUnreadable (also a folder, a device, a pipe, which are never opened).
Expected<std::string> readWholeFile(const std::string& path);

/// Writes all or says why not (disk full).
Expected<void> writeAll(int file, std::string_view text, const std::string& path);
/// FileUnwritable, with the reason (an errno) and what to do.
tl::unexpected<Diagnostic> unwritable(const std::string& path, int error);

} // namespace stria
