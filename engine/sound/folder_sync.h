// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/model/diagnostic.h"

namespace stria {

/// A folder that is opened before a file is renamed in it, so that the new name can be had on the
/// disk afterwards.
class FolderSync {
  public:
    explicit FolderSync(const std::string& folder);
    ~FolderSync();
    FolderSync(const FolderSync&) = delete;
    FolderSync& operator=(const FolderSync&) = delete;

    /// 0, or the errno that keeps a rename in the folder from being made to last. Folders that
    /// their user may not read, and file systems that sync none, count as well.
    int error() const { return m_error; }
    /// Has the new name of this file on the disk. Error: NotLasting; the file is there.
    Expected<void> sync(const std::string& file);

  private:
    int m_folder = -1;
    int m_error = 0;
};

} // namespace stria
