// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/knob_take.h"

#include <QtTest>

#include "engine/compile/parameter_curves.h"
#include "tests/engine/compile/score_builder.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

/// An event of four seconds whose kamp is 0.3 unless a curve moves it.
class KnobTakeTest : public QObject {
    Q_OBJECT

    ScoreBuilder m_score;
    InstrumentFacts m_facts;
    EventId m_event;

    ParameterCurve curve() const {
        return mergeAutomations(m_score.project.automationsOf(m_event), 0.3, 0, 0.001);
    }
    /// From 1 s to 2 s the knob goes from 0.9 to 0.7.
    KnobTake take(bool letGo = true) const {
        KnobTake take(m_event);
        for (int i = 0; i <= 20; ++i)
            take.turn("kamp", 1 + i / 20.0, 0.9 - i * 0.01, 0.001);
        if (letGo)
            take.letGo("kamp", 2);
        return take;
    }
    /// What was there before and after the touch, and the knob in between.
    void compare(const ParameterCurve& before) const {
        const ParameterCurve after = curve();
        for (double time = 0.01; time < 4; time += 0.05) {
            const bool touched = time > 1 && time < 2;
            const double expected = touched ? 0.9 - (time - 1) * 0.2 : before.valueAt(time);
            QVERIFY2(std::abs(after.valueAt(time) - expected) < 0.002,
                     qPrintable(QStringLiteral("%1 s: %2, expected %3")
                                    .arg(time)
                                    .arg(after.valueAt(time))
                                    .arg(expected)));
        }
    }

  private slots:
    void init() {
        m_score = ScoreBuilder();
        m_facts.clear();
        m_event = m_score.event(m_score.instrument("tone", "|kamp=0.3|\nouts a(kamp)\n"), 5, 4);
    }

    void onlyWhatWasTouchedIsAnother_data() {
        using Kind = SegmentShape::Kind;
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("overtake");
        QTest::newRow("straight") << static_cast<int>(Kind::Linear) << false;
        QTest::newRow("steps") << static_cast<int>(Kind::Floor) << false;
        QTest::newRow("smooth") << static_cast<int>(Kind::Smooth) << false;
        QTest::newRow("bent") << static_cast<int>(Kind::Power) << false;
        QTest::newRow("overtaking") << static_cast<int>(Kind::Cosine) << true;
    }
    void onlyWhatWasTouchedIsAnother() {
        QFETCH(int, kind);
        QFETCH(bool, overtake);
        SegmentShape shape{static_cast<SegmentShape::Kind>(kind), 1};
        if (shape.kind == SegmentShape::Kind::Power)
            shape.exponent = 3;
        const AutomationId id = m_score.automate(
            m_event, "kamp", {{0, 0}, {1.6, 1}, {2.5, 0.2}, {3.5, 0.6}}, shape, overtake);
        const ParameterCurve before = curve();
        take().write(m_score.project, m_facts);
        compare(before);
        QCOMPARE(m_score.project.automationsOf(m_event).size(), std::size_t(1));
        QVERIFY(m_score.project.find(id)->overtake == overtake);
        // What lies apart keeps its points and shapes.
        QCOMPARE(m_score.project.find(id)->points.back(), (Breakpoint{3.5, 0.6, shape}));
    }
    void severalCurvesBecomeOne() {
        m_score.automate(m_event, "kamp", {{0, 0}, {3, 1}});
        m_score.automate(m_event, "kamp", {{2.5, 0.1}, {3.5, 0.9}});
        const ParameterCurve before = curve();
        take().write(m_score.project, m_facts);
        compare(before);
        QCOMPARE(m_score.project.automationsOf(m_event).size(), std::size_t(1));
    }
    void aTouchBeforeTheCurveBeginsLeavesWhatIsHeld() {
        m_score.automate(m_event, "kamp", {{3, 0.5}, {3.5, 0.9}}, {}, true);
        const ParameterCurve before = curve();
        take().write(m_score.project, m_facts);
        compare(before);
    }
    void withoutACurveTheKnobLeavesItsValue() {
        take().write(m_score.project, m_facts);
        const ParameterCurve after = curve();
        QCOMPARE(after.valueAt(0.5), 0.3);
        QVERIFY(std::abs(after.valueAt(1.5) - 0.8) < 0.002);
        QVERIFY(std::abs(after.valueAt(3) - 0.7) < 1e-9);
    }
    void aKnobThatIsNotLetGoHoldsToTheEnd() {
        m_score.automate(m_event, "kamp", {{0, 0}, {3, 1}});
        take(false).write(m_score.project, m_facts);
        QVERIFY(std::abs(curve().valueAt(3.9) - 0.7) < 1e-9);
    }
    void aKnobThatRestsIsNoRamp() {
        KnobTake take(m_event);
        take.turn("kamp", 1, 0.5, 0.001);
        take.turn("kamp", 3, 0.9, 0.001);
        take.write(m_score.project, m_facts);
        QVERIFY(std::abs(curve().valueAt(2.9) - 0.5) < 1e-9);
        QVERIFY(std::abs(curve().valueAt(3.1) - 0.9) < 1e-9);
    }
    void anEventThatIsGoneTakesNothing() {
        (void)m_score.project.remove(m_event);
        take().write(m_score.project, m_facts);
        QVERIFY(m_score.project.all<Automation>().empty());
    }
};

STRIA_TEST(KnobTakeTest)
#include "knob_take_test.moc"
