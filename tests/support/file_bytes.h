// SPDX-License-Identifier: GPL-3.0-or-later
// What a file holds, for tests that compare it.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

namespace stria::test {

/// Empty where the file cannot be read.
inline std::string bytesOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

} // namespace stria::test
