// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/csound_messages.h"
#include "engine/render/problem_place.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <limits>

#include "tests/support/hang_guard.h"

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

    void manyWordsOfCsoundHangNoReader_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("opcodes") << QByteArray("INIT ERROR in instr 1 (opcode ");
        QTest::newRow("instruments in each other") << QByteArray("PERF ERROR (subinstr ");
        QTest::newRow("errors") << QByteArray("error: syntax error (token \"");
        QTest::newRow("forms") << QByteArray("error: opcode 'a' with arg types (");
        QTest::newRow("lines") << QByteArray("from file a (1), line ");
        QTest::newRow("files") << QByteArray("sfload: cannot open SoundFont file \"");
        QTest::newRow("tables") << QByteArray("ftable 1: ");
        QTest::newRow("numbers") << QByteArray("INIT ERROR in instr 1: 1.000");
        QTest::newRow("blanks") << QByteArray("        ");
    }
    void manyWordsOfCsoundHangNoReader() {
        QFETCH(QByteArray, line);
        const std::string once = line.toStdString();
        const std::string often =
            line.repeated(40'000 / static_cast<int>(line.size())).toStdString();
        const std::string orchestra = "instr 1\nouts 1, 1\nendin\n";
        const testing::HangGuard guard;
        CsoundMessages messages;
        for (int i = 0; i < 200; ++i)
            for (const std::string& said : {once, often}) {
                (void)CsoundMessages::isChatter(said);
                if (const auto problem = messages.read(said, {}))
                    (void)toDiagnostic(*problem, {}, orchestra);
            }
        (void)toDiagnostic(messages.compileError(), {}, orchestra);
        QVERIFY2(guard.holds(), QByteArray::number(guard.seconds()) + " s");
    }

    void aTextThatStandsInEachOfManyLinesIsPlacedInTheirTime() {
        CsdDocument document;
        std::string orchestra;
        constexpr int lines = 200'000;
        // Lines that the program has made for an instrument, far from the user's one.
        Place place;
        place.instrument = *InstrumentId::fromText("1");
        for (int i = 1; i < lines; ++i) {
            document.sourceMap.addLine(place);
            orchestra += "prints \"a\"\n";
        }
        place.text = TextKind::InstrumentBody;
        place.line = 7;
        document.sourceMap.addLine(place);
        CsoundProblem problem;
        problem.kind = CsoundProblem::Kind::Init;
        problem.text = "prints: something is wrong";
        problem.word = "\"a\"";
        const testing::HangGuard guard;
        QCOMPARE(toDiagnostic(problem, document, orchestra).place.line, 7);
        QVERIFY2(guard.holds(), QByteArray::number(guard.seconds()) + " s");
    }
};

STRIA_CORE_TEST(CsoundMessagesTest)
#include "csound_messages_test.moc"
