// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/timeline.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <limits>

using namespace stria;

class TimelineTest : public QObject {
    Q_OBJECT

  private slots:
    void aTempoChangeMovesOnlyWhatComesAfterIt() {
        const TempoMap map({{0, 120, 4}, {4, 60, 3}});
        QCOMPARE(map.secondsAt(2), 1.0);
        QCOMPARE(map.secondsAt(4), 2.0);
        QCOMPARE(map.secondsAt(6), 4.0);
    }
    void beatsAndSecondsAreInverse() {
        const TempoMap map({{0, 96, 4}, {3.5, 140, 4}, {17, 33, 5}});
        for (double beat = 0; beat < 40; beat += 0.37)
            QVERIFY(std::abs(map.beatAt(map.secondsAt(beat)) - beat) < 1e-9);
    }
    void nonsenseIsDroppedAndTheFirstPointIsAtZero() {
        const TempoMap map(
            {{8, 90, 4}, {2, 120, 4}, {3, 0, 4}, {4, std::numeric_limits<double>::quiet_NaN(), 4}});
        QCOMPARE(map.points().size(), std::size_t{2});
        QCOMPARE(map.points().front().beat, 0.0);
        QCOMPARE(map.points().front().beatsPerMinute, 120.0);
        QCOMPARE(TempoMap(std::vector<TempoPoint>{}).points().size(), std::size_t{1});
    }
    void ofTwoPointsAtOneBeatTheLastCounts() {
        const TempoMap map({{0, 60, 4}, {0, 120, 4}});
        QCOMPARE(map.points().size(), std::size_t{1});
        QCOMPARE(map.secondsAt(2), 1.0);
    }
};

STRIA_TEST(TimelineTest)
#include "timeline_test.moc"
