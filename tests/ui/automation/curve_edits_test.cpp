// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/automation/curve_edits.h"
#include "ui/document/value_scale.h"

using namespace stria;
using test::SmallScore;

class CurveEditsTest : public QObject {
    Q_OBJECT

  private slots:
    void theFirstPointBeginsACurveFromTheConstant() {
        SmallScore score;
        const PointRef point =
            curve_edits::addPoint(score.project, score.first, "kamp", {0.5, 0.9, {}}, 0.3);
        QCOMPARE(point.index, std::size_t{1});
        const Automation& curve = *score.project.find(point.automation);
        QCOMPARE(curve.points.size(), std::size_t{2});
        QCOMPARE(curve.points[0].time, 0.0);
        QCOMPARE(curve.points[0].value, 0.3);
    }

    void aPointGoesToTheCurveThatRulesThere() {
        SmallScore score;
        const auto early = score.automate(score.first, "kamp", {{0, 0}, {2, 1}});
        const auto late = score.automate(score.first, "kamp", {{1, 0}, {2, 1}});
        const auto add = [&](double time) {
            return curve_edits::addPoint(score.project, score.first, "kamp", {time, 0.5, {}}, 0);
        };
        QCOMPARE(add(0.5).automation, early);
        QCOMPARE(add(1.5).automation, late);
        QCOMPARE(add(-1).automation, early);
        QCOMPARE(score.project.find(early)->points.front().time, -1.0);
    }

    void anAddedPointTakesTheShapeOfItsSegment() {
        SmallScore score;
        const auto id = score.automate(score.first, "kamp", {{0, 0}, {2, 1}});
        curve_edits::setShape(score.project, {id, 0}, {SegmentShape::Kind::Smooth, 1});
        const auto point =
            curve_edits::addPoint(score.project, score.first, "kamp", {1, 0.5, {}}, 0);
        QVERIFY(score.project.find(id)->points[point.index].shape.kind ==
                SegmentShape::Kind::Smooth);
    }

    void pointsStopAtTheirNeighboursTogether() {
        SmallScore score;
        const auto id = score.automate(score.first, "kamp", {{0, 0}, {1, 1}, {2, 1}, {3, 0}});
        curve_edits::shiftPoints(score.project, {{id, 1}, {id, 2}}, 5,
                                 [](double value) { return value / 2; });
        const auto& points = score.project.find(id)->points;
        QCOMPARE(points[1].time, 2.0);
        QCOMPARE(points[2].time, 3.0);
        QCOMPARE(points[1].value, 0.5);
        QCOMPARE(points[3].value, 0.0);
    }

    void aTypedTimePutsThePointInOrder() {
        SmallScore score;
        const auto id = score.automate(score.first, "kamp", {{0, 0}, {1, 1}, {2, 0.5}});
        curve_edits::setPoint(score.project, {id, 0}, 1.5, 0.25);
        const auto& points = score.project.find(id)->points;
        QCOMPARE(points[0].time, 1.0);
        QCOMPARE(points[1].time, 1.5);
        QCOMPARE(points[1].value, 0.25);
    }

    void aCurveWithoutPointsGoes() {
        SmallScore score;
        const auto id = score.automate(score.first, "kamp", {{0, 0}, {1, 1}});
        curve_edits::removePoints(score.project, {{id, 0}, {id, 1}});
        QVERIFY(!score.project.find(id));
    }

    void anOvertakingPointHasNoValueOfItsOwn() {
        SmallScore score;
        const auto id = score.automate(score.first, "kamp", {{0, 0.7}, {1, 1}});
        curve_edits::setOvertake(score.project, id, true, 0.7);
        curve_edits::setPoint(score.project, {id, 0}, 0, 5);
        QCOMPARE(score.project.find(id)->points[0].value, 0.0);
        curve_edits::setOvertake(score.project, id, false, 0.7);
        QCOMPARE(score.project.find(id)->points[0].value, 0.7);
    }

    void scalesGoBothWays() {
        ParameterHint hint;
        hint.minimum = 20;
        hint.maximum = 20000;
        hint.logarithmic = true;
        hint.unit = "Hz";
        ValueScale scale = ValueScale::forParameter("kcut", &hint);
        QVERIFY(scale.isLogarithmic());
        QVERIFY(qAbs(scale.fractionOf(632.455532) - 0.5) < 1e-6);
        QVERIFY(qAbs(scale.valueAt(scale.fractionOf(440)) - 440) < 1e-9);
        scale.include(-1);
        QVERIFY(!scale.isLogarithmic());
        QCOMPARE(scale.fractionOf(-1), 0.0);
        QCOMPARE(ValueScale::forParameter("kamp", nullptr).most(), 1.0);
    }

    void aBusesScaleFollowsItsValuesUnlessSomeoneSetIt() {
        test::SmallScore score;
        Bus bus;
        bus.id = BusId::random();
        bus.kind = Bus::Kind::Control;
        bus.name = "bus 1";
        bus.value = -3;
        const auto scale = [&] {
            (void)score.project.insert(bus);
            (void)score.project.change(bus);
            return ValueScale::forBus(score.project, bus);
        };
        (void)score.project.insert(
            Automation{AutomationId::random(), bus.id, {}, {{0, 440, {}}}, false, 0, {}});
        QCOMPARE(scale().most(), 500.0);
        QCOMPARE(scale().least(), -5.0);
        bus.name = "Cutoff";
        bus.value.reset();
        QVERIFY(scale().isLogarithmic());
        QCOMPARE(scale().most(), 20000.0);
        bus.hint = {{}, 0, 300, "Hz", false};
        QCOMPARE(scale().most(), 500.0); // holds the point all the same
        bus.hint.maximum = 600;
        QCOMPARE(scale().most(), 600.0);
        QCOMPARE(scale().unit(), std::string("Hz"));
    }

    void anAxisHasRoundMarks() {
        ParameterHint hint{{}, -1, 1, "", false};
        const auto marks = [&](int most) {
            return ValueScale::forParameter("kx", &hint).marks(most);
        };
        QCOMPARE(marks(3), (std::vector<double>{-0.5, 0, 0.5}));
        QCOMPARE(marks(1), (std::vector<double>{0}));
        QVERIFY(marks(0).empty());
        hint = {{}, 20, 20000, "Hz", true};
        QCOMPARE(marks(4), (std::vector<double>{100, 1000, 10000}));
        QCOMPARE(marks(2), (std::vector<double>{1000}));
    }
};

STRIA_CORE_TEST(CurveEditsTest)
#include "curve_edits_test.moc"
