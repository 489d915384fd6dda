// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/time/time_axis.h"

#include <QSignalSpy>
#include <QtTest>
#include <limits>

using namespace stria;

class TimeAxisTest : public QObject {
    Q_OBJECT

  private slots:
    void zoomKeepsTheTimeUnderTheMouse() {
        TimeAxis axis;
        axis.setStart(100);
        const double before = axis.secondsAt(300);
        axis.zoomAt(300, 1.7);
        QVERIFY(std::abs(axis.secondsAt(300) - before) < 1e-9);
        axis.zoomAt(300, 0.2);
        QVERIFY(std::abs(axis.secondsAt(300) - before) < 1e-9);
    }

    void nothingLiesBeforeTheStart() {
        TimeAxis axis;
        axis.setStart(-5);
        QCOMPARE(axis.start(), 0.0);
        axis.zoomAt(800, 0.01);
        QCOMPARE(axis.start(), 0.0);
    }

    void zoomHasLimits() {
        TimeAxis axis;
        axis.zoomAt(0, 1e12);
        QCOMPARE(axis.pixelsPerSecond(), TimeAxis::mostPixelsPerSecond);
        axis.zoomAt(0, 1e-12);
        QCOMPARE(axis.pixelsPerSecond(), TimeAxis::leastPixelsPerSecond);
        axis.setPixelsPerSecond(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(axis.pixelsPerSecond(), TimeAxis::leastPixelsPerSecond);
    }

    void showFitsAStretchWithAMargin() {
        TimeAxis axis;
        axis.setWidth(1000);
        axis.show(10, 30);
        QVERIFY(axis.xAt(10) > 20 && axis.xAt(10) < 60);
        QVERIFY(axis.xAt(30) < 980 && axis.xAt(30) > 940);
        axis.show(5, 5);
        QVERIFY(axis.pixelsPerSecond() <= TimeAxis::mostPixelsPerSecond);
    }

    void onlyADifferenceIsTold() {
        TimeAxis axis;
        QSignalSpy spy(&axis, &TimeAxis::changed);
        axis.setWidth(axis.width());
        axis.setStart(axis.start());
        axis.setPixelsPerSecond(axis.pixelsPerSecond());
        QCOMPARE(spy.count(), 0);
        axis.setStart(2);
        QCOMPARE(spy.count(), 1);
    }
};

STRIA_TEST(TimeAxisTest)
#include "time_axis_test.moc"
