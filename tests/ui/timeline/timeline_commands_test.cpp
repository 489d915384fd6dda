// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QInputDialog>
#include <QLineEdit>
#include <QtTest>
#include <memory>

#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/look/palette.h"
#include "ui/timeline/automation_lanes.h"
#include "ui/timeline/ruler.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/track_headers.h"

using namespace stria;
using test::SmallScore;

/// What menus and keys do to chosen events, tracks and the tempo; at 40 pixels a second.
class TimelineCommandsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<SmallScore> m_score;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<TimeAxis> m_axis;
    std::unique_ptr<TimeGrid> m_grid;
    std::unique_ptr<TimelineView> m_view;

    const Project& project() const { return m_document->project(); }
    const ScoreEvent& eventOf(EventId id) const { return *project().find(id); }
    QWidget* canvas() const { return m_view->canvas().viewport(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        // A dialog that was closed leaves nobody active here.
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        m_view->canvas().setFocus();
        QTest::keyClick(&m_view->canvas(), key, modifiers);
    }
    static void drag(QWidget* widget, const QPoint& from, const QPoint& to,
                     Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(widget, Qt::LeftButton, modifiers, from);
        for (const QPoint& at : {(from + to) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton,
                             Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(widget, &move);
        }
        QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to);
    }
    /// Types into the dialog that the next key or click opens.
    static void whenAskedType(const QString& text) {
        auto* const timer = new QTimer;
        QObject::connect(timer, &QTimer::timeout, timer, [timer, text] {
            auto* const dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            auto* const field = dialog ? dialog->findChild<QLineEdit*>() : nullptr;
            if (!field)
                return;
            timer->stop();
            timer->deleteLater();
            field->selectAll();
            QTest::keyClicks(field, text);
            dialog->accept();
        });
        timer->start(1);
    }
    /// One step of undo, of a name, gives the document as it was, and redo as it is.
    void verifyUndo(const Project& before, const QString& name) {
        const Project after = project();
        QVERIFY(!(after == before));
        QCOMPARE(m_document->undoStack().undoText(), name);
        m_document->undoStack().undo();
        QVERIFY(project() == before);
        m_document->undoStack().redo();
        QVERIFY(project() == after);
        m_document->undoStack().undo();
    }
    void paste(const QString& text) {
        QGuiApplication::clipboard()->setText(text);
        key(Qt::Key_V, Qt::ControlModifier);
    }
    void choose(std::unordered_set<EventId> events) {
        m_document->selection().setEvents(std::move(events));
    }
    void setTempo(std::vector<TempoPoint> points) {
        m_document->edit("tempo", [&](Project& p) {
            Settings settings = p.settings();
            settings.tempo = TempoMap(std::move(points));
            p.changeSettings(settings);
        });
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

    void splittingAndJoiningGivesTheSameSound() {
        m_document->edit("curve", [&](Project& p) {
            (void)p.insert(Automation{AutomationId::random(),
                                      m_score->first,
                                      "kamp",
                                      {{0, 0, {}}, {2, 1, {}}},
                                      false,
                                      0,
                                      {}});
        });
        const Project before = project();
        choose({m_score->first});
        m_view->setPlayHead(2);
        key(Qt::Key_S);
        QCOMPARE(project().all<ScoreEvent>().size(), std::size_t{5});
        QCOMPARE(project().all<Automation>().size(), std::size_t{2});
        auto events = m_document->selection().events();
        events.insert(m_score->first);
        choose(events);
        key(Qt::Key_J);
        QVERIFY(project() == before);
        m_document->undoStack().undo();
        verifyUndo(before, "Split");
    }

    void joiningTakesTheFollowingEventIn() {
        const Project before = project();
        choose({m_score->first, m_score->second});
        key(Qt::Key_J);
        QCOMPARE(eventOf(m_score->first).duration, 4.0);
        QVERIFY(!project().find(m_score->second));
        verifyUndo(before, "Join");
    }

    void repeatingAsksHowOften() {
        const Project before = project();
        choose({m_score->first});
        whenAskedType("4");
        key(Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(project().all<ScoreEvent>().size(), std::size_t{8});
        double latest = 0;
        for (const EventId id : m_document->selection().events())
            latest = std::max(latest, eventOf(id).start);
        QCOMPARE(latest, 9.0);
        verifyUndo(before, "Repeat");
    }

    void eventsMoveToTheGridOrPartOfTheWay() {
        m_document->edit("off the grid", [&](Project& p) {
            ScoreEvent moved = *p.find(m_score->first);
            moved.start = 1.2;
            (void)p.change(moved);
        });
        m_axis->setPixelsPerSecond(10); // lines at each second
        const Project before = project();
        choose({m_score->first});
        whenAskedType("50");
        key(Qt::Key_Q, Qt::ShiftModifier);
        QCOMPARE(eventOf(m_score->first).start, 1.1);
        verifyUndo(before, "Move towards the grid");
        key(Qt::Key_Q);
        QCOMPARE(eventOf(m_score->first).start, 1.0);
        verifyUndo(before, "Move to the grid");
    }

    void stretchingByATypedFactorAndByTheMouse() {
        m_document->edit("curve", [&](Project& p) {
            (void)p.insert(Automation{AutomationId::random(),
                                      m_score->second,
                                      "kamp",
                                      {{0, 0, {}}, {1, 1, {}}},
                                      false,
                                      0,
                                      {}});
        });
        const Project before = project();
        choose({m_score->first, m_score->second});
        const auto verifyDoubled = [&] {
            QCOMPARE(eventOf(m_score->first).start, 1.0);
            QCOMPARE(eventOf(m_score->first).duration, 4.0);
            QCOMPARE(eventOf(m_score->second).start, 7.0);
            QCOMPARE(eventOf(m_score->second).duration, 2.0);
            QCOMPARE(project().automationsOf(m_score->second)[0]->points[1].time, 2.0);
        };
        whenAskedType("2");
        key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        verifyDoubled();
        verifyUndo(before, "Stretch");
        const QRectF rect = m_view->canvas().rectOf(m_score->second);
        const QPoint end(static_cast<int>(rect.right()) - 2, static_cast<int>(rect.center().y()));
        drag(canvas(), end, end + QPoint(40 * 4, 0), Qt::ControlModifier);
        verifyDoubled();
        verifyUndo(before, "Stretch 2 events");
    }

    void deletingClosesTheGap() {
        const Project before = project();
        choose({m_score->first});
        key(Qt::Key_Delete, Qt::ShiftModifier);
        QVERIFY(!project().find(m_score->first));
        QCOMPARE(eventOf(m_score->second).start, 2.0);
        verifyUndo(before, "Delete and close the gap");
    }

    void selectionsByKeys() {
        using Set = std::unordered_set<EventId>;
        const auto& selection = m_document->selection();
        choose({m_score->first});
        key(Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(selection.events(), (Set{m_score->second, m_score->low, m_score->endless}));
        choose({m_score->low});
        key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(selection.events(), (Set{m_score->low, m_score->endless}));
        choose({m_score->first});
        key(Qt::Key_Z);
        QVERIFY(m_axis->start() > 0.5 && m_axis->end() < 3.5);
        key(Qt::Key_A);
        QVERIFY(m_axis->start() == 0 && m_axis->end() >= 8);
        QCOMPARE(selection.events(), (Set{m_score->first}));
    }

    void statementsOfAScoreArePastedAtThePlayHead() {
        const Project before = project();
        m_view->setPlayHead(20);
        paste("; from a csd\ni \"glass\" 2 0.5 0 0.7 0.25\ni \"glass\" + . ; carried\ni \"pad\" 3 "
              "-1 0 72\n");
        QCOMPARE(project().all<ScoreEvent>().size(), std::size_t{7});
        std::vector<ScoreEvent> pasted;
        for (const EventId id : m_document->selection().events())
            pasted.push_back(eventOf(id));
        std::sort(pasted.begin(), pasted.end(),
                  [](const auto& a, const auto& b) { return a.order < b.order; });
        QCOMPARE(pasted.size(), std::size_t{3});
        QCOMPARE(pasted[0].instrument, m_score->glass);
        QCOMPARE(pasted[0].start, 20.0);
        QCOMPARE(pasted[0].duration, 0.5);
        QCOMPARE(pasted[0].arguments[0], (Argument{"kamp", 0.7}));
        QCOMPARE(pasted[1].start, 20.5);
        QCOMPARE(pasted[2].instrument, m_score->pad);
        QVERIFY(pasted[2].isEndless());
        QCOMPARE(pasted[2].start, 21.0);
        verifyUndo(before, "Paste");
    }

    void aBadLineIsNamedAndNothingIsPasted() {
        QSignalSpy said(m_view.get(), &TimelineView::said);
        const Project before = project();
        for (const char* line : {"i \"glass\" zero 1", "i \"glass\" 0 1e999", "i \"nobody\" 0 1",
                                 "i \"glass\" -1 1", "i \"glass\" 0 1 0 o.5"}) {
            paste("i \"glass\" 0 1\n\n" + QString(line) + "\ni \"glass\" 1 1\n");
            const QString word = said.takeLast()[0].toString();
            QVERIFY2(word.startsWith("Nothing was pasted") && word.contains("line 3"),
                     qPrintable(word));
        }
        QVERIFY(project() == before);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void aLongScoreIsPastedWhileTheWindowGoesOn() {
        const Project before = project();
        QString score;
        constexpr int count = 60000;
        for (int i = 0; i < count; ++i)
            score += QStringLiteral("i \"glass\" %1 0.5 0 0.%2\n").arg(i * 0.01).arg(i % 9 + 1);
        int turns = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&turns] { ++turns; });
        timer.start(0);
        paste(score);
        QVERIFY(project() == before);
        QSignalSpy said(m_view.get(), &TimelineView::said);
        paste("i \"glass\" 0 1\n");
        QCOMPARE(said.count(), 1); // one after the other
        QTRY_COMPARE(m_document->undoStack().count(), 1);
        QCOMPARE(project().all<ScoreEvent>().size(), std::size_t{count + 4});
        QVERIFY(turns > 10);
        QTRY_COMPARE(m_document->selection().events().size(), std::size_t{count});
        QCOMPARE(m_document->undoStack().undoText(), QString("Paste"));
        m_document->undoStack().undo();
        QVERIFY(project() == before);
        // Another document opened meanwhile gets nothing of it.
        paste(score);
        const Project other = SmallScore().project;
        m_document->reset(other, {});
        QTest::qWait(300);
        QVERIFY(project() == other);
    }

    void tooLongAScoreIsRefusedWithAWord() {
        QSignalSpy said(m_view.get(), &TimelineView::said);
        paste(QStringLiteral("i1 0 1\n").repeated(1'000'000));
        QCOMPARE(said.count(), 1);
        QVERIFY(said[0][0].toString().contains("1000001"));
        QTest::qWait(10);
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void tracksFoldByKeyAndByTheirTriangle() {
        m_document->edit("lane", [&](Project& p) {
            Track track = *p.find(m_score->glassTrack);
            track.lanes = {{"kamp", 0}};
            (void)p.change(track);
        });
        const Project before = project();
        const auto lane = [&](std::size_t i) { return m_view->scene().lanes().all()[i]; };
        const int height = lane(0).height, other = lane(1).height;
        QCOMPARE(lane(0).curves.size(), std::size_t{1});
        choose({m_score->first});
        key(Qt::Key_F);
        QVERIFY(lane(0).folded && lane(0).height < height);
        QVERIFY(lane(0).curves.empty());
        QCOMPARE(lane(1).height, other);
        QVERIFY(!m_view->automation().of(m_score->glassTrack, "kamp"));
        // What is folded stays so when the score changes, and can be worked on.
        key(Qt::Key_D, Qt::ControlModifier);
        QVERIFY(lane(0).folded);
        m_document->undoStack().undo();
        QTest::mouseClick(m_view->headers().headers()[0]->foldButton(), Qt::LeftButton);
        QVERIFY(!lane(0).folded);
        QCOMPARE(lane(0).height, height);
        QVERIFY(m_view->automation().of(m_score->glassTrack, "kamp"));
        key(Qt::Key_F, Qt::ShiftModifier);
        QVERIFY(lane(0).folded && lane(1).folded);
        key(Qt::Key_F, Qt::ShiftModifier);
        QVERIFY(!lane(0).folded && !lane(1).folded);
        QVERIFY(project() == before);
    }

    void aPieceWithATempoIsCountedInBeats() {
        QCOMPARE(m_grid->kind(), TimeGrid::Kind::Seconds);
        setTempo({{0, 90, 3}});
        QCOMPARE(m_grid->kind(), TimeGrid::Kind::Beats);
        const Project withTempo = project();
        m_document->reset(SmallScore().project, {});
        QCOMPARE(m_grid->kind(), TimeGrid::Kind::Seconds);
        m_document->reset(withTempo, {});
        QCOMPARE(m_grid->kind(), TimeGrid::Kind::Beats);
        m_grid->setKind(TimeGrid::Kind::Seconds); // stays as chosen
        setTempo({{0, 100, 3}});
        QCOMPARE(m_grid->kind(), TimeGrid::Kind::Seconds);
    }

    void theTempoIsTypedAtThePlayHead() {
        m_document->edit("by beats", [&](Project& p) {
            ScoreEvent anchored = *p.find(m_score->second);
            anchored.beats = BeatAnchor{4, 1};
            (void)p.change(anchored);
        });
        const Project before = project();
        m_view->setPlayHead(2);
        whenAskedType("120 3/4");
        key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        const auto& points = project().settings().tempo.points();
        QCOMPARE(points.size(), std::size_t{2});
        QCOMPARE(points[1], (TempoPoint{2, 120, 3}));
        QCOMPARE(eventOf(m_score->second).start, 3.0); // still on its beat
        QCOMPARE(eventOf(m_score->first).start, 1.0);  // has none
        verifyUndo(before, "Change tempo");
    }

    void whatIsNoTempoIsRefusedWithAWord() {
        QSignalSpy said(m_view.get(), &TimelineView::said);
        for (const char* text :
             {"fast", "0", "-3", "1e999", "96 x", "96 0/4", "96 3/8", "96 4 4"}) {
            whenAskedType(text);
            key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        }
        QCOMPARE(said.count(), 8);
        QVERIFY(said[0][0].toString().contains("fast"));
        QCOMPARE(m_document->undoStack().count(), 0);
    }

    void tempoChangesAreDraggedTypedAndStayInOrder() {
        setTempo({{0, 60, 4}, {4, 120, 4}, {8, 60, 4}});
        const Project before = project();
        Ruler& ruler = m_view->ruler();
        const auto at = [&](double beat) { return ruler.positionOfTempo(beat)->toPoint(); };
        const auto left = [&](double beat) {
            const double x = m_axis->xAt(project().settings().tempo.secondsAt(beat));
            return QPoint(static_cast<int>(x), at(beat).y());
        };
        drag(&ruler, at(4), left(4) + QPoint(40, 0)); // a second later, two beats
        QCOMPARE(project().settings().tempo.points()[1].beat, 6.0);
        verifyUndo(before, "Move tempo change");
        drag(&ruler, at(4), left(4) + QPoint(900, 0)); // no further than the next
        QCOMPARE(project().settings().tempo.points()[1].beat, 7.0);
        verifyUndo(before, "Move tempo change");
        drag(&ruler, at(0), at(0) + QPoint(100, 0)); // the first one stays
        QVERIFY(project() == before);
        whenAskedType("90");
        QTest::mouseDClick(&ruler, Qt::LeftButton, {}, at(4));
        QCOMPARE(project().settings().tempo.points()[1], (TempoPoint{4, 90, 4}));
        verifyUndo(before, "Change tempo");
    }
};

STRIA_WIDGET_TEST(TimelineCommandsTest)
#include "timeline_commands_test.moc"
