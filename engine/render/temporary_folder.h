// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "engine/model/diagnostic.h"
#include "engine/storage/file_lock.h"

namespace stria {

/// A private folder for stems and data files, removed with this object. What a program that was
/// killed has left is removed when the next one makes its first.
/// Stems are large: it lies in the cache folder of the user, not in memory.
class TemporaryFolder {
  public:
    static Expected<TemporaryFolder> create();
    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    const std::string& path() const { return m_path; }
    std::string file(const std::string& name) const { return m_path + "/" + name; }

    /// Where the folders are made: XDG_CACHE_HOME or ~/.cache, else the system's folder for
    /// temporary files.
    static std::string base();

  private:
    TemporaryFolder(std::string path, std::optional<FileLock> lock)
        : m_path(std::move(path)), m_lock(std::move(lock)) {}

    std::string m_path;
    /// Held as long as the owner lives.
    std::optional<FileLock> m_lock;
};

} // namespace stria
