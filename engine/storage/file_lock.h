// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace stria {

/// Whether what was opened still stands under this name, which the holder of a lock may have taken
/// away meanwhile. Nothing, with the reason in errno, when it cannot be found out.
std::optional<bool> standsAt(int file, const std::string& path);

/// A lock that lives as long as its owner: the system lets it go when the program ends, however
/// that happens. What stands in the file, its age and process ids do not matter.
class FileLock {
  public:
    enum class IfMissing { Create, Leave };
    /// Nothing when another holds it, when the file is missing (Leave) or cannot be opened.
    static std::optional<FileLock> tryTake(const std::string& path, IfMissing ifMissing);
    /// True also when it cannot be found out (no rights, no descriptors left).
    static bool isHeld(const std::string& path);

    FileLock(FileLock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(m_file, other.m_file);
        return *this;
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

  private:
    explicit FileLock(int file) : m_file(file) {}
    int m_file = -1;
};

} // namespace stria
