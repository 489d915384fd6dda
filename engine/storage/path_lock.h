// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace stria {

/// Programs tell each other by locks which files they have open and which they are writing. A lock
/// is held on an empty file of its own (flock), named after the path that is meant, in a folder of
/// the user's: never beside the user's file. It ends with its program, whatever ends that.
class PathLock {
  public:
    /// Says that the path is open here. `others` tells whether it is open elsewhere too. Nothing
    /// where the folder cannot be written.
    static std::optional<PathLock> share(const std::string& folder, const std::string& path,
                                         bool& others);
    /// Alone at the path, among those who ask so; waits as long for another to end. Nothing where
    /// that does not help, or where the folder cannot be written.
    static std::optional<PathLock> own(const std::string& folder, const std::string& path,
                                       std::chrono::milliseconds patience);

    /// Removes what programs that were killed left in the folder.
    static void sweep(const std::string& folder);

    PathLock(PathLock&& other) noexcept;
    PathLock& operator=(PathLock&& other) noexcept;
    ~PathLock(); ///< the lock's file goes with the last who holds it

  private:
    PathLock(std::string file, int descriptor);
    void release();

    std::string m_file;
    int m_descriptor = -1;
};

} // namespace stria
