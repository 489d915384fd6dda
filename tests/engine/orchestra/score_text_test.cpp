// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/score_text.h"

#include <QtTest>
#include <random>

#include "engine/orchestra/score_arithmetic.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

/// The statements in the order of the text: "p1 p2 p3 p4...", texts in quotes.
QStringList read(const char* score) {
    const ScoreText text = readScoreText(score);
    QStringList lines;
    const auto field = [](const ScoreField& value) {
        if (const double* number = std::get_if<double>(&value))
            return QString::number(*number, 'g', 10);
        return '"' + QString::fromStdString(std::get<std::string>(value)) + '"';
    };
    for (const Diagnostic& problem : text.problems)
        lines << QString::fromStdString(std::string(name(problem.severity)) + " " +
                                        problem.toText());
    for (const ScoreStatement& statement : text.statements) {
        QStringList words{field(statement.instrument), field(statement.start),
                          field(statement.duration)};
        for (const ScoreField& value : statement.fields)
            words << field(value);
        lines << words.join(' ');
    }
    return lines;
}

} // namespace

class ScoreTextTest : public QObject {
    Q_OBJECT

  private slots:
    void statementsAreRead_data() {
        QTest::addColumn<QByteArray>("score");
        QTest::addColumn<QStringList>("expected");
        const auto add = [](const char* title, const char* score, const QStringList& expected) {
            QTest::newRow(title) << QByteArray(score) << expected;
        };
        add("plain", "i1 0 1.5 440\ni 2 .5 -1 1e2 +3 -.5\n",
            {"1 0 1.5 440", "2 0.5 -1 100 3 -0.5"});
        add("names and texts", "i\"glass pad\" 0 1 \"a \\\"b\\\" ; c\" 2",
            {"\"glass pad\" 0 1 \"a \"b\" ; c\" 2"});
        add("comments", "; head\ni1 0 1 5 ; i1 3 1\ni1 1 1 /* a\n b */ 6 // c\nc no i 1 2 3\n",
            {"1 0 1 5", "1 1 1 6"});
        add("blanks of all kinds", "\xef\xbb\xbf\r\n\t i1\t0 1\r\n\r\n  i1 1 1\r\n",
            {"1 0 1", "1 1 1"});
        add("over lines", "i1 0 1\n 5 6\n\"x\"\ni1 2 1 7 8\n",
            {"1 0 1 5 6 \"x\"", "1 2 1 7 8 \"x\""});
        add("of a whole CSD",
            "<CsoundSynthesizer>\n<CsInstruments>\ninstr 1\nendin\n</CsInstruments>\n<CsScore>\n"
            "i1 0 1\n</CsScore>\n</CsoundSynthesizer>\n",
            {"1 0 1"});
        add("nothing", "; only a comment\n", {});
        // What Csound 6.18 makes of these (--keep-sorted-score)
        add("carry", "i1 0 1 5 6\ni1 + . . 7\ni1 . .\ni1 ^+2 1 8\ni1 . . 9\n",
            {"1 0 1 5 6", "1 1 1 5 7", "1 2 1 5 7", "1 4 1 8 7", "1 4 1 9 7"});
        add("carry goes by the whole part of p1", "i1 0 1 5 6\ni1.5 1 1\ni2 2 1\ni1 3 1 !\n",
            {"1 0 1 5 6", "1.5 1 1 5 6", "2 2 1", "1 3 1"});
        add("carry past another instrument", "i1 0 1 10\ni2 0 1 3\ni1 2 1 .\n",
            {"1 0 1 10", "2 0 1 3", "1 2 1 10"});
        add("carry off", "C 0\ni1 0 1 5\ni1 1 1\n", {"1 0 1 5", "1 1 1"});
        add("a sum after a held note", "i1 0 -1 3\ni1 + 2\n", {"1 0 -1 3", "1 0 2 3"});
        add("the first sum", "i1 + 1 3\ni1 ^+1 1\n", {"1 0 1 3", "1 1 1 3"});
        add("ramp over time", "i1 0 1 10\ni1 1 1 <\ni1 4 1 <\ni1 5 1 20\n",
            {"1 0 1 10", "1 1 1 12", "1 4 1 18", "1 5 1 20"});
        add("ramp out of order, carried",
            "i1 0 1 4\ni1 2 1 <\ni1 1 1 .\ni2 0 1 100\ni1 4 1 8\ni1 5 . .\n",
            {"1 0 1 4", "1 2 1 6", "1 1 1 5", "2 0 1 100", "1 4 1 8", "1 5 1 8"});
        add("arithmetic", "i1 4 1 [3*(2+1)] [2^3] [7%4] [-2-3-4] [2^3^2] [ 1 / 4 ]\n",
            {"1 4 1 9 8 3 -9 512 0.25"});
        add("base time and factor", "b 10\ni1 0 1\nv 2\ni1 1 1\ni1 + 1\ni1 ^+1 1\n",
            {"1 10 1", "1 12 2", "1 14 2", "1 16 2"});
        add("sections follow each other", "i1 0 2\ni1 1 4\ns 9\ni1 1 1\ns\ni1 . 1\n",
            {"1 0 2", "1 1 4", "1 10 1", "1 12 1"});
        add("the end", "i1 0 1\ne\ni1 5 1\n", {"1 0 1"});
        add("left out", "f1 0 8 10 1\nt 0 120\nf 2 0 8 10 1\n 1 2\ni1 0 1\n",
            {"warning line 1, column 1: The statement “f” is left out: it is no event.",
             "warning line 2, column 1: The tempo is left out: times are taken for seconds.",
             "1 0 1"});
    }
    void statementsAreRead() {
        QFETCH(QByteArray, score);
        QFETCH(QStringList, expected);
        QCOMPARE(read(score.constData()), expected);
    }

