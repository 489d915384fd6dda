// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace stria {

/// Where stria-worker was installed together with this library. StriaConfig.cmake adds a source
/// file with one of these to each program that links the library.
class InstalledWorker {
  public:
    /// `program` lives as long as the process.
    explicit InstalledWorker(const char* program);
    /// Empty when nobody said.
    static const char* program();
};

} // namespace stria
