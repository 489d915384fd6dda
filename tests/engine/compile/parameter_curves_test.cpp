// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/parameter_curves.h"

#include <QTest>
#include <algorithm>
#include <cmath>

using namespace stria;

namespace {

Automation automation(std::vector<std::pair<double, double>> points, SegmentShape shape = {}) {
    Automation a;
    for (const auto& [time, value] : points)
        a.points.push_back({time, value, shape});
    return a;
}

/// What Csound's bpf gives.
double valueAt(const ParameterCurve& curve, double time) {
    const auto& p = curve.points;
    if (p.empty())
        return curve.initial;
    if (time < p.front().time)
        return p.front().value;
    for (std::size_t i = 1; i < p.size(); ++i)
        if (time < p[i].time)
            return p[i - 1].value + (p[i].value - p[i - 1].value) * (time - p[i - 1].time) /
                                        (p[i].time - p[i - 1].time);
    return p.back().value;
}

constexpr double cycle64 = 64 / 44100.0;
constexpr SegmentShape smooth{SegmentShape::Kind::Smooth, 1};
constexpr SegmentShape floorShape{SegmentShape::Kind::Floor, 1};

} // namespace

class ParameterCurvesTest : public QObject {
    Q_OBJECT

    static ParameterCurve merge(const std::vector<const Automation*>& all, double value = 0.1,
                                double start = 0) {
        return mergeAutomations(all, value, start, cycle64);
    }

  private slots:
    void nothingAutomatedIsNoCurve() {
        QCOMPARE(merge({}).initial, 0.1);
        QVERIFY(merge({}).points.empty());
    }

    void theParameterKeepsItsValueBeforeAndHoldsTheLast() {
        const Automation a = automation({{0.2, 0.4}, {0.8, 0.1}, {1.2, 0.5}});
        const ParameterCurve curve = merge({&a}, 0.25);
        QCOMPARE(curve.initial, 0.25);
        QCOMPARE(valueAt(curve, 0), 0.25);
        QCOMPARE(valueAt(curve, 0.1999), 0.25);
        QCOMPARE(valueAt(curve, 0.2), 0.4);
        QCOMPARE(valueAt(curve, 0.5), 0.25);
        QCOMPARE(valueAt(curve, 0.8), 0.1);
        QCOMPARE(valueAt(curve, 99), 0.5);
    }

    void aSetBeforeTheStartGivesTheFirstValue() {
        for (const double time : {-5.0, 0.0}) {
            const Automation set = automation({{time, 0.7}});
            QCOMPARE(merge({&set}).initial, 0.7);
            QVERIFY(merge({&set}).points.empty());
        }
    }

    void aSetJumpsJustBeforeItsMoment() {
        const Automation set = automation({{0.5, 0.7}});
        const ParameterCurve curve = merge({&set});
        QCOMPARE(curve.points.size(), std::size_t{2});
        QCOMPARE(valueAt(curve, 0.4999), 0.1);
        QCOMPARE(valueAt(curve, 0.5 - 1e-9), 0.7);
    }

    void theAutomationThatBeginsLaterWinsWhateverTheOrder() {
        const Automation later = automation({{0.6, 0.5}, {0.93, 0.2}});
        const Automation sooner = automation({{0, 0.1}, {1.5, 0.4}});
        const ParameterCurve curve = merge({&later, &sooner});
        QCOMPARE(valueAt(curve, 0.5), 0.2);
        QCOMPARE(valueAt(curve, 0.6), 0.5);
        QCOMPARE(valueAt(curve, 1.5), 0.2);
    }

    void ofTwoThatBeginTogetherTheLaterCallWinsAlone() {
        const Automation first = automation({{0.2, 0.1}, {1.2, 0.5}});
        const Automation second = automation({{0.2, 0.6}, {0.7, 0.2}});
        const ParameterCurve curve = merge({&first, &second});
        QCOMPARE(valueAt(curve, 0.2), 0.6);
        QCOMPARE(valueAt(curve, 1.2), 0.2);
    }

