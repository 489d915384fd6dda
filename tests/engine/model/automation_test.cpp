// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/automation.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <cmath>

using namespace stria;
using Kind = SegmentShape::Kind;

class AutomationTest : public QObject {
    Q_OBJECT

  private slots:
    void everyShapeGoesFromZeroToOne() {
        for (const Kind kind :
             {Kind::Linear, Kind::Cosine, Kind::Smooth, Kind::Smoother, Kind::Floor, Kind::Power}) {
            const SegmentShape shape{kind, kind == Kind::Power ? 2.5 : 1};
            QCOMPARE(shape.at(0), 0.0);
            QCOMPARE(shape.at(1), 1.0);
        }
    }
    void shapesFollowTheirFormulas() {
        const double f = 0.3;
        QCOMPARE((SegmentShape{Kind::Linear, 1}.at(f)), 0.3);
        QCOMPARE((SegmentShape{Kind::Cosine, 1}.at(f)), 0.5 - 0.5 * std::cos(M_PI * f));
        QCOMPARE((SegmentShape{Kind::Smooth, 1}.at(f)), 0.216);
        QCOMPARE((SegmentShape{Kind::Smoother, 1}.at(f)),
                 6 * std::pow(f, 5) - 15 * std::pow(f, 4) + 10 * std::pow(f, 3));
        QCOMPARE((SegmentShape{Kind::Floor, 1}.at(0.999)), 0.0);
        QCOMPARE((SegmentShape{Kind::Power, 3}.at(f)), 0.027);
    }
    void theLargestBendBoundsTheSecondDerivative() {
        for (const SegmentShape shape :
             {SegmentShape{Kind::Linear, 1}, SegmentShape{Kind::Cosine, 1},
              SegmentShape{Kind::Smooth, 1}, SegmentShape{Kind::Smoother, 1},
              SegmentShape{Kind::Power, 2}, SegmentShape{Kind::Power, 3.5}}) {
            const double h = 1e-4;
            double largest = 0;
            for (double f = h; f < 1 - h; f += 0.001)
                largest = std::max(largest,
                                   std::abs(shape.at(f + h) - 2 * shape.at(f) + shape.at(f - h)) /
                                       (h * h));
            QVERIFY2(largest <= shape.largestBend() + 1e-3, shape.toText().c_str());
            QVERIFY2(largest >= 0.98 * shape.largestBend() - 1e-3, shape.toText().c_str());
        }
        QVERIFY(std::isinf(SegmentShape{Kind::Power, 0.5}.largestBend()));
    }
    void aShapeIsReadAsItIsWritten() {
        for (const SegmentShape shape :
             {SegmentShape{}, SegmentShape{Kind::Cosine, 1}, SegmentShape{Kind::Smooth, 1},
              SegmentShape{Kind::Smoother, 1}, SegmentShape{Kind::Floor, 1},
              SegmentShape{Kind::Power, 2.5}})
            QCOMPARE(*SegmentShape::fromText(shape.toText()), shape);
        QCOMPARE(*SegmentShape::fromText("exp(2)"), (SegmentShape{Kind::Power, 2}));
        QCOMPARE(*SegmentShape::fromText("expon(0.5)"), (SegmentShape{Kind::Power, 0.5}));
    }
    void nonsenseIsNoShape_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "Linear", "exp", "exp=", "exp=0", "exp=-1", "exp=2x", "exp(2",
                                 "exp=nan", "exp=inf", "bezier"})
            QTest::newRow(*text ? text : "empty") << text;
    }
    void nonsenseIsNoShape() {
        QFETCH(QString, text);
        const auto shape = SegmentShape::fromText(text.toStdString());
        QVERIFY(!shape);
        QVERIFY(shape.error().message.find("smoother") != std::string::npos);
    }

    void thinningKeepsWithinItsTolerance() {
        std::vector<Breakpoint> points;
        for (int i = 0; i <= 1000; ++i)
            points.push_back({i / 1000.0, std::sin(i / 100.0), {}});
        const std::vector<Breakpoint> few = thinned(points, 0.01);
        QVERIFY(few.size() < 80);
        QCOMPARE(few.front(), points.front());
        QCOMPARE(few.back(), points.back());
        std::size_t next = 1;
        for (const Breakpoint& point : points) {
            while (few[next].time < point.time)
                ++next;
            const Breakpoint &from = few[next - 1], &to = few[next];
            const double between = from.value + (to.value - from.value) * (point.time - from.time) /
                                                    (to.time - from.time);
            QVERIFY(std::abs(between - point.value) <= 0.01 + 1e-12);
        }
        QCOMPARE(thinned(few, 0.0).size(), few.size());
        QVERIFY(thinned({}, 1).empty());
    }

    void thinningKeepsBothSidesOfAJump() {
        const std::vector<Breakpoint> points{{0, 1, {}}, {0.5, 1, {}}, {0.5, 2, {}}, {1, 2, {}}};
        QCOMPARE(thinned(points, 0.01), points);
    }
};

STRIA_TEST(AutomationTest)
#include "automation_test.moc"
