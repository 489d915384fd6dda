// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/time/bars.h"

#include <QtTest>

using namespace stria;

class BarsTest : public QObject {
    Q_OBJECT

  private slots:
    void barsAreCountedFromOne() {
        const TempoMap tempo({{0, 120, 4}});
        QCOMPARE(bars::text(tempo, 0), QString("1.1.000"));
        QCOMPARE(bars::text(tempo, 2), QString("2.1.000"));
        QCOMPARE(bars::text(tempo, 2.75), QString("2.2.240"));
    }

    void nearlyTheNextBeatIsTheNextBeat() {
        const TempoMap tempo({{0, 96, 4}});
        QCOMPARE(bars::text(tempo, tempo.secondsAt(4) - 1e-7), QString("2.1.000"));
    }

    void aTempoPointBeginsABar() {
        const TempoMap tempo({{0, 60, 4}, {6, 60, 3}});
        QCOMPARE(bars::text(tempo, 5), QString("2.2.000"));
        QCOMPARE(bars::text(tempo, 6), QString("3.1.000"));
        QCOMPARE(bars::text(tempo, 9), QString("4.1.000"));
        QCOMPARE(bars::beatOfBar(tempo, 2), 4.0);
        QCOMPARE(bars::beatOfBar(tempo, 3), 6.0);
        QCOMPARE(bars::beatOfBar(tempo, 5), 12.0);
    }

    void whatIsShownCanBeTyped() {
        const TempoMap tempo({{0, 90, 4}, {8, 140, 3}});
        for (double seconds = 0; seconds < 20; seconds += 0.37) {
            const auto back = bars::read(tempo, bars::text(tempo, seconds));
            QVERIFY(back);
            QVERIFY(std::abs(*back - seconds) < 1.0 / bars::ticksPerBeat);
        }
        QCOMPARE(bars::read(tempo, "2").value(), tempo.secondsAt(4));
        for (const char* wrong : {"", "0", "1.0", "a", "1.1.1.1", "1.1.-1"})
            QVERIFY2(!bars::read(tempo, wrong), wrong);
    }
};

STRIA_TEST(BarsTest)
#include "bars_test.moc"
