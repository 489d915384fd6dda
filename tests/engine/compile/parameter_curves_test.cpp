// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/parameter_curves.h"
#include "tests/support/test_program.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

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
    const auto next = std::upper_bound(
        p.begin(), p.end(), time, [](double t, const CurvePoint& point) { return t < point.time; });
    if (next == p.begin())
        return p.front().value;
    if (next == p.end())
        return p.back().value;
    const CurvePoint& before = *std::prev(next);
    return before.value +
           (next->value - before.value) * (time - before.time) / (next->time - before.time);
}

/// The definition, word by word: who rules at a time, and what its curve has there.
class Definition {
  public:
    Definition(const std::vector<const Automation*>& all, double value)
        : m_all(all), m_value(value) {}

    /// `before`: just before the time.
    double at(double time, bool before) const {
        const Automation* ruler = nullptr;
        for (const Automation* a : m_all) {
            const double first = a->points.front().time;
            const bool unheard = a->points.size() > 1 && a->points.back().time < 0;
            if (unheard || (before ? first >= time : first > time))
                continue;
            if (!ruler || first >= ruler->points.front().time)
                ruler = a;
        }
        return ruler ? valueOf(*ruler, time, before) : m_value;
    }

  private:
    double valueOf(const Automation& a, double time, bool before) const {
        const auto y = [&](std::size_t i) {
            return i == 0 && a.overtake ? at(a.points[0].time, true) : a.points[i].value;
        };
        for (std::size_t i = a.points.size() - 1; i > 0; --i) {
            const Breakpoint &p = a.points[i - 1], &q = a.points[i];
            if (before ? q.time < time : q.time <= time)
                return y(i);
            if (before ? p.time < time : p.time <= time)
                return y(i - 1) +
                       (y(i) - y(i - 1)) * (p.shape.kind == SegmentShape::Kind::Floor
                                                ? 0
                                                : p.shape.at((time - p.time) / (q.time - p.time)));
        }
        return y(0);
    }

    const std::vector<const Automation*>& m_all;
    double m_value;
};

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

    void whateverIsAutomatedFollowsTheDefinition() {
        std::mt19937 random(7);
        const auto pick = [&](int count) { return static_cast<int>(random() % count); };
        const SegmentShape shapes[] = {{},
                                       smooth,
                                       floorShape,
                                       {SegmentShape::Kind::Cosine, 1},
                                       {SegmentShape::Kind::Power, 3}};
        for (int round = 0; round < 400; ++round) {
            std::vector<Automation> automations(static_cast<std::size_t>(1 + pick(5)));
            for (Automation& a : automations) {
                // Times on a coarse grid, so that many coincide.
                int tenths = pick(20) - 5;
                for (int points = 1 + pick(4); points > 0; --points) {
                    a.points.push_back({tenths / 10.0, pick(100) * 0.01, shapes[pick(5)]});
                    tenths += pick(4);
                }
                a.overtake = pick(3) == 0;
            }
            std::vector<const Automation*> all;
            for (const Automation& a : automations)
                all.push_back(&a);
            const double cycle = pick(2) ? cycle64 : 1 / 44100.0;
            const ParameterCurve curve = mergeAutomations(all, 0.5, 0, cycle);
            const Definition definition(all, 0.5);
            QVERIFY(std::abs(curve.initial - definition.at(0, false)) < 1e-9);
            for (double n = 0; n * cycle < 3.5; n += cycle == cycle64 ? 1 : 29) {
                const double t = n * cycle;
                // A cycle that falls into the 2 us of a jump may have either value.
                const double wanted = definition.at(t, false), got = valueAt(curve, t);
                const bool good = std::abs(got - wanted) < 2e-5 ||
                                  std::abs(wanted - definition.at(t + 3e-6, false)) > 1e-4;
                QVERIFY2(good, qPrintable(QString("round %1, %2 s: %3 for %4")
                                              .arg(round)
                                              .arg(t)
                                              .arg(got)
                                              .arg(wanted)));
            }
        }
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

STRIA_CORE_TEST(ParameterCurvesTest)
#include "parameter_curves_test.moc"
