// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/editor/text_difference.h"

#include <QTest>
#include <random>
#include <string>

using namespace stria;

class TextDifferenceTest : public QObject {
    Q_OBJECT

  private slots:
    void oneStretchDiffers() {
        QCOMPARE(differenceBetween("abcd", "abXcd"), (TextDifference{2, 0, 1}));
        QCOMPARE(differenceBetween("abcd", "ad"), (TextDifference{1, 2, 0}));
        QCOMPARE(differenceBetween("abcd", "aXYd"), (TextDifference{1, 2, 2}));
        QCOMPARE(differenceBetween("", "ab"), (TextDifference{0, 0, 2}));
        QCOMPARE(differenceBetween("aa", "aaa"), (TextDifference{2, 0, 1}));
    }
    void equalTextsDoNotDiffer() {
        const TextDifference difference = differenceBetween("abc", "abc");
        QCOMPARE(difference.removed + difference.inserted, std::size_t(0));
    }
    void aCharacterIsNeverCut() {
        // é and è have their first byte in common, ¬ and é their last.
        QCOMPARE(differenceBetween("xéy", "xèy"), (TextDifference{1, 2, 2}));
        QCOMPARE(differenceBetween("x\xC2\xA9y", "x\xC3\xA9y"), (TextDifference{1, 2, 2}));
    }
    void theDifferenceMakesTheNewText() {
        std::mt19937 random(1);
        const auto text = [&] {
            std::string result;
            for (auto letters = random() % 12; letters > 0; --letters)
                result +=
                    std::vector<std::string>{"a", "b", "é", "è", "\xFF", "\r\n"}[random() % 6];
            return result;
        };
        for (int round = 0; round < 5000; ++round) {
            const std::string before = text();
            const std::string after = text();
            const TextDifference d = differenceBetween(before, after);
            std::string made = before;
            made.replace(d.begin, d.removed, after.substr(d.begin, d.inserted));
            QCOMPARE(made, after);
        }
    }
};

STRIA_TEST(TextDifferenceTest)
#include "text_difference_test.moc"