    void overtakeStartsFromWhatIsThereAndAReplacedCallDoesNotCount() {
        const Automation base = automation({{0, 0.2}, {1, 0.4}});
        const Automation replaced = automation({{0.5, 9}, {2, 9}});
        Automation over = automation({{0.5, 0}, {1.5, 0.8}});
        over.overtake = true;
        const ParameterCurve curve = merge({&base, &replaced, &over});
        QCOMPARE(valueAt(curve, 0.5), 0.3);
        QCOMPARE(valueAt(curve, 1.0), 0.55);
    }

    void overtakeOnAStepTakesTheStepThatStillHolds() {
        const Automation steps = automation({{0, 0.2}, {0.5, 0.9}, {1, 0.9}}, floorShape);
        Automation over = automation({{0.5, 0}, {1.5, 1}});
        over.overtake = true;
        QCOMPARE(valueAt(merge({&steps, &over}), 0.5), 0.2);
    }

    void pointsBeforeTheStartAreCroppedByInterpolation() {
        const Automation a = automation({{-0.5, 0}, {1.5, 0.8}});
        const ParameterCurve curve = merge({&a});
        QCOMPARE(curve.initial, 0.2);
        QCOMPARE(valueAt(curve, 0), 0.2);
        QCOMPARE(valueAt(curve, 0.5), 0.4);
    }

    void aLaterBeginningOfTheEventCropsTheSame() {
        const Automation a = automation({{0, 0}, {2, 0.8}}, smooth);
        const Automation set = automation({{1.5, 0.1}});
        const ParameterCurve whole = merge({&a, &set}), cropped = merge({&a, &set}, 0.1, 0.7);
        for (double t = 0; t < 2; t += 0.01)
            QVERIFY(std::abs(valueAt(whole, t + 0.7) - valueAt(cropped, t)) < 2e-5);
    }

    void anAutomationWhollyBeforeTheEventHasNoEffectAndIsReported() {
        const Automation before = automation({{-2, 0.5}, {-1, 0.9}});
        const ParameterCurve curve = merge({&before});
        QCOMPARE(curve.initial, 0.1);
        QCOMPARE(curve.unheard.size(), std::size_t{1});
    }

    void stepsHoldUntilTheNextPoint() {
        const Automation a =
            automation({{0.1, 0.4}, {0.53, 0.1}, {0.97, 0.3}, {1.37, 0.2}}, floorShape);
        const ParameterCurve curve = merge({&a});
        QCOMPARE(valueAt(curve, 0.5299), 0.4);
        QCOMPARE(valueAt(curve, 0.53), 0.1);
        QCOMPARE(valueAt(curve, 0.9699), 0.1);
        QCOMPARE(valueAt(curve, 1.37), 0.2);
    }

    void pointsAtOneTimeJump() {
        const Automation a = automation({{0, 0}, {1, 1}, {1, 0.5}, {2, 0.5}});
        const ParameterCurve curve = merge({&a});
        QVERIFY(std::abs(valueAt(curve, 1 - 3e-6) - 1) < 1e-5);
        QCOMPARE(valueAt(curve, 1), 0.5);
    }

    void aSteepSegmentAfterAJumpIsExact() {
        const Automation a = automation({{0.1, 20000}, {0.1001, 0}});
        QVERIFY(std::abs(valueAt(merge({&a}), 0.10005) - 10000) < 1e-6);
    }

