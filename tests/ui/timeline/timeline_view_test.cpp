// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QClipboard>
#include <QtTest>
#include <memory>

#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/automation/automation_lane.h"
#include "ui/look/palette.h"
#include "ui/timeline/automation_lanes.h"
#include "ui/timeline/event_drag.h"
#include "ui/timeline/event_labels.h"
#include "ui/timeline/ruler.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/track_headers.h"

using namespace stria;
using test::SmallScore;

/// Mouse and keys, at 40 pixels a second and a grid of seconds.
class TimelineViewTest : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<SmallScore> m_score;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<TimeAxis> m_axis;
    std::unique_ptr<TimeGrid> m_grid;
    std::unique_ptr<TimelineView> m_view;

    const Project& project() const { return m_document->project(); }
    const ScoreEvent& eventOf(EventId id) const { return *project().find(id); }
    QWidget* canvas() const { return m_view->canvas().viewport(); }
    QPoint centre(EventId id) const { return m_view->canvas().rectOf(id).center().toPoint(); }

    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(canvas(), Qt::LeftButton, modifiers, from);
        move((from + to) / 2, modifiers);
        move(to, modifiers);
        QTest::mouseRelease(canvas(), Qt::LeftButton, modifiers, to);
    }
    void move(const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
        QMouseEvent event(QEvent::MouseMove, to, canvas()->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(canvas(), &event);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&m_view->canvas(), key, modifiers);
    }
    /// One step of undo gives the document as it was, redo as it is.
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
        m_document = std::make_unique<Document>();
        m_document->reset(m_score->project, {});
        m_axis = std::make_unique<TimeAxis>();
        m_grid = std::make_unique<TimeGrid>();
        m_view = std::make_unique<TimelineView>(*m_document, *m_axis, *m_grid);
        m_view->resize(1000, 500);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_axis->setStart(0);
        m_axis->setPixelsPerSecond(40);
        m_view->canvas().setFocus();
    }
    void cleanup() {
        m_view.reset();
        m_document.reset();
    }

    void aDoubleClickAddsAnEventOfTheLane() {
        const Project before = project();
        QTest::mouseDClick(canvas(), Qt::LeftButton, {},
                           QPoint(40 * 6 + 3, centre(m_score->first).y()));
        QTest::mouseRelease(canvas(), Qt::LeftButton, {}, QPoint(40 * 6 + 3, 30));
        QCOMPARE(project().all<ScoreEvent>().size(), std::size_t{5});
        const ScoreEvent& added = eventOf(m_document->selection().currentEvent());
        QCOMPARE(added.instrument, m_score->glass);
        QCOMPARE(added.start, 6.0);
        verifyUndo(before);
    }

    void thePenDrawsAnEventAsLongAsTheDrag() {
        const Project before = project();
        m_document->selection().setCurrentInstrument(m_score->pad);
        key(Qt::Key_P);
        QVERIFY(m_view->canvas().hasPen());
        drag({40 * 6, 400}, {40 * 9, 400});
        const ScoreEvent& added = eventOf(m_document->selection().currentEvent());
        QCOMPARE(added.instrument, m_score->pad);
        QCOMPARE(added.start, 6.0);
        QCOMPARE(added.duration, 3.0);
        verifyUndo(before);
        key(Qt::Key_Escape);
        QVERIFY(!m_view->canvas().hasPen());
    }

    void aDragMovesAllThatIsChosenByTheGrid() {
        const Project before = project();
        m_document->selection().setEvents({m_score->first, m_score->second});
        const QPoint from = centre(m_score->first);
        drag(from, from + QPoint(83, 0));
        QCOMPARE(eventOf(m_score->first).start, 3.0);
        QCOMPARE(eventOf(m_score->second).start, 6.0);
        QCOMPARE(eventOf(m_score->low).start, 2.0);
        verifyUndo(before);
    }

    void altSuspendsTheGrid() {
        const QPoint from = centre(m_score->first);
        drag(from, from + QPoint(10, 0), Qt::AltModifier);
        QCOMPARE(eventOf(m_score->first).start, 1.25);
    }

    void ctrlPressedDuringADragSuspendsTheGrid() {
        const QPoint from = centre(m_score->first);
        QTest::mousePress(canvas(), Qt::LeftButton, {}, from);
        move(from + QPoint(15, 0));
        move(from + QPoint(30, 0));
        const double onTheGrid = eventOf(m_score->first).start;
        move(from + QPoint(30, 0), Qt::ControlModifier);
        QTest::mouseRelease(canvas(), Qt::LeftButton, Qt::ControlModifier, from + QPoint(30, 0));
        QCOMPARE(onTheGrid, 1.8);
        QCOMPARE(eventOf(m_score->first).start, 1.75);
        QCOMPARE(project().all<ScoreEvent>().size(), std::size_t{4}); // moved, not copied
    }

    void aDragOfVeryManyEventsIsKept() {
        std::unordered_set<EventId> all{m_score->first};
        m_document->edit("prepare", [&](Project& p) {
            for (int i = 0; i < 1500; ++i) {
                ScoreEvent added;
                added.id = EventId::random();
                added.instrument = m_score->glass;
                added.start = 30 + i * 0.02;
                added.duration = 0.01;
                added.order = 10 + i;
                (void)p.insert(added);
                all.insert(added.id);
            }
        });
        m_document->selection().setEvents(all, m_score->first);
        QTRY_VERIFY(!m_view->canvas().rectOf(m_score->first).isEmpty());
        const Project before = project();
        const int steps = m_document->undoStack().count();
        const QPoint from = centre(m_score->first);
        drag(from, from + QPoint(83, 0));
        for (const EventId id : all)
            QCOMPARE(eventOf(id).start, before.find(id)->start + 2);
        QCOMPARE(eventOf(m_score->low).start, 2.0);
        QCOMPARE(m_document->undoStack().count(), steps + 1);
        verifyUndo(before);
    }

    void aDragEndsAtTheStartOfTheScore() {
        EventDrag dragged(m_view->scene(), EventDrag::Kind::Move,
                          {m_score->first, m_score->second});
        dragged.update(-5, 0, 0);
        QCOMPARE(dragged.ghosts().size(), std::size_t{2}); // what is painted
        QCOMPARE(dragged.ghosts()[0].span.start, 0.0);
        QCOMPARE(dragged.ghosts()[1].span.start, 3.0);
        dragged.commit();
        QCOMPARE(eventOf(m_score->first).start, 0.0);
        QCOMPARE(eventOf(m_score->second).start, 3.0);
    }

    void aDragThatComesBackIsNoStep() {
        const QPoint from = centre(m_score->first);
        QTest::mousePress(canvas(), Qt::LeftButton, {}, from);
        move(from + QPoint(80, 0));
        QVERIFY(eventOf(m_score->first).start > 1);
        move(from);
        QTest::mouseRelease(canvas(), Qt::LeftButton, {}, from);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void escapeTakesADragBack() {
        const Project before = project();
        const QPoint from = centre(m_score->first);
        QTest::mousePress(canvas(), Qt::LeftButton, {}, from);
        move(from + QPoint(80, 0));
        key(Qt::Key_Escape);
        QTest::mouseRelease(canvas(), Qt::LeftButton, {}, from + QPoint(80, 0));
        QVERIFY(project() == before);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void aDragDownMovesToTheTrackBelow() {
        const Project before = project();
        const QPoint from = centre(m_score->first);
        drag(from, {from.x(), centre(m_score->low).y()});
        QCOMPARE(eventOf(m_score->first).track, m_score->padTrack);
        QCOMPARE(eventOf(m_score->first).start, 1.0);
        verifyUndo(before);
    }

    void aDragWithCtrlCopies() {
        const Project before = project();
        const QPoint from = centre(m_score->first);
        drag(from, from + QPoint(40 * 5, 0), Qt::ControlModifier);
        QCOMPARE(project().all<ScoreEvent>().size(), std::size_t{5});
        QCOMPARE(eventOf(m_score->first).start, 1.0);
        QCOMPARE(eventOf(m_document->selection().currentEvent()).start, 6.0);
        verifyUndo(before);
    }

    void bothEndsCanBeDragged() {
        const Project before = project();
        const QRectF rect = m_view->canvas().rectOf(m_score->first);
        const int y = static_cast<int>(rect.center().y());
        const QPoint end(static_cast<int>(rect.right()) - 2, y);
        drag(end, end + QPoint(40, 0));
        QCOMPARE(eventOf(m_score->first).start, 1.0);
        QCOMPARE(eventOf(m_score->first).duration, 3.0);
        verifyUndo(before);
        const QPoint start(static_cast<int>(rect.left()) + 2, y);
        drag(start, start + QPoint(40, 0));
        QCOMPARE(eventOf(m_score->first).start, 2.0);
        QCOMPARE(eventOf(m_score->first).duration, 1.0);
        verifyUndo(before);
    }

    void clicksAndRubberBandChoose() {
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, centre(m_score->first));
        QCOMPARE(m_document->selection().events().size(), std::size_t{1});
        QTest::mouseClick(canvas(), Qt::LeftButton, Qt::ControlModifier, centre(m_score->low));
        QCOMPARE(m_document->selection().events().size(), std::size_t{2});
        QTest::mouseClick(canvas(), Qt::LeftButton, Qt::ControlModifier, centre(m_score->low));
        QCOMPARE(m_document->selection().events().size(), std::size_t{1});
        drag({20, 4}, {220, 40});
        QCOMPARE(m_document->selection().events(),
                 (std::unordered_set<EventId>{m_score->first, m_score->second}));
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, QPoint(20, 400));
        QVERIFY(m_document->selection().events().empty());
    }

    void keysDeleteDuplicateSplitAndNudge() {
        const Project before = project();
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, centre(m_score->first));
        key(Qt::Key_Delete);
        QVERIFY(!project().find(m_score->first));
        verifyUndo(before);
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, centre(m_score->first));
        key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(eventOf(m_document->selection().currentEvent()).start, 3.0);
        verifyUndo(before);
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, centre(m_score->first));
        m_view->setPlayHead(2);
        key(Qt::Key_S);
        QCOMPARE(eventOf(m_score->first).duration, 1.0);
        QCOMPARE(project().all<ScoreEvent>().size(), std::size_t{5});
        verifyUndo(before);
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, centre(m_score->first));
        const double step = m_grid->step(1, m_axis->pixelsPerSecond());
        key(Qt::Key_Right, Qt::ControlModifier);
        key(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(eventOf(m_score->first).start, 1 + 2 * step);
        verifyUndo(before); // a key held down is one step
    }

    void cutAndPasteKeepWhatWasCut() {
        const Project before = project();
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, centre(m_score->first));
        key(Qt::Key_X, Qt::ControlModifier);
        QVERIFY(!project().find(m_score->first));
        m_view->setPlayHead(9);
        key(Qt::Key_V, Qt::ControlModifier);
        const ScoreEvent& pasted = eventOf(m_document->selection().currentEvent());
        QCOMPARE(pasted.start, 9.0);
        QCOMPARE(pasted.duration, 2.0);
        m_document->undoStack().undo();
        m_document->undoStack().undo();
        QVERIFY(project() == before);
    }

    void pastingNonsenseSaysSo() {
        QGuiApplication::clipboard()->setText("nonsense");
        QSignalSpy said(m_view.get(), &TimelineView::said);
        key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(said.count(), 1);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void tabAndArrowsGoFromEventToEvent() {
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, centre(m_score->first));
        key(Qt::Key_Right);
        QCOMPARE(m_document->selection().currentEvent(), m_score->second);
        key(Qt::Key_Tab);
        QCOMPARE(m_document->selection().currentEvent(), m_score->low);
        key(Qt::Key_Up);
        QCOMPARE(m_document->selection().currentEvent(), m_score->first);
        QVERIFY(m_view->canvas().accessibleDescription().contains("glass"));
    }

    void theWheelZoomsAtThePointer() {
        const double there = m_axis->secondsAt(200);
        const double before = m_axis->pixelsPerSecond();
        QWheelEvent wheel(QPointF(200, 50), canvas()->mapToGlobal(QPointF(200, 50)), {}, {0, 120},
                          Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(canvas(), &wheel);
        QVERIFY(m_axis->pixelsPerSecond() > before);
        QVERIFY(qAbs(m_axis->secondsAt(200) - there) < 1e-6);
    }

    void theRulerSetsThePlayHeadAndTheLoop() {
        QSignalSpy requested(m_view.get(), &TimelineView::playHeadRequested);
        QTest::mouseClick(&m_view->ruler(), Qt::LeftButton, {}, QPoint(40 * 3 + 1, 30));
        QCOMPARE(requested.count(), 1);
        QCOMPARE(m_view->playHead(), 3.0);
        const Project before = project();
        QTest::mousePress(&m_view->ruler(), Qt::LeftButton, {}, QPoint(40 * 2, 4));
        QMouseEvent moved(QEvent::MouseMove, QPointF(40 * 5, 4),
                          m_view->ruler().mapToGlobal(QPointF(40 * 5, 4)), Qt::NoButton,
                          Qt::LeftButton, {});
        QCoreApplication::sendEvent(&m_view->ruler(), &moved);
        QTest::mouseRelease(&m_view->ruler(), Qt::LeftButton, {}, QPoint(40 * 5, 4));
        QCOMPARE(project().settings().loopStart, 2.0);
        QCOMPARE(project().settings().loopEnd, 5.0);
        verifyUndo(before);
    }

    void muteIsAStepOfUndo() {
        const Project before = project();
        QTest::mouseClick(m_view->headers().headers()[0]->muteButton(), Qt::LeftButton);
        QVERIFY(project().find(m_score->glassTrack)->muted);
        QVERIFY(m_view->scene().lanes().all()[0].silent);
        verifyUndo(before);
    }

    void theCurveOfTheLanesParameterIsDrawnInTheEvent() {
        const EventId id = m_score->low; // from 2 to 5 seconds
        m_document->edit("prepare", [&](Project& p) {
            Track track = *p.find(m_score->padTrack);
            track.height = 60;
            (void)p.change(track);
            (void)p.insert(Automation{AutomationId::random(),
                                      id,
                                      "kmidi",
                                      {{0, 24, {}}, {1, 24, {}}, {1, 96, {}}},
                                      false,
                                      0,
                                      {}});
        });
        const QRectF rect = m_view->canvas().rectOf(id);
        const QImage image = canvas()->grab().toImage();
        const auto at = [&](double seconds, double y) {
            return image.pixel(static_cast<int>(m_axis->xAt(seconds)), static_cast<int>(y));
        };
        const QRgb fill = at(4.9, rect.bottom() - 9);
        // Low for a second, then high.
        const auto isLineNear = [&](double seconds, double y) {
            return at(seconds, y - 1) != fill || at(seconds, y) != fill ||
                   at(seconds, y + 1) != fill;
        };
        QVERIFY(isLineNear(2.9, rect.bottom() - 4));
        QVERIFY(isLineNear(4.5, rect.top() + 4));
        QVERIFY(!isLineNear(4.5, rect.bottom() - 4));
    }

    void anEventsCurveIsThatOfTheLanesParameterElseTheFirst() {
        m_score->automate(m_score->first, "kamp", {{0, 0.25}, {2, 0.75}});
        m_score->automate(m_score->first, "kbright", {{0, 1}, {1, 0}});
        InstrumentFacts facts;
        EventLabels labels(facts);
        const ScoreEvent& first = *m_score->project.find(m_score->first);
        const auto curve = [&](const char* parameter) {
            labels.clear();
            return labels.of(m_score->project, first, parameter).curve;
        };
        QCOMPARE(curve("kbright"), (std::vector<QPointF>{{0, 1}, {1, 0}}));
        QCOMPARE(curve("kamp"), (std::vector<QPointF>{{0, 0.25}, {2, 0.75}}));
        QCOMPARE(curve("knone"), curve("kamp"));
        QVERIFY(labels.of(m_score->project, *m_score->project.find(m_score->second), "kamp")
                    .curve.empty());
    }

    void keysInAnAutomationLaneMeanPoints() {
        const AutomationId curve = AutomationId::random();
        m_document->edit("prepare", [&](Project& p) {
            Track track = *p.find(m_score->glassTrack);
            track.lanes = {{"kamp", 0}};
            (void)p.change(track);
            (void)p.insert(Automation{
                curve, m_score->first, "kamp", {{0, 0.2, {}}, {1, 0.8, {}}}, false, 0, {}});
        });
        m_document->selection().setEvents({m_score->first}, m_score->first);
        AutomationLane* lane = m_view->automation().of(m_score->glassTrack, "kamp");
        QVERIFY(lane && lane->isVisible());
        QVERIFY(lane->current() == AutomationTarget(m_score->first));
        const QPoint point = lane->positionOf({curve, 1})->toPoint();
        QTest::mouseClick(lane, Qt::LeftButton, {}, point);
        lane->setFocus();
        QTest::keyClick(lane, Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(project().find(curve)->points[1].time > 1);
        QCOMPARE(eventOf(m_score->first).start, 1.0);
        QTest::keyClick(lane, Qt::Key_Delete);
        QVERIFY(project().find(m_score->first));
        QCOMPARE(project().find(curve)->points.size(), std::size_t{1});
    }

    void everyPartHasAName() {
        for (QWidget* part : m_view->findChildren<QWidget*>()) {
            if (!part->isVisible() || part->focusPolicy() == Qt::NoFocus)
                continue;
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(part);
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                     part->metaObject()->className());
        }
    }

    void anEmptyScoreSaysHowToBegin() {
        m_document->reset(Project(), {});
        QVERIFY(!m_view->grab().isNull());
        QSignalSpy missing(m_view.get(), &TimelineView::instrumentMissing);
        QTest::mouseDClick(canvas(), Qt::LeftButton, {}, QPoint(100, 100));
        QCOMPARE(missing.count(), 1);
    }
};

STRIA_WIDGET_TEST(TimelineViewTest)
#include "timeline_view_test.moc"
