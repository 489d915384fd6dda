// SPDX-License-Identifier: GPL-3.0-or-later
// A libFuzzer program: project_file_fuzzer [FOLDER OF INPUTS]
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/fuzz_targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (!stria::fuzz::projectFile({reinterpret_cast<const char*>(data), size}))
        std::abort();
    return 0;
}