    void everyShapeFollowsItsFormulaAtEachCycle_data() {
        QTest::addColumn<QString>("shape");
        QTest::addColumn<double>("cycle");
        for (const char* shape :
             {"linear", "cos", "smooth", "smoother", "floor", "exp=2", "exp=2.5", "exp=0.5",
              "exp=1.5", "exp=0.05", "exp=9", "exp=200", "exp=1"})
            for (const double ksmps : {1.0, 64.0, 512.0})
                QTest::newRow(qPrintable(QString("%1 at ksmps %2").arg(shape).arg(ksmps)))
                    << QString(shape) << ksmps / 44100;
    }
    void everyShapeFollowsItsFormulaAtEachCycle() {
        QFETCH(QString, shape);
        QFETCH(double, cycle);
        const SegmentShape s = *SegmentShape::fromText(shape.toStdString());
        const Automation a = automation({{0.03, 0.1}, {0.53, 0.8}, {0.551, 0.3}, {2, 0.25}}, s);
        const ParameterCurve curve = mergeAutomations({&a}, 0.5, 0, cycle);
        QVERIFY(std::is_sorted(
            curve.points.begin(), curve.points.end(),
            [](const CurvePoint& x, const CurvePoint& y) { return x.time < y.time; }));
        for (double n = 0; n * cycle < 2.2; ++n) {
            const double t = n * cycle;
            double wanted = t < 0.03 ? 0.5 : 0.25;
            for (std::size_t i = 0; i + 1 < a.points.size(); ++i)
                if (t >= a.points[i].time && t < a.points[i + 1].time)
                    wanted =
                        a.points[i].value + (a.points[i + 1].value - a.points[i].value) *
                                                s.at((t - a.points[i].time) /
                                                     (a.points[i + 1].time - a.points[i].time));
            QVERIFY2(std::abs(valueAt(curve, t) - wanted) < 1e-5,
                     qPrintable(QString::number(t) + ": " + QString::number(valueAt(curve, t)) +
                                " for " + QString::number(wanted)));
        }
        QVERIFY(curve.points.size() < 3500);
    }

    void manyPointsStayAsTheyAre() {
        Automation a;
        for (int i = 0; i < 10000; ++i)
            a.points.push_back({i * 1e-3, std::sin(i * 0.01), {}});
        const ParameterCurve curve = merge({&a});
        QVERIFY(curve.points.size() <= 10002);
        QCOMPARE(valueAt(curve, 5), std::sin(50.0));
    }

    void aBusIsSetOnceAndAutomatedFromFirstToLastPoint() {
        const Automation set = automation({{0.43, 0.5}});
        const Automation a = automation({{0.82, 0.5}, {1.32, 0.1}, {1.52, 0.2}});
        std::vector<const Automation*> unheard;
        const auto curves = layOutBusAutomations({&set, &a}, 0, cycle64, unheard);
        QCOMPARE(curves.size(), std::size_t{2});
        QCOMPARE(curves[0].start, 0.43);
        QCOMPARE(curves[0].duration, 0.0);
        QCOMPARE(curves[0].points.front().value, 0.5);
        QCOMPARE(curves[1].start, 0.82);
        QVERIFY(std::abs(curves[1].duration - 0.7) < 1.5 * cycle64);
        QCOMPARE(curves[1].fractions, std::size_t{0});
    }

    void aBusAutomationEndsWhereTheNextBegins() {
        const Automation a = automation({{0, 0.5}, {2, 0.1}});
        const Automation set = automation({{1, 0.9}});
        std::vector<const Automation*> unheard;
        const auto curves = layOutBusAutomations({&a, &set}, 0, cycle64, unheard);
        QVERIFY(std::abs(curves[0].duration - 1) < cycle64);
        QVERIFY(std::abs(std::remainder(curves[0].duration / cycle64, 1)) > 0.4);
        QCOMPARE(curves[1].start, 1.0);
    }

    void aBusOvertakeHoldsFractionsOfTheWay() {
        Automation a = automation({{1.5, 0}, {1.9, 0.2}, {2.5, 0.6}});
        a.overtake = true;
        std::vector<const Automation*> unheard;
        const auto curves = layOutBusAutomations({&a}, 0, cycle64, unheard);
        QCOMPARE(curves.size(), std::size_t{1});
        QCOMPARE(curves[0].fractions, std::size_t{2});
        QCOMPARE(curves[0].target, 0.2);
        QCOMPARE(curves[0].points[0].value, 0.0);
        QCOMPARE(curves[0].points[1].value, 1.0);
        QCOMPARE(curves[0].points.back().value, 0.6);
    }
};

QTEST_GUILESS_MAIN(ParameterCurvesTest)
#include "parameter_curves_test.moc"