    void whatCannotBeReadIsNamedWithItsLine_data() {
        QTest::addColumn<QByteArray>("score");
        QTest::addColumn<QString>("problem");
        const auto add = [](const char* score, const char* problem) {
            QTest::newRow(score) << QByteArray(score) << QString(problem);
        };
        add("i1 0 1\ni1 abc 1", "error line 2, column 4: A number was expected, not “abc”.");
        add("<CsScore>\ni1 0 x\n</CsScore>\n",
            "error line 2, column 6: A number was expected, not “x”.");
        add("i1 0 1 1e999",
            "error line 1, column 8: The number “1e999” is too large or too small.");
        add("i1 0 nan", "error line 1, column 6: A number was expected, not “nan”.");
        add("i1 0 inf", "error line 1, column 6: A number was expected, not “inf”.");
        add("i1 0 1 1.2.3", "error line 1, column 8: A number was expected, not “1.2.3”.");
        add("i1 0 1 +-3", "error line 1, column 8: A number was expected, not “+-3”.");
        add("i\"ö\" 0 ü", "error line 1, column 8: A number was expected, not “ü”.");
        add("hello world",
            "error line 1, column 1: A line of a score was expected, such as: i \"glass\" 0 1.5 "
            "0.3");
        add("foo bar",
            "error line 1, column 1: A line of a score was expected, such as: i \"glass\" 0 1.5 "
            "0.3");
        add("i", "error line 1, column 1: An instrument was expected behind “i”: its number, or "
                 "its name in quotes.");
        add("i1", "error line 1, column 1: A start and a duration were expected behind the "
                  "instrument.");
        add("i1 . 1", "error line 1, column 4: There is no note of this instrument");
        add("i. 0 1", "error line 1, column 2: There is no note before this one");
        add("i1 -1 1", "error line 1, column 4: The note would start before 0.");
        add("i-1 0 1", "error line 1, column 2: A note that turns another off");
        add("i0 0 1", "error line 1, column 2: An instrument's number lies between");
        add("i1e300 0 1", "error line 1, column 2: An instrument's number lies between");
        add("i1 0 1 \"open", "error line 1, column 8: The text “\"open” has no closing quote.");
        add("i1 0 1 [1+", "error line 1, column 8: The expression “[1+” has no closing ].");
        add("i1 0 1 [1/0]", "error line 1, column 8: The expression “[1/0]” comes to no finite");
        add("i1 0 1 [2 3]", "error line 1, column 8: The expression “[2 3]” has a “3” where");
        add("i1 0 1 [~]", "error line 1, column 8: The expression “[~]” has a “~” where a number");
        add("i1 0 1 $AMP", "error line 1, column 8: Macros such as “$AMP”");
        add("#define X #1#", "error line 1, column 1: Macros and included files");
        add("{ 3 N\ni1 0 1\n}", "error line 1, column 1: Repeats and jumps (“{”)");
        add("i1 0 1 np4", "error line 1, column 8: References to the next or previous");
        add("i1 0 1 4\ni1 1 1 (", "error line 2, column 8: The ramp “(”");
        add("i1 0 1 4 <", "error line 1: The ramp “<” of p5 needs a number");
        add("i1 0 <", "error line 1, column 6: A ramp cannot stand");
        add("v 0", "error line 1, column 1: The factor of “v” must be above 0.");
    }
    void whatCannotBeReadIsNamedWithItsLine() {
        QFETCH(QByteArray, score);
        QFETCH(QString, problem);
        const QStringList lines = read(score.constData());
        QVERIFY(!lines.isEmpty());
        QVERIFY2(lines.first().startsWith(problem), qPrintable(lines.first()));
    }

