// SPDX-License-Identifier: GPL-3.0-or-later
// A libFuzzer program for all targets:
//
//   stria_fuzzer --target=NAME [--examples=FOLDER] [options of libFuzzer] [FOLDER OF INPUTS...]
//   stria_fuzzer --targets
//
// --examples writes the target's own examples to a folder first; --targets prints the names.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/fuzz/fuzz_targets.h"

namespace {

const stria::fuzz::Target* chosen = nullptr;

void writeExamples(const std::string& folder) {
    int number = 0;
    if (chosen->examples)
        for (const std::string& example : chosen->examples())
            std::ofstream(folder + "/example-" + std::to_string(++number), std::ios::binary)
                << example;
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
    std::string examples;
    const auto targets = stria::fuzz::targets();
    for (int i = 1; i < *count; ++i) {
        const std::string_view word = (*arguments)[i];
        if (word == "--targets") {
            for (const auto& target : targets)
                std::printf("%s\n", std::string(target.name).c_str());
            std::exit(0);
        }
        if (word.starts_with("--examples="))
            examples = word.substr(word.find('=') + 1);
        if (word.starts_with("--target=")) {
            const auto found = std::find_if(targets.begin(), targets.end(), [&](const auto& known) {
                return known.name == word.substr(word.find('=') + 1);
            });
            if (found != targets.end())
                chosen = &*found;
        }
    }
    if (!chosen) {
        std::fputs("stria_fuzzer: --target=NAME needs one of the names of --targets\n", stderr);
        std::exit(2);
    }
    if (!examples.empty())
        writeExamples(examples);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (!chosen->reads({reinterpret_cast<const char*>(data), size}))
        std::abort();
    return 0;
}
