// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/model/diagnostic.h"

namespace stria {

/// An ordinary file opened for reading. FIFOs, devices and folders, which could block for ever or
/// change when they are opened, are refused before they are.
class RegularFile {
  public:
    /// Errors: FileNotFound, FileUnreadable; the message names the file and says why.
    static Expected<RegularFile> open(const std::string& path);
    RegularFile(RegularFile&& other) noexcept;
    RegularFile& operator=(RegularFile&& other) noexcept;
    ~RegularFile();

    int descriptor() const { return m_descriptor; }
    std::uint64_t size() const { return m_size; }
    /// Of the last change of its content, in nanoseconds since 1970.
    std::int64_t modified() const { return m_modified; }
    /// From the present position; how many bytes were read, fewer than asked only at the end.
    /// Errors: FileUnreadable.
    Expected<std::size_t> read(std::span<std::byte> bytes);
    /// The rest of the file.
    Expected<std::string> readAll();

  private:
    RegularFile() = default;
    std::string m_path;
    int m_descriptor = -1;
    std::uint64_t m_size = 0;
    std::int64_t m_modified = 0;
};

} // namespace stria