    void arithmeticNestsOnlySoDeep() {
        QCOMPARE(*scoreArithmetic(std::string(50, '(') + "1" + std::string(50, ')')), 1.0);
        QVERIFY(!scoreArithmetic(std::string(100000, '(') + "1"));
        std::string towers = "1";
        for (int i = 0; i < 100000; ++i)
            towers += "^1";
        QVERIFY(!scoreArithmetic(towers));
    }

    void aMillionWrongLinesAreNotAllNamed() {
        std::string score;
        for (int i = 0; i < 1'000'000; ++i)
            score += "x\n";
        const ScoreText text = readScoreText(score);
        QVERIFY(!text.problems.empty() && text.problems.size() <= 100);
    }

    void aScoreIsToldFromOtherTexts() {
        QVERIFY(looksLikeScore("; a comment\n\n  i 1 0 1"));
        QVERIFY(looksLikeScore("i\"glass\" 0 1"));
        QVERIFY(looksLikeScore("<CsoundSynthesizer>\n<CsScore>\n</CsScore>"));
        for (const char* other : {"", "i", "instr 1", "in 3", "1\t2\t3", "{\"kind\":\"event\"}",
                                  "f1 0 8 10 1", "i love it"})
            QVERIFY2(!looksLikeScore(other), other);
    }

    void anyBytesAreReadWithoutCrash() {
        const std::string score = "i1 0 1 [2*(3+4)] \"text\" <\n/* c */ i\"a\" + . ! ; x\nb 2\n"
                                  "s 3\nv 2\ni1 ^+1 . . \n\xef\xbb\xbf C 0 e\n";
        std::mt19937 random(1);
        for (int round = 0; round < 50000; ++round) {
            std::string damaged = score;
            for (int wounds = 0; wounds < 4; ++wounds) {
                const std::size_t at = random() % damaged.size();
                if (random() % 2)
                    damaged[at] = static_cast<char>(random());
                else
                    damaged.insert(at, score.substr(random() % score.size(), random() % 9));
            }
            for (const ScoreStatement& statement : readScoreText(damaged).statements) {
                QVERIFY(statement.start >= 0 && std::isfinite(statement.start));
                QVERIFY(std::isfinite(statement.duration));
                for (const ScoreField& field : statement.fields)
                    if (const double* number = std::get_if<double>(&field))
                        QVERIFY(std::isfinite(*number));
            }
            (void)looksLikeScore(damaged);
        }
    }
};

STRIA_CORE_TEST(ScoreTextTest)
#include "score_text_test.moc"
