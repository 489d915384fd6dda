// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/numbers.h"

#include <QTest>
#include <set>

#include "engine/compile/csound_text.h"
#include "tests/engine/compile/score_builder.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

class NumbersTest : public QObject {
    Q_OBJECT

  private slots:
    void numbersFollowPriorityAndDefinition() {
        ScoreBuilder b;
        const auto first = b.instrument("first", ""), second = b.instrument("second", "");
        InstrumentNumbers numbers(b.project, {}, {});
        QCOMPARE(*numbers.number(second, 1), 1002);
        QCOMPARE(*numbers.number(first, 1), 1001);
        QCOMPARE(*numbers.number(first, 2), 2001);
        QCOMPARE(*numbers.number(second, 1), 1002);
        QCOMPARE(numbers.numberBefore(), 1);
        QVERIFY(*numbers.numberAfter() > 2001);
        QCOMPARE(numbers.number(InstrumentId{99}, 1).error().code, ErrorCode::UnknownName);
    }

    void whatIsFixedStaysAndTheOthersKeepTheOrder() {
        ScoreBuilder b;
        const auto first = b.instrument("first", ""), second = b.instrument("second", ""),
                   third = b.instrument("third", "");
        FixedNumbers fixed;
        fixed.instruments[second][1] = 500;
        InstrumentNumbers numbers(b.project, fixed, {{499, "the global code"}});
        QCOMPARE(*numbers.number(second, 1), 500);
        QCOMPARE(*numbers.number(first, 1), 498);
        QVERIFY(*numbers.number(third, 1) > 500);
    }

    void whereNoNumberIsLeftBetweenTwoThatIsAnError() {
        ScoreBuilder b;
        const auto first = b.instrument("first", ""), second = b.instrument("second", ""),
                   third = b.instrument("third", "");
        FixedNumbers fixed;
        fixed.instruments[first][1] = 7;
        fixed.instruments[third][1] = 8;
        InstrumentNumbers numbers(b.project, fixed, {});
        QCOMPARE(numbers.number(second, 1).error().code, ErrorCode::Conflict);
    }

    void manyInstrumentsAtEveryPriorityHaveNumbersInOrder() {
        ScoreBuilder b;
        b.change([](Settings& s) { s.priorities = 99; });
        std::vector<InstrumentId> instruments;
        for (int i = 0; i < 320; ++i)
            instruments.push_back(b.instrument("i" + std::to_string(i), ""));
        InstrumentNumbers numbers(b.project, {}, {});
        int last = 0;
        for (const int priority : {1, 2, 50, 99})
            for (const InstrumentId instrument : instruments) {
                const auto number = numbers.number(instrument, priority);
                QVERIFY(number);
                QVERIFY(*number > last && *number <= largestInstrumentNumber);
                last = *number;
            }
        QVERIFY(numbers.numberAfter());
    }

    void numbersOfTextAreExactAndWithoutLocale() {
        QCOMPARE(csound_text::number(0.1), std::string("0.1"));
        QCOMPARE(csound_text::number(1001.000001), std::string("1001.000001"));
        QCOMPARE(csound_text::number(-1), std::string("-1"));
    }

    void longTextsAreCutBetweenCharacters() {
        std::string text;
        while (text.size() < 20000)
            text += "\xc3\xa4\"";
        const auto pieces = csound_text::pieces(text);
        QVERIFY(pieces.size() > 1);
        std::string joined;
        for (const std::string& piece : pieces) {
            QVERIFY(csound_text::quoted(piece).size() < 4000);
            QVERIFY((static_cast<unsigned char>(piece.front()) & 0xC0) != 0x80);
            joined += piece;
        }
        QCOMPARE(joined, text);
        QCOMPARE(csound_text::pieces("").size(), std::size_t{1});
    }
};

STRIA_CORE_TEST(NumbersTest)
#include "numbers_test.moc"
