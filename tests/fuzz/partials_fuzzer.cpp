// SPDX-License-Identifier: GPL-3.0-or-later
// A libFuzzer program: partials_fuzzer [FOLDER OF INPUTS]. The first byte chooses the reader.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/fuzz_targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    if (!(data[0] % 2 == 0 ? stria::fuzz::sdifFile(bytes) : stria::fuzz::partialsStore(bytes)))
        std::abort();
    return 0;
}
