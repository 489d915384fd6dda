// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/curve_tools.h"

#include <QSignalSpy>
#include <QtTest>

#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/automation/curve_tool_popup.h"

using namespace stria;
using test::SmallScore;

class CurveToolsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<SmallScore> m_score;
    AutomationId m_curve;

    Project& project() { return m_score->project; }
    const std::vector<Breakpoint>& points() { return project().find(m_curve)->points; }
    std::vector<PointRef> all() { return curve_tools::pointsOf(project(), m_score->first, "kamp"); }
    void edit(const std::function<void(Automation&)>& work) {
        Automation automation = *project().find(m_curve);
        work(automation);
        (void)project().change(automation);
    }

    static void type(NumberField& field, const char* text) {
        field.selectAll();
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    }

  private slots:
    void init() {
        m_score = std::make_unique<SmallScore>();
        m_curve = m_score->automate(m_score->first, "kamp", {{0, 0.2}, {0.5, 0.8}, {2, 0.4}});
    }

    void valuesAreScaledAndMoved() {
        curve_tools::changeValues(project(), all(), 2, 0.1);
        QCOMPARE(points()[0].value, 0.5);
        QCOMPARE(points()[1].value, 1.7);
        QCOMPARE(points()[2].time, 2.0);
    }

    void whatAnOvertakingCurveBeginsWithIsLeftAlone() {
        edit([](Automation& automation) {
            automation.overtake = true;
            automation.points[0].value = 0;
        });
        curve_tools::changeValues(project(), all(), 2, 0.1);
        QCOMPARE(points()[0].value, 0.0);
        curve_tools::reverse(project(), all());
        QCOMPARE(points()[0].time, 0.0);
        QVERIFY(project().find(m_curve)->overtake);
        QCOMPARE(points()[1].value, 0.9); // 0.4 * 2 + 0.1
    }

    void aCurveIsTurnedRound() {
        edit([](Automation& automation) {
            automation.points[0].shape = {SegmentShape::Kind::Cosine, 1};
        });
        curve_tools::reverse(project(), all());
        QCOMPARE(points()[0], (Breakpoint{0, 0.4, {}}));
        QCOMPARE(points()[1].time, 1.5);
        QCOMPARE(points()[1].value, 0.8);
        QCOMPARE(points()[1].shape.kind, SegmentShape::Kind::Cosine);
        QCOMPARE(points()[2].value, 0.2);
        curve_tools::reverse(project(), all());
        QCOMPARE(points()[1].time, 0.5);
        QCOMPARE(points()[0].shape.kind, SegmentShape::Kind::Cosine);
    }

    void pointsOnAStraightLineAreLeftOut() {
        edit([](Automation& automation) {
            automation.points.clear();
            for (int i = 0; i <= 100; ++i)
                automation.points.push_back({i / 100.0, i / 100.0, {}});
        });
        QCOMPARE(curve_tools::thin(project(), all(), 1e-6), std::size_t{2});
        QCOMPARE(points().size(), std::size_t{2});
    }

    void thinningKeepsTheEndsOfBentSegments() {
        edit([](Automation& automation) {
            automation.points.clear();
            for (int i = 0; i <= 10; ++i)
                automation.points.push_back({i / 10.0, i / 10.0, {}});
            automation.points[5].shape = {SegmentShape::Kind::Smooth, 1};
        });
        curve_tools::thin(project(), all(), 1e-6);
        QCOMPARE(points().size(), std::size_t{4});
        QCOMPARE(points()[1].time, 0.5);
        QCOMPARE(points()[1].shape.kind, SegmentShape::Kind::Smooth);
        QCOMPARE(points()[2].time, 0.6);
    }

    void aLineReplacesWhatItCovers() {
        curve_tools::drawOver(project(), m_score->first, "kamp", {{0.4, 0, {}}, {1, 1, {}}}, 0.3);
        QCOMPARE(points().size(), std::size_t{4});
        QCOMPARE(points()[1].time, 0.4);
        QCOMPARE(points()[2].time, 1.0);
        QCOMPARE(points()[3].time, 2.0);
    }

    void aLaterAutomationDoesNotTakeOverUnderTheLine() {
        const AutomationId later =
            m_score->automate(m_score->first, "kamp", {{0.7, 0.5}, {1.8, 0.5}});
        const AutomationId small = m_score->automate(m_score->first, "kamp", {{0.8, 0.9}});
        curve_tools::drawOver(project(), m_score->first, "kamp", {{0.4, 0, {}}, {1, 1, {}}}, 0.3);
        QVERIFY(!project().find(small));
        QCOMPARE(project().find(later)->points.size(), std::size_t{1});
        QCOMPARE(project().find(later)->points[0].time, 1.8);
    }

    void aLineWhereThereIsNoCurveBeginsOne() {
        curve_tools::drawOver(project(), m_score->second, "kamp", {{0.4, 0, {}}, {1, 1, {}}}, 0.3);
        const auto made = project().automationsOf(m_score->second);
        QCOMPARE(made.size(), std::size_t{1});
        QCOMPARE(made[0]->points.front(), (Breakpoint{0, 0.3, {}}));
        QCOMPARE(made[0]->points[1], (Breakpoint{0.4, 0.3, {}}));
        QCOMPARE(made[0]->points.size(), std::size_t{4});
    }

    void textIsReadBackAsItWasWritten() {
        edit([](Automation& automation) {
            automation.points[0].shape = {SegmentShape::Kind::Power, 2.5};
        });
        const auto read = curve_tools::fromText(curve_tools::toText(project(), all()));
        QVERIFY(read.has_value());
        QCOMPARE(*read, points());
    }

    void cellsOfOtherProgramsAreRead() {
        const auto read = curve_tools::fromText("0,1\n0.5 2\r\n1\t-3e-2\tcos\n\n");
        QVERIFY(read.has_value());
        QCOMPARE(read->size(), std::size_t{3});
        QCOMPARE((*read)[2].value, -0.03);
        QCOMPARE((*read)[2].shape.kind, SegmentShape::Kind::Cosine);
    }

    void wrongTextIsNamedByItsLine_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("letters") << "0 1\nabc 2";
        QTest::newRow("one number") << "0 1\n5";
        QTest::newRow("infinite") << "0 1\n1 1e999";
        QTest::newRow("shape") << "0 1\n1 2 wavy";
    }
    void wrongTextIsNamedByItsLine() {
        QFETCH(QString, text);
        const auto read = curve_tools::fromText(text.toStdString());
        QVERIFY(!read.has_value());
        QVERIFY(read.error().message.find("Line 2") != std::string::npos);
        QVERIFY(!curve_tools::fromText("").has_value());
    }

    void theSmallWindowShowsAtOnceAndKeepsOnlyWhatIsApplied() {
        Document document;
        document.reset(project(), {});
        const Project before = document.project();
        const auto open = [&](CurveToolPopup::Tool tool) {
            return std::make_unique<CurveToolPopup>(document, tool, all(), ValueScale(), nullptr);
        };
        auto popup = open(CurveToolPopup::Tool::Scale);
        QTest::keyClick(&popup->first(), Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(popup->first().value(), 2.0);
        QCOMPARE(document.project().find(m_curve)->points[1].value, 1.6);
        popup.reset();
        QVERIFY(document.project() == before);
        popup = open(CurveToolPopup::Tool::Scale);
        type(*popup->second(), "0.1");
        popup.reset();
        QCOMPARE(document.undoStack().count(), 1);
        QVERIFY(qAbs(document.project().find(m_curve)->points[1].value - 0.9) < 1e-12);
        document.discardJournal();
    }
};

STRIA_WIDGET_TEST(CurveToolsTest)
#include "curve_tools_test.moc"
