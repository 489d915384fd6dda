// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QtTest>
#include <cmath>
#include <memory>

#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/automation/automation_lane.h"
#include "ui/automation/point_popup.h"
#include "ui/look/figures.h"
#include "ui/look/palette.h"

using namespace stria;
using test::SmallScore;

/// 100 pixels a second, a grid of tenths; the event `first` lies from 1 s to 3 s.
class AutomationLaneTest : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<SmallScore> m_score;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<TimeAxis> m_axis;
    std::unique_ptr<TimeGrid> m_grid;
    std::unique_ptr<InstrumentFacts> m_facts;
    std::unique_ptr<AutomationLane> m_lane;
    AutomationId m_curve;

    const Project& project() const { return m_document->project(); }
    const std::vector<Breakpoint>& points() const { return project().find(m_curve)->points; }
    QPoint at(std::size_t index) const { return m_lane->positionOf({m_curve, index})->toPoint(); }
    void move(const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
        QMouseEvent event(QEvent::MouseMove, to, m_lane->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(m_lane.get(), &event);
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(m_lane.get(), Qt::LeftButton, modifiers, from);
        move((from + to) / 2, modifiers);
        move(to, modifiers);
        QTest::mouseRelease(m_lane.get(), Qt::LeftButton, modifiers, to);
    }
    void verifyUndo(const Project& before) {
        const Project after = project();
        QVERIFY(!(after == before));
        m_document->undoStack().undo();
        QVERIFY(project() == before);
        m_document->undoStack().redo();
        QVERIFY(project() == after);
        m_document->undoStack().undo();
        QVERIFY(project() == before);
    }

  private slots:
    void init() {
        m_score = std::make_unique<SmallScore>();
        m_curve = m_score->automate(m_score->first, "kamp", {{0, 0.2}, {1, 0.8}, {2, 0.4}});
        m_document = std::make_unique<Document>();
        m_document->reset(m_score->project, {});
        m_axis = std::make_unique<TimeAxis>();
        m_axis->setWidth(600);
        m_axis->setPixelsPerSecond(100);
        m_grid = std::make_unique<TimeGrid>();
        m_facts = std::make_unique<InstrumentFacts>();
        const auto events = [this](double, double) {
            return std::vector<EventId>{m_score->first, m_score->second};
        };
        m_lane = std::make_unique<AutomationLane>(*m_document, *m_axis, *m_grid, *m_facts,
                                                  ParameterOfEvents{"kamp", events});
        m_lane->resize(600, 120);
        m_lane->show();
        m_document->selection().setEvents({m_score->first}, m_score->first);
    }
    void cleanup() {
        m_lane.reset();
        m_document.reset();
    }

    void aDragMovesAPointInTimeAndValue() {
        const Project before = project();
        // A tenth of the range is a tenth of 100 pixels.
        drag(at(1), at(1) + QPoint(50, 20));
        QCOMPARE(points()[1].time, 1.5);
        QVERIFY(qAbs(points()[1].value - 0.6) < 0.011);
        QCOMPARE(points()[0].time, 0.0);
        verifyUndo(before);
    }

    /// Whether the line is painted at a time and value, in its colour or nearly.
    bool isPainted(const QImage& picture, double seconds, double value) const {
        const QColor wanted = look::colours().accent;
        const int x = static_cast<int>(seconds * 100);
        const int y = static_cast<int>(10 + (1 - value) * 100);
        for (int row = y - 2; row <= y + 2; ++row) {
            const QColor at = picture.pixelColor(x, row);
            if (qAbs(at.red() - wanted.red()) + qAbs(at.green() - wanted.green()) +
                    qAbs(at.blue() - wanted.blue()) <
                60)
                return true;
        }
        return false;
    }
    void theCurveIsPaintedFromEndToEnd_data() {
        QTest::addColumn<int>("count");
        QTest::newRow("few points") << 5;
        QTest::newRow("more than a piece") << 100;
        QTest::newRow("several to a pixel") << 2000;
    }
    void theCurveIsPaintedFromEndToEnd() {
        QFETCH(int, count);
        m_document->edit("points", [&](Project& p) {
            Automation automation = *p.find(m_curve);
            automation.points.clear();
            for (int i = 0; i <= count; ++i)
                automation.points.push_back({2.0 * i / count, 0.2 + 0.6 * i / count, {}});
            (void)p.change(automation);
        });
        const QImage picture = m_lane->grab().toImage();
        const double pitch = 2.0 / count;
        for (double time = 0.03; time < 1.97; time += 0.01) {
            // The circles of few points hide the line.
            if (count < 10 && std::abs(time - std::round(time / pitch) * pitch) < 0.06)
                continue;
            QVERIFY2(isPainted(picture, 1 + time, 0.2 + 0.3 * time),
                     qPrintable(figures::shortest(time)));
        }
        QVERIFY(!isPainted(picture, 2, 0.8));
    }

    void aPointStopsAtItsNeighbour() {
        drag(at(1), at(1) + QPoint(300, 0));
        QCOMPARE(points()[1].time, 2.0);
    }

    void aDoubleClickAddsAPoint() {
        const Project before = project();
        QTest::mouseDClick(m_lane.get(), Qt::LeftButton, {}, QPoint(150, 60));
        QCOMPARE(points().size(), std::size_t{4});
        QCOMPARE(points()[1].time, 0.5);
        QVERIFY(qAbs(points()[1].value - 0.5) < 0.01);
        verifyUndo(before);
    }

    void pressingTheLineAddsAPointAndDragsIt() {
        const Project before = project();
        const QPoint middle = (at(0) + at(1)) / 2;
        drag(middle, middle - QPoint(0, 30));
        QCOMPARE(points().size(), std::size_t{4});
        QCOMPARE(points()[1].time, 0.5);
        QVERIFY(qAbs(points()[1].value - 0.8) < 0.02);
        verifyUndo(before);
    }

    void theConstantOfAnEventWithoutACurveBeginsOne() {
        const Project before = project();
        m_document->selection().setEvents({m_score->second}, m_score->second);
        // kamp is 0.3 there; the event begins at 4 s.
        const QPoint line(450, 10 + 70);
        drag(line, line - QPoint(0, 20));
        const auto curves = project().automationsOf(m_score->second);
        QCOMPARE(curves.size(), std::size_t{1});
        QCOMPARE(curves[0]->points.size(), std::size_t{2});
        QCOMPARE(curves[0]->points[0].value, 0.3);
        QCOMPARE(curves[0]->points[1].time, 0.5);
        QVERIFY(qAbs(curves[0]->points[1].value - 0.5) < 0.02);
        verifyUndo(before);
    }

    void deleteRemovesWhatIsChosen() {
        const Project before = project();
        QTest::mouseClick(m_lane.get(), Qt::LeftButton, {}, at(1));
        QTest::keyClick(m_lane.get(), Qt::Key_Delete);
        QCOMPARE(points().size(), std::size_t{2});
        verifyUndo(before);
    }

    void aRubberBandChoosesPointsThatMoveTogether() {
        const Project before = project();
        drag({180, 2}, {320, 118});
        QCOMPARE(m_lane->chosenPoints().size(), std::size_t{2});
        drag(at(1), at(1) + QPoint(0, 10));
        QVERIFY(qAbs(points()[1].value - 0.7) < 0.011);
        QVERIFY(qAbs(points()[2].value - 0.3) < 0.011);
        verifyUndo(before);
    }

    void theHandleBendsASegment() {
        m_document->edit("shape", [&](Project& p) {
            curve_edits::setShape(p, {m_curve, 0}, {SegmentShape::Kind::Power, 2});
        });
        const Project before = project();
        // Halfway in time, at a quarter of the way from 0.2 to 0.8.
        const QPoint handle(150, static_cast<int>(10 + (1 - 0.35) * 100));
        drag(handle, {150, static_cast<int>(10 + (1 - 0.275) * 100)});
        const SegmentShape shape = points()[0].shape;
        QVERIFY(shape.kind == SegmentShape::Kind::Power);
        QVERIFY(qAbs(shape.exponent - 3) < 0.1);
        verifyUndo(before);
    }

    void keysChooseAndMovePoints() {
        m_lane->setFocus();
        QTest::keyClick(m_lane.get(), Qt::Key_Right);
        QTest::keyClick(m_lane.get(), Qt::Key_Right);
        QCOMPARE(*m_lane->chosenPoints().begin(), (PointRef{m_curve, 1}));
        const Project before = project();
        QTest::keyClick(m_lane.get(), Qt::Key_Up);
        QTest::keyClick(m_lane.get(), Qt::Key_Up);
        QVERIFY(qAbs(points()[1].value - 0.82) < 1e-9);
        verifyUndo(before);
    }

    void timeAndValueCanBeTyped() {
        const Project before = project();
        m_lane->typePoint({m_curve, 1});
        QPointer<PointPopup> popup = m_lane->findChild<PointPopup*>();
        QVERIFY(popup);
        popup->valueField().selectAll();
        QTest::keyClicks(&popup->valueField(), "0.55");
        QTest::keyClick(&popup->valueField(), Qt::Key_Return);
        QCOMPARE(points()[1].value, 0.55);
        QTRY_VERIFY(!popup); // Return is the end
        m_lane->typePoint({m_curve, 1});
        popup = m_lane->findChild<PointPopup*>();
        popup->timeField().setFocus();
        popup->timeField().selectAll();
        QTest::keyClicks(&popup->timeField(), "1.25");
        QTest::keyClick(&popup->timeField(), Qt::Key_Return);
        QCOMPARE(points()[1].time, 1.25);
        QCOMPARE(points()[1].value, 0.55);
        QTRY_VERIFY(!popup);
        m_document->undoStack().undo();
        m_document->undoStack().undo();
        QVERIFY(project() == before);
    }

    void aClickOnAnotherCurveChoosesItsEvent() {
        QTest::mouseClick(m_lane.get(), Qt::LeftButton, {}, QPoint(450, 80));
        QCOMPARE(m_document->selection().currentEvent(), m_score->second);
    }

    void escapeTakesADragBack() {
        const Project before = project();
        QTest::mousePress(m_lane.get(), Qt::LeftButton, {}, at(1));
        move(at(1) + QPoint(30, 30));
        QTest::keyClick(m_lane.get(), Qt::Key_Escape);
        QTest::mouseRelease(m_lane.get(), Qt::LeftButton, {}, QPoint(300, 60));
        QVERIFY(project() == before);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void itTellsWhatIsChosen() {
        QTest::mouseClick(m_lane.get(), Qt::LeftButton, {}, at(1));
        QVERIFY(m_lane->accessibleName().contains("kamp"));
        QVERIFY(m_lane->accessibleDescription().contains("0.8"));
    }

    void thePenDrawsByHandOverWhatWasThere() {
        const Project before = project();
        m_lane->setPen(true);
        // From 1.5 s to 2.5 s of the score, half a second into the event and on.
        const QPoint from(150, 100), to(250, 20);
        QTest::mousePress(m_lane.get(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 50; ++i)
            move(from + (to - from) * i / 50);
        QTest::mouseRelease(m_lane.get(), Qt::LeftButton, {}, to);
        // A straight line needs two points, between the first and the last of before.
        QCOMPARE(points().size(), std::size_t{4});
        QCOMPARE(points()[0].time, 0.0);
        QVERIFY(qAbs(points()[1].time - 0.5) < 0.011);
        QVERIFY(qAbs(points()[2].time - 1.5) < 0.011);
        QVERIFY(points()[2].value - points()[1].value > 0.7);
        QCOMPARE(points()[3].time, 2.0);
        verifyUndo(before);
    }

    void aCurveIsCopiedToAnotherEventByKeys() {
        m_lane->setFocus();
        QTest::keyClick(m_lane.get(), Qt::Key_C, Qt::ControlModifier);
        m_document->selection().setEvents({m_score->second}, m_score->second);
        QTest::keyClick(m_lane.get(), Qt::Key_V, Qt::ControlModifier);
        const auto copies = project().automationsOf(m_score->second);
        QCOMPARE(copies.size(), std::size_t{1});
        QCOMPARE(copies[0]->points, points());
    }

    void nonsenseIsNotPasted() {
        const Project before = project();
        QSignalSpy said(m_lane.get(), &AutomationLane::said);
        QApplication::clipboard()->setText("0 1\nnonsense 2\n");
        m_lane->setFocus();
        QTest::keyClick(m_lane.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(said.count(), 1);
        QVERIFY(said[0][0].toString().contains("Line 2"));
        QVERIFY(project() == before);
    }
};

STRIA_WIDGET_TEST(AutomationLaneTest)
#include "automation_lane_test.moc"
