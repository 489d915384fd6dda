// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>

namespace stria::test {
namespace {

/// Made when the first test registers itself, which is before main().
std::map<std::string, TestRun>& registeredTests() {
    static std::map<std::string, TestRun> tests;
    return tests;
}

} // namespace

RegisteredTest::RegisteredTest(const char* sourceFile, TestRun run) {
    registeredTests().emplace(std::filesystem::path(sourceFile).stem().string(), run);
}

} // namespace stria::test

int main(int argc, char** argv) {
    const auto& tests = stria::test::registeredTests();
    const auto test = argc > 1 ? tests.find(argv[1]) : tests.end();
    if (test == tests.end()) {
        std::fprintf(stderr, "usage: %s TEST [ARGUMENT OF QT TEST]...\nThe tests are:\n", argv[0]);
        for (const auto& [name, run] : tests)
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    argv[1] = argv[0];
    return test->second(argc - 1, argv + 1);
}
