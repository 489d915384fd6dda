// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/figures.h"

#include <QtTest>
#include <cmath>

#include "tests/support/test_program.h"
#include "ui/look/palette.h"

using namespace stria;

class FiguresTest : public QObject {
    Q_OBJECT

  private slots:
    void ratesLevelsAndChannelsHaveOneWordingEverywhere() {
        QCOMPARE(figures::kilohertz(44100), QString("44.1 kHz"));
        QCOMPARE(figures::kilohertz(22050), QString("22.05 kHz"));
        QCOMPARE(figures::kilohertz(48000), QString("48 kHz"));
        QCOMPARE(figures::decibels(1), QString("0.0"));
        QCOMPARE(figures::decibels(0.5), QStringLiteral("\u22126.0"));
        QCOMPARE(figures::decibels(0), QStringLiteral("\u2212\u221e"));
        QCOMPARE(figures::channels(1), QString("mono"));
        QCOMPARE(figures::channels(2), QString("stereo"));
        QCOMPARE(figures::channels(6), QString("6 channels"));
    }
    void fixedKeepsTheDigitsThatTheValueHas() {
        QCOMPARE(figures::fixed(12.5, 3), QString("12.500"));
        QCOMPARE(figures::fixed(0.12345, 3), QString("0.12345"));
        QCOMPARE(figures::fixed(0.1 + 0.2, 2), QString("0.30"));
        QCOMPARE(figures::fixed(7, 0), QString("7"));
        QCOMPARE(figures::fixed(-0.0, 0), QString("0"));
        QCOMPARE(figures::fixed(1e300, 3), QString("1e+300"));
    }

    void numbersAreReadWholeOrNotAtAll() {
        QCOMPARE(figures::read("0.5").value(), 0.5);
        QCOMPARE(figures::read(" 0,5 ").value(), 0.5);
        QCOMPARE(figures::read("+3e2").value(), 300.0);
        for (const char* wrong : {"", "abc", "1e999", "1.2.3", "5 6", "nan", "inf", "1,2,3", "-"})
            QVERIFY2(!figures::read(wrong), wrong);
    }

    void timesShowMinutesAndHours() {
        QCOMPARE(figures::time(12.48), QString("0:12.480"));
        QCOMPARE(figures::time(59.9996), QString("1:00.000"));
        QCOMPARE(figures::time(3723.5, 1), QString("1:02:03.5"));
        QCOMPARE(figures::time(84, 0), QString("1:24"));
        QCOMPARE(figures::time(-1.5, 1), QString("-0:01.5"));
    }

    void timesAreReadInSeveralForms() {
        QCOMPARE(figures::readTime("1:02.5").value(), 62.5);
        QCOMPARE(figures::readTime("1:02:03").value(), 3723.0);
        QCOMPARE(figures::readTime("500 ms").value(), 0.5);
        QCOMPARE(figures::readTime("12.5 s").value(), 12.5);
        QCOMPARE(figures::readTime("-2").value(), -2.0);
        for (const char* wrong : {"", "1:", "1:-2", "1:2:3:4", "soon"})
            QVERIFY2(!figures::readTime(wrong), wrong);
    }

    void figuresHaveOneWidth() {
        const QFontMetricsF metrics(look::font());
        QCOMPARE(figures::width(metrics, "0:11.111"), figures::width(metrics, "0:48.480"));
    }
};

STRIA_WIDGET_TEST(FiguresTest)
#include "figures_test.moc"
