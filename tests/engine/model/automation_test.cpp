// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/automation.h"

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
};

QTEST_APPLESS_MAIN(AutomationTest)
#include "automation_test.moc"
