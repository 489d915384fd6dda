// SPDX-License-Identifier: GPL-3.0-or-later
// The tests of a folder are one program, which is told by its first argument which of them it runs:
// each runs in a process of its own, as if it were a program of its own.
#pragma once

#include <QtTest>

namespace stria::test {

/// How long what must come is waited for, in milliseconds: a guard against hanging, and no measure,
/// since a machine may be busy.
inline constexpr int patience = 60000;

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

// Those of Qt give up after five seconds.
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, stria::test::patience)
#define QTRY_VERIFY2(condition, message)                                                           \
    QTRY_VERIFY2_WITH_TIMEOUT(condition, message, stria::test::patience)
#define QTRY_COMPARE(actual, expected)                                                             \
    QTRY_COMPARE_WITH_TIMEOUT(actual, expected, stria::test::patience)

// What QTEST_MAIN, QTEST_GUILESS_MAIN and QTEST_APPLESS_MAIN are to a program with one test.
#define STRIA_TEST_RUN(Test, run)                                                                  \
    static const stria::test::RegisteredTest registered##Test(__FILE__, run);
#define STRIA_WIDGET_TEST(Test) STRIA_TEST_RUN(Test, (stria::test::runWith<Test, QApplication>))
#define STRIA_CORE_TEST(Test) STRIA_TEST_RUN(Test, (stria::test::runWith<Test, QCoreApplication>))
#define STRIA_TEST(Test) STRIA_TEST_RUN(Test, stria::test::runWithout<Test>)
