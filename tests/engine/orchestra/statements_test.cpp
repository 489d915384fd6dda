// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/statements.h"
#include "tests/support/test_program.h"

#include <QTest>

using namespace stria;

namespace {

/// Each statement as its tokens joined by blanks.
QStringList statementsOf(std::string_view text, std::uint32_t from = 0) {
    const Statements statements(text, from);
    QStringList list;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        QStringList words;
        for (const Token& token : statements[i])
            words << QString::fromUtf8(statements.textOf(token).data(),
                                       static_cast<qsizetype>(token.length));
        list << words.join(' ');
    }
    return list;
}

} // namespace

class StatementsTest : public QObject {
    Q_OBJECT

  private slots:
    void aLineIsAStatement() {
        QCOMPARE(statementsOf("a1 oscili 1, 2 ; c\n\n  out a1\r\nend"),
                 QStringList({"a1 oscili 1 , 2", "out a1", "end"}));
    }
    void aBackslashJoinsLines() {
        QCOMPARE(statementsOf("a1 oscili 1, \\ ; c\n 2\nout a1"),
                 QStringList({"a1 oscili 1 , 2", "out a1"}));
    }
    void anOperatorOrACommaAtTheEndJoinsOneLine() {
        QCOMPARE(statementsOf("i1 = 1 + ; c\n 2\ni2 = max(3,\n4)\ni3 = (\n5)"),
                 QStringList({"i1 = 1 + 2", "i2 = max ( 3 , 4 )", "i3 = ( 5 )"}));
    }
    void anEmptyLineJoinsNothing() {
        QCOMPARE(statementsOf("i1 = 1 +\n\n 2"), QStringList({"i1 = 1 +", "2"}));
    }
    void aLabelStandsAlone() {
        QCOMPARE(statementsOf("again: i1 = 1\nk1 = mtof:k(k2)\ni2 = (i1 > 1 ? i1 : i2)\nl2:\nx"),
                 QStringList({"again :", "i1 = 1", "k1 = mtof : k ( k2 )",
                              "i2 = ( i1 > 1 ? i1 : i2 )", "l2 :", "x"}));
    }
    void aDirectiveTakesItsText() {
        QCOMPARE(statementsOf("#define X(a)\n #1\n2#\ni1 = $X(3)"),
                 QStringList({"#define X ( a ) #1\n2#", "i1 = $X ( 3 )"}));
    }
    void readingStartsBehindTheHeader() {
        QCOMPARE(statementsOf("|kx|i1 = kx", 4), QStringList({"i1 = kx"}));
    }
    void emptyTextsHaveNone() {
        QVERIFY(statementsOf("").isEmpty());
        QVERIFY(statementsOf("\n ; c\n").isEmpty());
    }
};

STRIA_TEST(StatementsTest)
#include "statements_test.moc"
