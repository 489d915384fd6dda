// SPDX-License-Identifier: GPL-3.0-or-later
// The tests of a folder are one program, which is told by its first argument which of them it runs:
// each runs in a process of its own, as if it were a program of its own.
#pragma once

#include <QtTest>

namespace stria::test {

/// Runs one test with the arguments of a program of Qt Test; what that program would end with.
using TestRun = int (*)(int argc, char** argv);

/// One of the program's tests: known by the name of its source file, without the ending.
class RegisteredTest {
  public:
    RegisteredTest(const char* sourceFile, TestRun run);
};

template <class Test, class Application> int runWith(int argc, char** argv) {
    Application application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

template <class Test> int runWithout(int argc, char** argv) {
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace stria::test

// What QTEST_MAIN, QTEST_GUILESS_MAIN and QTEST_APPLESS_MAIN are to a program with one test.
#define STRIA_TEST_RUN(Test, run)                                                                  \
    static const stria::test::RegisteredTest registered##Test(__FILE__, run);
#define STRIA_WIDGET_TEST(Test) STRIA_TEST_RUN(Test, (stria::test::runWith<Test, QApplication>))
#define STRIA_CORE_TEST(Test) STRIA_TEST_RUN(Test, (stria::test::runWith<Test, QCoreApplication>))
#define STRIA_TEST(Test) STRIA_TEST_RUN(Test, stria::test::runWithout<Test>)
