// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/editor/code_styles.h"

#include <QTest>

using namespace stria;

namespace {

KnownNames names() {
    KnownNames known;
    known.parameters = {"kamp", "ibus"};
    known.ownOpcodes = {"Tower"};
    known.opcodes = OpcodeCatalogue({{"oscili", "a", "kk", true}, {"init", "k", "i", true}});
    return known;
}

/// A letter a byte: c comment, s string, n number, w word of the language, o opcode, d directive,
/// P parameter, i k a S variables, and a point for the rest.
QString styles(std::string_view line, LineState& state) {
    const char letters[] = ".csnwodPikaS";
    QString result;
    for (const CodeStyle style : styleLine(line, state, names()))
        result += letters[static_cast<int>(style)];
    return result;
}

QString styles(std::string_view line) {
    LineState state = LineState::Code;
    return styles(line, state);
}

} // namespace

class CodeStylesTest : public QObject {
    Q_OBJECT

  private slots:
    void eachKindHasItsStyle() {
        QCOMPARE(styles("kx = kamp * 2.5 ; c"), QString("kk...PPPP...nnn.ccc"));
        QCOMPARE(styles("a1 oscili p4, gkx"), QString("aa.oooooo.ii..kkk"));
        QCOMPARE(styles("Sx = \"a\" $M #define"), QString("SS...sss.dd.ddddddd"));
        QCOMPARE(styles("if ix then"), QString("ww.ii.wwww"));
        QCOMPARE(styles("a1 Tower busin(ibus)"), QString("aa.ooooo.ooooo.PPPP."));
    }
    void functionsAndTheirRatesAreOpcodes() {
        QCOMPARE(styles("kx = mtof:k(iy)"), QString("kk...oooo.o.ii."));
        QCOMPARE(styles("kx = kfoo(1)"), QString("kk...oooo.n."));
        QCOMPARE(styles("kx init 0"), QString("kk.oooo.n"));
    }
    void theBarsOfAParameterListStandOut() {
        QCOMPARE(styles("|kamp=1, ibus|"), QString("oPPPP.n..PPPPo"));
        QCOMPARE(styles("ix = 1 | 2"), QString("ii...n...n"));
    }
    void aCommentGoesOnInTheNextLine() {
        LineState state = LineState::Code;
        QCOMPARE(styles("ix /* c", state), QString("ii.cccc"));
        QCOMPARE(styles("c */ iy", state), QString("cccc.ii"));
        QCOMPARE(state, LineState::Code);
    }
};

STRIA_TEST(CodeStylesTest)
#include "code_styles_test.moc"
