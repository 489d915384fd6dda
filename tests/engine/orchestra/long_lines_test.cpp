// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/orchestra/long_lines.h"
#include "tests/support/test_program.h"

#include <QtTest>

#include "tests/support/hang_guard.h"

using namespace stria;

class LongLinesTest : public QObject {
    Q_OBJECT

  private slots:
    void aLongLineHangsNoReader_data() {
        QTest::addColumn<QByteArray>("text");
        constexpr std::size_t size = 400'000;
        for (const auto& [name, text] : testing::longLines(size))
            QTest::newRow(name.c_str()) << QByteArray::fromStdString(text);
    }

    /// A guard against hanging: what takes the square of its length takes minutes here.
    void aLongLineHangsNoReader() {
        QFETCH(QByteArray, text);
        const testing::HangGuard guard;
        testing::readAll(text.toStdString());
        QVERIFY2(guard.holds(), QByteArray::number(guard.seconds()) + " s");
    }

    void aLongScoreHangsNoReader_data() {
        QTest::addColumn<QByteArray>("text");
        constexpr std::size_t size = 400'000;
        for (const auto& [name, text] : testing::longScores(size))
            QTest::newRow(name.c_str()) << QByteArray::fromStdString(text);
    }
    void aLongScoreHangsNoReader() {
        QFETCH(QByteArray, text);
        const testing::HangGuard guard;
        testing::readAllOfScore(text.toStdString());
        QVERIFY2(guard.holds(), QByteArray::number(guard.seconds()) + " s");
    }

    void carriedFieldsBeyondMeasureAreRefused() {
        const auto scoreOf = [](int notes) {
            std::string score = "i1 0 1";
            for (int i = 0; i < 1990; ++i)
                score += " 1";
            for (int i = 1; i < notes; ++i)
                score += "\ni1 0 1";
            return score;
        };
        QVERIFY(readScoreText(scoreOf(500)).problems.empty());
        const ScoreText read = readScoreText(scoreOf(3000));
        QCOMPARE(read.problems.size(), std::size_t{1});
        QCOMPARE(read.problems[0].severity, Severity::Error);
        QCOMPARE(read.problems[0].place.line, 2513);
    }

    void mistakesBeyondCountingAreNotTold() {
        std::string text;
        for (int i = 0; i < 5000; ++i)
            text += "\xE4\xB8\xAD";
        const Diagnostics mistakes = findMistakes(text, {});
        QCOMPARE(mistakes.size(), std::size_t{1000});
        QCOMPARE(mistakes[999].place.column, 1000);
        std::string macros;
        for (int i = 0; i < 5000; ++i)
            macros += "$A ";
        const Diagnostics undefined = findUndefinedMacros(macros, {}, {});
        QCOMPARE(undefined.size(), std::size_t{1000});
        QCOMPARE(undefined[999].place.column, 3 * 999 + 1);
    }
};

STRIA_TEST(LongLinesTest)
#include "long_lines_test.moc"
