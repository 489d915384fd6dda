// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "engine/render/opcode_list.h"
#include "tests/support/sound_measures.h"
#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/automation/automation_header.h"
#include "ui/automation/automation_lane.h"
#include "ui/document/background_render.h"
#include "ui/document/bus_edits.h"
#include "ui/timeline/automation_lanes.h"
#include "ui/timeline/timeline_view.h"

using namespace stria;
using test::SmallScore;

/// A control bus below two tracks, at 100 pixels a second; an instrument plays its value as a
/// pitch.
class BusLanesTest : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<SmallScore> m_score;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<TimeAxis> m_axis;
    std::unique_ptr<TimeGrid> m_grid;
    std::unique_ptr<TimelineView> m_view;
    BusId m_bus;

    const Project& project() const { return m_document->project(); }
    const Bus& bus() const { return *project().find(m_bus); }
    AutomationLane* lane() const { return m_view->automation().of(m_bus); }
    std::vector<Breakpoint> points() const {
        const auto curves = project().automationsOf(m_bus);
        return curves.size() == 1 ? curves[0]->points : std::vector<Breakpoint>();
    }
    void change(const std::function<void(Bus&)>& work) {
        m_document->edit("bus", [&](Project& p) {
            Bus changed = *p.find(m_bus);
            work(changed);
            (void)p.change(changed);
        });
    }
    AutomationId automate(std::vector<Breakpoint> curve, double order = 0) {
        const AutomationId id = AutomationId::random();
        m_document->edit("automate", [&](Project& p) {
            (void)p.insert(Automation{id, m_bus, {}, std::move(curve), false, order, {}});
        });
        return id;
    }
    static void move(QWidget* widget, const QPoint& to) {
        QMouseEvent event(QEvent::MouseMove, to, widget->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, {});
        QCoreApplication::sendEvent(widget, &event);
    }
    static void drag(QWidget* widget, const QPoint& from, const QPoint& to) {
        QTest::mousePress(widget, Qt::LeftButton, {}, from);
        move(widget, (from + to) / 2);
        move(widget, to);
        QTest::mouseRelease(widget, Qt::LeftButton, {}, to);
    }
    /// Where a value lies between the edges 0 and 1000 of the lane.
    QPoint at(double seconds, double value) const {
        const double room = lane()->height() - 20;
        return QPointF(m_axis->xAt(seconds), 10 + (1 - value / 1000) * room).toPoint();
    }
    /// Opens a menu by `open` and takes the entry of a name.
    static void choose(const QString& entry, const std::function<void()>& open) {
        bool found = false;
        QTimer::singleShot(0, [&] {
            auto* const menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            QVERIFY(menu);
            for (QAction* action : menu->actions())
                if (action->text() == entry) {
                    found = true;
                    QTest::mouseClick(menu, Qt::LeftButton, {},
                                      menu->actionGeometry(action).center());
                }
            menu->close();
        });
        open();
        QVERIFY2(found, qPrintable(entry));
    }
    void verifyUndo(const Project& before) {
        const Project after = project();
        QVERIFY(!(after == before));
        m_document->undoStack().undo();
        QVERIFY(project() == before);
        m_document->undoStack().redo();
        QVERIFY(project() == after);
    }

  private slots:
    void init() {
        m_score = std::make_unique<SmallScore>();
        Bus bus;
        bus.id = m_bus = BusId::random();
        bus.name = "pitch";
        bus.kind = Bus::Kind::Control;
        bus.hint = {{}, 0, 1000, "Hz", false};
        (void)m_score->project.insert(bus);
        m_document = std::make_unique<Document>();
        m_document->reset(m_score->project, {});
        m_axis = std::make_unique<TimeAxis>();
        m_grid = std::make_unique<TimeGrid>();
        m_view = std::make_unique<TimelineView>(*m_document, *m_axis, *m_grid);
        m_view->resize(1000, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_axis->setStart(0);
        m_axis->setPixelsPerSecond(100);
    }
    void cleanup() {
        m_view.reset();
        m_document->discardJournal();
        m_document.reset();
    }

    void aBusThatIsAutomatedShowsItsLaneUnlessSomeoneHidIt() {
        QVERIFY(!lane());
        automate({{1, 100, {}}, {2, 200, {}}});
        QVERIFY(lane() && lane()->isVisible());
        const Lanes& lanes = m_view->scene().lanes();
        QCOMPARE(lanes.ofBuses().size(), std::size_t{1});
        QCOMPARE(lanes.ofBuses()[0].top, lanes.tracksHeight());
        const Project before = project();
        choose("Hide this lane", [this] {
            QTest::mouseClick(m_view->automation().headerOf(m_bus), Qt::LeftButton, {}, {20, 20});
        });
        QVERIFY(!lane());
        QCOMPARE(m_document->selection().currentBus(), m_bus);
        verifyUndo(before);
        QVERIFY(!lane());
        m_document->undoStack().undo();
        QVERIFY(lane());
    }

    void aNewControlBusIsMadeAndShownFromTheTimelinesMenu() {
        change([](Bus& b) { b.laneShown = true; });
        choose("New control bus",
               [this] { QTest::keyClick(m_view->automation().headerOf(m_bus), Qt::Key_Return); });
        QCOMPARE(project().all<Bus>().size(), std::size_t{2});
        QCOMPARE(m_view->scene().lanes().ofBuses().size(), std::size_t{2});
        QVERIFY(m_document->selection().currentBus() != m_bus);
    }

    void theLaneOfAChosenBusComesIntoSight() {
        m_view->resize(1000, 250); // too low for two tracks and a lane
        change([](Bus& b) { b.laneShown = true; });
        QWidget* const canvas = m_view->canvas().viewport();
        const auto isInSight = [&] { return canvas->rect().contains(lane()->geometry()); };
        QVERIFY(!isInSight());
        m_document->selection().setCurrentBus(m_bus);
        QVERIFY(isInSight());
        m_view->canvas().verticalScrollBar()->setValue(0);
        m_document->undoStack().undo();
        m_document->undoStack().redo();
        QVERIFY(isInSight());
    }

    void pointsAreDrawnOverTheWholeScore() {
        change([](Bus& b) { b.laneShown = true; });
        const Project before = project();
        QTest::mouseDClick(lane(), Qt::LeftButton, {}, at(1, 500));
        // The line goes on to the right at the height of the last point: pressing it adds one.
        drag(lane(), at(6, 500), at(6, 250));
        QCOMPARE(points().size(), std::size_t{2});
        QCOMPARE(points()[0].time, 1.0);
        QVERIFY(qAbs(points()[0].value - 500) < 8);
        QCOMPARE(points()[1].time, 6.0);
        QVERIFY(qAbs(points()[1].value - 250) < 8);
        m_document->undoStack().undo();
        m_document->undoStack().undo();
        QVERIFY(project() == before);
    }

    void keysWorkWithoutAnEventChosen() {
        const AutomationId id = automate({{1, 100, {}}, {2, 200, {}}, {3, 300, {}}});
        lane()->setFocus();
        QTest::keyClick(lane(), Qt::Key_Right);
        QTest::keyClick(lane(), Qt::Key_Right);
        QCOMPARE(*lane()->chosenPoints().begin(), (PointRef{id, 1}));
        QTest::keyClick(lane(), Qt::Key_Up);
        QVERIFY(qAbs(points()[1].value - 210) < 1e-6);
        QTest::keyClick(lane(), Qt::Key_C, Qt::ControlModifier);
        QTest::keyClick(lane(), Qt::Key_Delete);
        QCOMPARE(points().size(), std::size_t{2});
        // The selection of events is none of its business.
        m_document->selection().setEvents({m_score->first}, m_score->first);
        QTest::keyClick(lane(), Qt::Key_Right);
        QCOMPARE(lane()->chosenPoints().size(), std::size_t{1});
    }

    void aCurveGoesFromAnEventsParameterToABusByCopyAndPaste() {
        m_document->edit("curve", [&](Project& p) {
            Track track = *p.find(m_score->glassTrack);
            track.lanes = {{"kamp", 0}};
            (void)p.change(track);
            (void)p.insert(Automation{AutomationId::random(),
                                      m_score->first,
                                      "kamp",
                                      {{0.5, 0.2, {}}, {1, 0.8, {}}},
                                      false,
                                      0,
                                      {}});
            showLane(p, m_bus, true);
        });
        m_document->selection().setEvents({m_score->first}, m_score->first);
        AutomationLane* const parameter = m_view->automation().of(m_score->glassTrack, "kamp");
        parameter->setFocus();
        QTest::keyClick(parameter, Qt::Key_C, Qt::ControlModifier);
        m_view->setPlayHead(4);
        lane()->setFocus();
        QTest::keyClick(lane(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(points(), (std::vector<Breakpoint>{{4, 0.2, {}}, {4.5, 0.8, {}}}));
    }

    void theLowerEdgeOfTheHeaderResizesTheLane() {
        change([](Bus& b) { b.laneShown = true; });
        const Project before = project();
        AutomationHeader* const header = m_view->automation().headerOf(m_bus);
        const int height = header->height();
        drag(header, {40, height - 2}, {40, height + 58});
        QCOMPARE(lane()->height(), height + 60);
        QCOMPARE(bus().laneHeight, height + 60.0);
        verifyUndo(before);
        QTest::keyClick(header, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(lane()->height(), height + 44);
        choose("Usual height", [&] { QTest::keyClick(header, Qt::Key_Space); });
        QCOMPARE(lane()->height(), height);
    }

    void whileAPointIsDraggedTheScaleStays() {
        change([](Bus& b) { b.hint = {}; });
        automate({{1, 0, {}}, {2, 800, {}}});
        QCOMPARE(lane()->scale().most(), 1000.0); // a round number
        const QPoint top = at(2, 800);
        QTest::mousePress(lane(), Qt::LeftButton, {}, top);
        move(lane(), at(2, 400));
        move(lane(), at(2, 100));
        QCOMPARE(lane()->scale().most(), 1000.0);
        QVERIFY(qAbs(points()[1].value - 100) < 10);
        QTest::mouseRelease(lane(), Qt::LeftButton, {}, at(2, 100));
        QVERIFY(lane()->scale().most() <= 200);
    }

    void whoElseWritesTheBusIsSaid() {
        automate({{1, 0, {}}, {2, 800, {}}});
        const InstrumentId writer =
            m_score->addInstrument("wobble", "|ibus|\nbusout ibus, lfo(1, 2)\n", 9);
        const Instrument instrument = *m_score->project.find(writer);
        m_document->edit("writer", [&](Project& p) {
            (void)p.insert(instrument);
            ScoreEvent event;
            event.id = EventId::random();
            event.instrument = writer;
            event.arguments = {{"ibus", m_bus}};
            (void)p.insert(event);
        });
        QTRY_VERIFY(lane()->accessibleDescription().contains("wobble"));
    }

    void everyPartHasAName() {
        automate({{1, 0, {}}, {2, 800, {}}});
        for (QWidget* part : {static_cast<QWidget*>(lane()),
                              static_cast<QWidget*>(m_view->automation().headerOf(m_bus))}) {
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(part);
            QVERIFY(accessible && accessible->text(QAccessible::Name).contains("pitch"));
        }
    }

    void whatIsDrawnIsHeard() {
        m_document->edit("tone", [&](Project& p) {
            std::vector<EventId> all;
            p.all<ScoreEvent>().forEach([&](const ScoreEvent& e) { all.push_back(e.id); });
            for (const EventId id : all)
                (void)p.remove(id);
            Instrument glass = *p.find(m_score->glass);
            glass.body = "|ibus|\na1 poscil 0.3, busin:k(ibus)\nouts a1, a1\n";
            (void)p.change(glass);
            ScoreEvent event;
            event.id = EventId::random();
            event.instrument = glass.id;
            event.duration = 6;
            event.arguments = {{"ibus", m_bus}};
            (void)p.insert(event);
            showLane(p, m_bus, true);
        });
        // 200 Hz until 2 s, a step to 600 Hz, from 4 s on a glide that ends at 5 s on 300 Hz.
        QTest::mouseDClick(lane(), Qt::LeftButton, {}, at(0, 200));
        drag(lane(), at(2, 200), at(2, 200));
        QTest::mouseDClick(lane(), Qt::LeftButton, {}, at(2, 600));
        QTest::mouseDClick(lane(), Qt::LeftButton, {}, at(4, 600));
        QTest::mouseDClick(lane(), Qt::LeftButton, {}, at(5, 300));
        QCOMPARE(points().size(), std::size_t{5});
        const QTemporaryDir folder;
        RenderSpec spec;
        spec.outputFile = folder.filePath("bus.wav").toStdString();
        BackgroundRender render(project(), {}, spec, csoundOpcodes(), true);
        QTRY_VERIFY(render.isDone());
        QVERIFY(render.result()->ok());
        const test::Sound sound = test::readSound(spec.outputFile);
        const auto value = [&](std::size_t i) { return points()[i].value; };
        QVERIFY(qAbs(value(0) - 200) < 8 && qAbs(value(2) - 600) < 8);
        QVERIFY(qAbs(test::frequency(sound, 1, 0.2, 1.9) - value(0)) < 0.5);
        QVERIFY(qAbs(test::frequency(sound, 1, 2.1, 3.9) - value(2)) < 0.5);
        const double middle = (value(3) + value(4)) / 2;
        QVERIFY(qAbs(test::frequency(sound, 1, 4.45, 4.55) - middle) < 4);
        QVERIFY(qAbs(test::frequency(sound, 1, 5.1, 5.9) - value(4)) < 0.5);
    }
};

STRIA_WIDGET_TEST(BusLanesTest)
#include "bus_lanes_test.moc"
