// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <functional>
#include <memory>

#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/automation/automation_header.h"
#include "ui/automation/automation_lane.h"
#include "ui/automation/curve_tool_popup.h"
#include "ui/timeline/automation_lanes.h"
#include "ui/timeline/ruler.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/track_headers.h"

using namespace stria;
using test::SmallScore;

namespace {

/// From where to where the mouse goes, and on what.
struct Gesture {
    QWidget* widget = nullptr;
    QPoint from, to;
    Qt::KeyboardModifiers modifiers = {};
};

} // namespace

/// The mouse holds something when something else happens to the document or the view.
class InterruptedGesturesTest : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<SmallScore> m_score;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<TimeAxis> m_axis;
    std::unique_ptr<TimeGrid> m_grid;
    std::unique_ptr<TimelineView> m_view;
    AutomationId m_curve;
    BusId m_bus;

    const Project& project() const { return m_document->project(); }
    QUndoStack& steps() const { return m_document->undoStack(); }
    AutomationLane* lane() const { return m_view->automation().of(m_score->glassTrack, "kamp"); }
    QPoint centre(EventId id) const { return m_view->canvas().rectOf(id).center().toPoint(); }

    static void move(const Gesture& gesture, const QPoint& to) {
        QMouseEvent event(QEvent::MouseMove, to, gesture.widget->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, gesture.modifiers);
        QCoreApplication::sendEvent(gesture.widget, &event);
    }
    static void begin(const Gesture& gesture) {
        QTest::mousePress(gesture.widget, Qt::LeftButton, gesture.modifiers, gesture.from);
        move(gesture, (gesture.from + gesture.to) / 2);
        move(gesture, gesture.to);
    }
    static void end(const Gesture& gesture) {
        move(gesture, gesture.to + QPoint(3, 3));
        QTest::mouseRelease(gesture.widget, Qt::LeftButton, gesture.modifiers, gesture.to);
    }
    Gesture gesture(const QString& name) const {
        QWidget* const canvas = m_view->canvas().viewport();
        QWidget* const ruler = &m_view->ruler();
        const QPoint first = centre(m_score->first);
        if (name == "move")
            return {canvas, first, first + QPoint(120, 0)};
        if (name == "copy")
            return {canvas, first, first + QPoint(120, 0), Qt::ControlModifier};
        if (name == "draw")
            return {canvas, {40 * 6, 400}, {40 * 9, 400}};
        if (name == "loop")
            return {ruler, {40 * 2, 4}, {40 * 5, 4}};
        if (name == "marker") {
            const int flags = ruler->height() - Ruler::bandHeight - Ruler::flagHeight / 2;
            return {ruler, {40 * 3 + 2, flags}, {40 * 6, flags}};
        }
        if (name == "tempo") {
            const QPoint at = m_view->ruler().positionOfTempo(8)->toPoint();
            return {ruler, at, at + QPoint(80, 0)};
        }
        if (name == "track height") {
            QWidget* const header = m_view->headers().findChild<TrackHeader*>();
            return {header, {40, header->height() - 1}, {40, header->height() + 50}};
        }
        if (name == "lane height") {
            QWidget* const header = m_view->automation().headerOf(m_bus);
            return {header, {40, header->height() - 2}, {40, header->height() + 50}};
        }
        const QPoint point = lane()->positionOf({m_curve, 1})->toPoint();
        return {lane(), point, point + QPoint(20, 15)};
    }
    static void addGestures() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"move", "copy", "draw", "loop", "marker", "tempo", "track height",
                                 "lane height", "point", "line"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    /// What is named by the row is being dragged, and the document shows it.
    Gesture started() {
        QFETCH(QString, name);
        if (name == "draw" || name == "line")
            m_view->canvas().setPen(true);
        const Gesture begun = gesture(name);
        begin(begun);
        return begun;
    }

  private slots:
    void init() {
        m_score = std::make_unique<SmallScore>();
        Project& p = m_score->project;
        Track track = *p.find(m_score->glassTrack);
        track.lanes = {{"kamp", 0}};
        (void)p.change(track);
        m_curve = m_score->automate(m_score->first, "kamp", {{0, 0.2}, {1, 0.5}});
        Bus bus;
        bus.id = m_bus = BusId::random();
        bus.name = "pitch";
        bus.kind = Bus::Kind::Control;
        bus.laneShown = true;
        (void)p.insert(bus);
        (void)p.insert(Marker{MarkerId::random(), 3, "flag", {}});
        Settings settings = p.settings();
        settings.tempo = TempoMap({{0, 120, 4}, {8, 60, 4}});
        p.changeSettings(settings);
        m_document = std::make_unique<Document>();
        m_document->reset(p, {});
        m_axis = std::make_unique<TimeAxis>();
        m_grid = std::make_unique<TimeGrid>();
        m_view = std::make_unique<TimelineView>(*m_document, *m_axis, *m_grid);
        m_view->resize(1000, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_axis->setStart(0);
        m_axis->setPixelsPerSecond(40);
        m_document->selection().setEvents({m_score->first}, m_score->first);
    }
    void cleanup() {
        m_view.reset();
        m_document.reset();
    }

    void theViewMayGo_data() { addGestures(); }
    void theViewMayGo() {
        const Project before = project();
        started();
        QVERIFY(!(project() == before));
        m_view.reset();
        if (steps().canUndo())
            m_document->undo();
        QVERIFY(project() == before);
        m_document->edit("goes on", [&](Project& p) { (void)p.remove(m_score->low); });
        QVERIFY(!project().find(m_score->low));
    }

    void undoingTakesBackWhatIsHeldAlone_data() { addGestures(); }
    void undoingTakesBackWhatIsHeldAlone() {
        m_document->edit("before", [&](Project& p) { (void)p.remove(m_score->endless); });
        const Project before = project();
        const Gesture held = started();
        QVERIFY(!(project() == before));
        m_document->undo();
        QVERIFY(project() == before);
        end(held);
        QVERIFY(project() == before);
        m_document->undo();
        QVERIFY(project() == m_score->project);
    }

    void aStepInBetweenFollowsWhatIsHeld_data() { addGestures(); }
    void aStepInBetweenFollowsWhatIsHeld() {
        const Project before = project();
        const Gesture held = started();
        const Project dragged = project();
        m_document->edit("in between", [&](Project& p) { (void)p.remove(m_score->endless); });
        end(held);
        QCOMPARE(steps().count(), 2);
        QVERIFY(!project().find(m_score->endless));
        m_document->undo();
        QVERIFY(project() == dragged);
        m_document->undo();
        QVERIFY(project() == before);
        QVERIFY(!steps().canUndo());
    }

    void anotherDocumentKnowsNothingOfIt_data() { addGestures(); }
    void anotherDocumentKnowsNothingOfIt() {
        const Gesture held = started();
        const Project other = SmallScore().project;
        m_document->reset(other, {});
        QVERIFY(project() == other);
        const QPointer<QWidget> widget = held.widget;
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (widget)
            end(held);
        QVERIFY(project() == other);
        QVERIFY(!m_document->isModified());
    }

    void theHistoryMayBeClickedWhileSomethingIsHeld_data() { addGestures(); }
    void theHistoryMayBeClickedWhileSomethingIsHeld() {
        m_document->edit("before", [&](Project& p) { (void)p.remove(m_score->endless); });
        const Gesture held = started();
        steps().setIndex(0); // as QUndoView does
        QVERIFY(project() == m_score->project);
        const QPointer<QWidget> widget = held.widget;
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (widget)
            end(held);
        QVERIFY(project() == m_score->project);
        QCOMPARE(steps().index(), 0);
    }

    void whatIsSavedIsWhatIsShown_data() { addGestures(); }
    void whatIsSavedIsWhatIsShown() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("piece.stria");
        const Gesture held = started();
        QSignalSpy saved(m_document.get(), &Document::saved);
        m_document->save(path);
        QTRY_COMPARE(saved.count(), 1);
        const auto file = loadProject(path.toStdString());
        QVERIFY(file && file->project == project());
        QVERIFY(!m_document->isModified());
        QTest::mouseRelease(held.widget, Qt::LeftButton, held.modifiers, held.to);
        QVERIFY(file->project == project());
        QVERIFY(!m_document->isModified());
    }

    void aTrackMayGoBetweenPressAndDrag() {
        const QPoint at = centre(m_score->low);
        QTest::mousePress(m_view->canvas().viewport(), Qt::LeftButton, {}, at);
        m_document->edit("upper track", [&](Project& p) {
            (void)p.remove(m_score->first);
            (void)p.remove(m_score->second);
            (void)p.remove(m_score->glassTrack);
            (void)p.remove(m_score->glass);
        });
        const Gesture held{m_view->canvas().viewport(), at, at + QPoint(80, 0)};
        move(held, held.to);
        end(held);
        QVERIFY(project().find(m_score->low)->start > 2);
    }

    void aPreviewOfACurveToolIsTakenBack() {
        const Project before = project();
        const QPointer<CurveToolPopup> popup = new CurveToolPopup(
            *m_document, CurveToolPopup::Tool::Scale, {{m_curve, 1}}, lane()->scale(), lane());
        popup->showAt({10, 10});
        popup->first().setValue(3);
        emit popup->first().committed(3);
        QVERIFY(!(project() == before));
        m_document->edit("in between", [&](Project& p) { (void)p.remove(m_score->endless); });
        QVERIFY(project().find(m_curve)->points == before.find(m_curve)->points);
        m_document->undo();
        QVERIFY(project() == before);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!popup);
    }
};

STRIA_WIDGET_TEST(InterruptedGesturesTest)
#include "interrupted_gestures_test.moc"
