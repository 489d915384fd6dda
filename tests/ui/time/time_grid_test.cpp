// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/time/time_grid.h"

#include <QtTest>

using namespace stria;

class TimeGridTest : public QObject {
    Q_OBJECT

  private slots:
    void secondsSnapToRoundNumbers() {
        TimeGrid grid;
        QCOMPARE(grid.snapped(0.31, 100), 0.3);
        QCOMPARE(grid.snapped(-1, 100), 0.0);
        QCOMPARE(grid.snapped(1234.4, 1), 1230.0);
        grid.setSnaps(false);
        QCOMPARE(grid.snapped(0.31, 100), 0.31);
    }

    void beatsSnapToTheDivision() {
        TimeGrid grid;
        grid.setKind(TimeGrid::Kind::Beats);
        grid.setTempo(TempoMap({{0, 120, 4}}));
        grid.setDivision(16);
        QCOMPARE(grid.snapped(0.13, 100), 0.125);
        QCOMPARE(grid.step(0, 100), 0.125);
        grid.setDivision(4);
        QCOMPARE(grid.snapped(0.3, 100), 0.5);
    }

    void linesAreApart_data() {
        QTest::addColumn<bool>("beats");
        QTest::addColumn<double>("pixels");
        for (const bool beats : {false, true})
            for (const double pixels : {0.02, 0.5, 3.0, 40.0, 900.0, 20000.0})
                QTest::addRow("%s %g", beats ? "beats" : "seconds", pixels) << beats << pixels;
    }
    void linesAreApart() {
        QFETCH(bool, beats);
        QFETCH(double, pixels);
        TimeGrid grid;
        grid.setKind(beats ? TimeGrid::Kind::Beats : TimeGrid::Kind::Seconds);
        grid.setTempo(TempoMap({{0, 96, 4}, {32, 150, 3}}));
        const double from = 12.3;
        const double to = from + 1600 / pixels;
        const auto lines = grid.lines(from, to, pixels);
        QVERIFY(!lines.empty() || pixels > 1000);
        double last = -1;
        double lastLabel = -1;
        for (const GridLine& line : lines) {
            QVERIFY(line.seconds >= from && line.seconds <= to);
            if (last >= 0)
                QVERIFY((line.seconds - last) * pixels > 6.5);
            last = line.seconds;
            QCOMPARE(line.label.isEmpty(), line.level != 0);
            if (line.level != 0)
                continue;
            if (lastLabel >= 0)
                QVERIFY2((line.seconds - lastLabel) * pixels > 45, qPrintable(line.label));
            lastLabel = line.seconds;
        }
    }

    void barLinesCarryTheirNumber() {
        TimeGrid grid;
        grid.setKind(TimeGrid::Kind::Beats);
        grid.setTempo(TempoMap({{0, 120, 4}}));
        const auto lines = grid.lines(0, 4, 40);
        QCOMPARE(lines.front(), (GridLine{0, 0, "1"}));
        QCOMPARE(std::count_if(lines.begin(), lines.end(),
                               [](const GridLine& l) { return l.level == 0; }),
                 3);
    }

    void wordsOfTimeHaveTheDecimalsOfTheirStep() {
        TimeGrid grid;
        for (const GridLine& line : grid.lines(0, 20, 40))
            if (line.level == 0)
                QVERIFY2(!line.label.contains('.'), qPrintable(line.label));
        QCOMPARE(grid.lines(0, 1, 1000).front().label, QString("0:00.0"));
    }
};

STRIA_TEST(TimeGridTest)
#include "time_grid_test.moc"
