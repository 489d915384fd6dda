// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/csound_messages.h"
#include "engine/render/problem_place.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <limits>

using namespace stria;

class CsoundMessagesTest : public QObject {
    Q_OBJECT

  private slots:
    void anErrorThatSaysNothingMoreStillHasASentence() {
        CsoundMessages messages;
        const auto problem = messages.read("INIT ERROR in instr 1", {});
        QVERIFY(problem);
        QCOMPARE(problem->kind, CsoundProblem::Kind::Init);
        QVERIFY(!problem->text.empty());
    }
    void aLineOfAMegabyteDoesNotUseUpTheStack() {
        CsoundMessages messages;
        const std::string much(1'000'000, 'x');
        const auto problem = messages.read("PERF ERROR in instr 1: " + much, {});
        QVERIFY(problem);
        QVERIFY(problem->text.find("xxx") != std::string::npos);
        (void)messages.read("error: syntax error, unexpected " + much, {});
        (void)messages.read(much + " line 2:", {});
        QVERIFY(!messages.compileError().text.empty());
    }
    void aLineNumberBeyondAllNumbersIsNowhere() {
        CsoundProblem problem;
        problem.text = "Something is wrong";
        problem.word = "outs";
        problem.line = std::numeric_limits<int>::max();
        problem.lineOffset = std::numeric_limits<int>::max();
        const Diagnostic found = toDiagnostic(problem, {}, "instr 1\nouts 1, 1\nendin\n");
        QCOMPARE(found.place.line, 0);
        QVERIFY(found.message.find("Something is wrong") != std::string::npos);
    }
};

STRIA_CORE_TEST(CsoundMessagesTest)
#include "csound_messages_test.moc"
