// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidget>
#include <QUndoView>
#include <QtTest>
#include <algorithm>
#include <atomic>
#include <cmath>

#include "engine/sound/sound_file.h"
#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"
#include "tests/ui/transport/listened_devices.h"
#include "tests/ui/window/two_notes.h"
#include "ui/automation/automation_lane.h"
#include "ui/automation/point_popup.h"
#include "ui/document/selection.h"
#include "ui/editor/instrument_editor.h"
#include "ui/export/export_dialog.h"
#include "ui/score/score_panel.h"
#include "ui/score/score_table.h"
#include "ui/timeline/automation_lanes.h"
#include "ui/timeline/ruler.h"
#include "ui/timeline/timeline_view.h"
#include "ui/transport/sound_dialog.h"
#include "ui/transport/transport_bar.h"
#include "ui/window/browser_panel.h"
#include "ui/window/problems_panel.h"

using namespace stria;
using stria::test::ListenedDevices;

namespace {

/// Answers that a test has laid out beforehand; what was asked is kept.
class PreparedDialogs final : public Dialogs {
  public:
    struct Script {
        QString file;
        int answer = -1;
        QStringList asked;
        QStringList told;
    };
    explicit PreparedDialogs(Script& script) : m_script(script) {}
    QString chooseFileToOpen(const QString&, const QString&, const QString&) override {
        return m_script.file;
    }
    QString chooseFileToSave(const QString&, const QString&, const QString&,
                             const QString&) override {
        return m_script.file;
    }
    int ask(const Question& question) override {
        m_script.asked << question.text;
        return m_script.answer;
    }
    void tell(const QString&, const QString& text, const QString&) override {
        m_script.told << text;
    }

  private:
    Script& m_script;
};

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    PreparedDialogs::Script m_script;
    std::atomic<bool> m_heard{false};
    std::shared_ptr<ListenedDevices> m_devices;

    std::unique_ptr<MainWindow> makeWindow() {
        m_heard = false;
        m_devices = std::make_shared<ListenedDevices>([this](std::span<const float> samples) {
            for (const float sample : samples)
                if (std::abs(sample) > 0.1F)
                    m_heard = true;
        });
        auto window = std::make_unique<MainWindow>(
            MainWindow::Surroundings{m_devices, std::make_unique<PreparedDialogs>(m_script)});
        window->resize(1280, 720);
        window->show();
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            qWarning("the window is not active");
        return window;
    }

    QString writeProject(const Project& project, const QString& name = "piece.stria") {
        const QString path = m_folder->filePath(name);
        if (!saveProject(project, path.toStdString()))
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }
    static SeenFile seenAt(const QString& path) {
        const auto loaded = loadProject(path.toStdString());
        return loaded ? SeenFile{loaded->hash, loaded->project} : SeenFile();
    }

    static bool open(MainWindow& window, const QString& path) {
        QSignalSpy opened(&window.files(), &ProjectFiles::opened);
        window.files().openPath(path);
        const bool isThere = opened.count() > 0 || opened.wait(stria::test::patience);
        QCoreApplication::processEvents(); // what the window shows of it comes next
        return isThere;
    }

    static QString said(MainWindow& window) {
        for (const QLabel* label : window.findChildren<QLabel*>())
            if (label->accessibleName() == "Message")
                return label->text();
        return {};
    }

  private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("stria-test");
        QCoreApplication::setApplicationName("stria-test");
        look::apply(*qobject_cast<QApplication*>(qApp), Theme::Dark);
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_script = {};
        QSettings().clear();
    }

    void aPieceIsOpenedChangedHeardExportedAndOpenedAgain() {
        const QString path = writeProject(test::twoNotes());
        auto window = makeWindow();
        QVERIFY(open(*window, path));
        QCOMPARE(window->document().project().all<ScoreEvent>().size(), std::size_t{2});
        QVERIFY(window->windowTitle().startsWith("piece"));

        // Moved by the mouse.
        TimelineCanvas& canvas = window->timeline().canvas();
        const EventId moved{11};
        QTRY_VERIFY(!canvas.rectOf(moved).isEmpty());
        const QPoint from = canvas.rectOf(moved).center().toPoint();
        QTest::mousePress(canvas.viewport(), Qt::LeftButton, {}, from);
        for (int step = 1; step <= 10; ++step)
            QTest::mouseMove(canvas.viewport(), from + QPoint(step * 8, 0));
        QTest::mouseRelease(canvas.viewport(), Qt::LeftButton, {}, from + QPoint(80, 0));
        QVERIFY(window->document().project().find(moved)->start > 2.05);
        QVERIFY(window->isWindowModified());

        // Taken back by keys.
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(window->document().project().find(moved)->start, 2.0);
        QVERIFY(!window->isWindowModified());
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        const double start = window->document().project().find(moved)->start;
        QVERIFY(start > 2.05);

        // Heard: Space plays from the play head and stops.
        canvas.setFocus();
        QTest::keyClick(&canvas, Qt::Key_Space);
        QVERIFY(window->playing().isPlaying());
        QTRY_VERIFY(m_heard);
        QVERIFY(window->playing().isPlaying());
        QTest::keyClick(&canvas, Qt::Key_Space);
        QTRY_VERIFY(!window->playing().isPlaying());

        // Saved, exported.
        QSignalSpy saved(&window->document(), &Document::saved);
        QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(saved.count() > 0 || saved.wait(stria::test::patience));
        QTest::keyClick(window.get(), Qt::Key_E, Qt::ControlModifier);
        auto* const dialog = window->findChild<ExportDialog*>();
        QVERIFY(dialog);
        QSignalSpy ended(&window->exportJobs(), &ExportJobs::jobEnded);
        for (QPushButton* button : dialog->findChildren<QPushButton*>())
            if (button->property("kind") == "primary" || button->isDefault()) {
                QTRY_VERIFY2(button->isEnabled(), qPrintable(button->text()));
                QTest::mouseClick(button, Qt::LeftButton);
                break;
            }
        QVERIFY2(ended.count() > 0 || ended.wait(stria::test::patience), "no export ended");
        const auto info = readSoundFileInfo(m_folder->filePath("piece.wav").toStdString());
        QVERIFY(info);
        QVERIFY(std::abs(double(info->frames) / info->sampleRate - (start + 1)) < 0.1);

        // Opened again.
        window->close();
        QVERIFY(!window->isVisible());
        window = makeWindow();
        QVERIFY(open(*window, path));
        QCOMPARE(window->document().project().find(moved)->start, start);
        window->close();
    }

    void anExportIsPlayedByTheWindowItself() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        RenderSpec spec;
        spec.outputFile = m_folder->filePath("note.flac").toStdString();
        spec.startTime = 2;
        const int number = window->exportJobs().add(window->document().project(), {}, {spec});
        QTRY_VERIFY(window->exportJobs().job(number)->result);
        QVERIFY(window->exportJobs().job(number)->result->ok());
        auto* const dock = window->findChild<QDockWidget*>("renders");
        QVERIFY(dock);
        dock->show();
        dock->raise();
        const auto play = [&] {
            for (QToolButton* button : window->findChildren<QToolButton*>())
                if (button->accessibleName() == "Play the file" && button->isVisible())
                    QTest::mouseClick(button, Qt::LeftButton);
        };
        play();
        QTRY_VERIFY(m_heard);
        QVERIFY(window->playing().isPlaying());
        window->timeline().canvas().setFocus();
        QTest::keyClick(&window->timeline().canvas(), Qt::Key_Space);
        QTRY_VERIFY(!window->playing().isPlaying());
        // A file that is gone is said.
        QVERIFY(QFile::remove(m_folder->filePath("note.flac")));
        play();
        QTRY_COMPARE(m_script.told.size(), 1);
        QVERIFY2(m_script.told.front().contains("note.flac"), qPrintable(m_script.told.front()));
        window->close();
    }

    void closingDuringAnExportIsAskedAbout() {
        Project project = test::twoNotes();
        Instrument instrument = *project.find(InstrumentId{1});
        instrument.body = "a1 = 0\nki = 0\nwhile ki < 20000 do\nki += 1\nod\nouts a1, a1\n";
        QVERIFY(project.change(instrument).has_value());
        ScoreEvent event = *project.find(EventId{10});
        event.duration = 600;
        QVERIFY(project.change(event).has_value());
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(project)));
        RenderSpec spec;
        spec.outputFile = m_folder->filePath("slow.wav").toStdString();
        const int number = window->exportJobs().add(window->document().project(), {}, {spec});
        QTRY_VERIFY(window->exportJobs().job(number)->progress().speed > 0);
        m_script.answer = 0; // keep working
        window->close();
        QVERIFY(window->isVisible());
        QCOMPARE(m_script.asked.size(), 1);
        QVERIFY(window->exportJobs().isBusy());
        m_script.answer = 1; // close
        window->close();
        QVERIFY(!window->isVisible());
        window.reset();
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
                 QStringList{"piece.stria"});
    }

    void unsavedChangesAreAskedAboutAndNeverLost() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        window->document().edit("Delete",
                                [](Project& project) { (void)project.remove(EventId{10}); });
        m_script.answer = 2; // cancel
        window->close();
        QVERIFY(window->isVisible());
        QCOMPARE(m_script.asked.size(), 1);
        m_script.answer = 0; // save
        window->close();
        QTRY_VERIFY(!window->isVisible());
        const auto loaded = loadProject(m_folder->filePath("piece.stria").toStdString());
        QCOMPARE(loaded->project.all<ScoreEvent>().size(), std::size_t{1});
    }

    void lostWorkComesBackAndIsNoMoreTrustedThanItsFile() {
        Project project = test::twoNotes();
        Instrument reaches = *project.find(InstrumentId{1});
        reaches.body += "i1 system_i 1, \"true\"\n";
        (void)project.change(reaches);
        const QString path = writeProject(project);
        {
            Document killed; // its journal stays
            killed.reset(project, path, false, seenAt(path));
            killed.edit("Move", [](Project& p) {
                ScoreEvent event = *p.find(EventId{11});
                event.start = 7;
                (void)p.change(event);
            });
            killed.flushJournal();
        }
        auto window = makeWindow();
        m_script.answer = 0; // recover
        QSignalSpy opened(&window->files(), &ProjectFiles::opened);
        window->files().offerLostWork([] { QFAIL("it was taken"); });
        QVERIFY(m_script.asked.isEmpty()); // it is looked for elsewhere
        QVERIFY(opened.wait(stria::test::patience));
        window->document().flushJournal();
        QCOMPARE(window->document().project().find(EventId{11})->start, 7.0);
        QCOMPARE(window->document().filePath(), path);
        QVERIFY(window->document().isModified());
        // Nobody has allowed this code, recovered or not.
        QVERIFY(!window->trust().isDecided());
        QVERIFY(window->trust().allowed() == Allowance{});
        for (const LostWork& work : findLostWork(Document::journalFolder().toStdString()))
            QVERIFY(work.projectFile != path.toStdString()); // the new journal has it
        m_script.answer = 1;                                 // closing: discard
        window->close();
    }

    void aFileThatIsNoProjectIsRefusedAndNothingIsLost() {
        const QString wrong = m_folder->filePath("wrong.stria");
        QFile file(wrong);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no project\n");
        file.close();
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        window->files().openPath(wrong);
        QTRY_COMPARE(m_script.told.size(), 1);
        QVERIFY(m_script.told.front().contains("wrong.stria"));
        QCOMPARE(window->document().project().all<ScoreEvent>().size(), std::size_t{2});
        window->close();
    }

    void aParameterThatIsGoneFromTheCodeIsMendedFromTheProblems() {
        Project project = test::twoNotes();
        for (const EventId id : {EventId{10}, EventId{11}}) {
            ScoreEvent event = *project.find(id);
            event.arguments.push_back({"kbright", 0.5});
            QVERIFY(project.change(event));
        }
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(project)));
        ProblemsPanel& problems = window->problems();
        QTRY_COMPARE(problems.problemCount(), 1);
        QCOMPARE(problems.errorCount(), 0);
        QCOMPARE(problems.topLevelItem(0)->childCount(), 2);
        QVERIFY(problems.itemWidget(problems.topLevelItem(0), 2));
        auto* const button =
            problems.itemWidget(problems.topLevelItem(0), 2)->findChild<QToolButton*>();
        QVERIFY(button);
        button->click();
        QTRY_COMPARE(problems.problemCount(), 0);
        QVERIFY(unknownParameters(window->document().project()).empty());
        QCOMPARE(window->document().undoStack().count(), 1);
        m_script.answer = 1; // discard
        window->close();
    }

    void aMistakeInTheCodeIsListedAtItsLine() {
        Project project = test::twoNotes();
        Instrument instrument = *project.find(InstrumentId{1});
        instrument.body = "|kamp=0.3, kfreq=440|\nasig oscilx kamp, kfreq\nouts asig, asig\n";
        QVERIFY(project.change(instrument));
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(project)));
        QTRY_VERIFY(window->problems().errorCount() > 0);
        const auto& problems = window->checker().problems();
        QVERIFY(std::any_of(problems.begin(), problems.end(), [](const Diagnostic& problem) {
            return problem.place.line == 2 && problem.place.instrument == InstrumentId{1};
        }));
        instrument.body = "|kamp=0.3, kfreq=440|\nasig oscili kamp, kfreq\nouts asig, asig\n";
        window->document().edit("Mend", [&](Project& p) { (void)p.change(instrument); });
        QTRY_COMPARE(window->problems().errorCount(), 0);
        window->document().undoStack().setClean();
        window->close();
    }

    void problemsOfARenderGoWithTheStateThatHadThem() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        Instrument instrument = *window->document().project().find(InstrumentId{1});
        instrument.body = "|kamp=0.3, kfreq=440|\nasig nosuch kamp, kfreq\nouts asig, asig\n";
        window->document().edit("Break", [&](Project& p) { (void)p.change(instrument); });
        QSignalSpy rendered(&window->playing(), &Playing::renderFinished);
        window->timeline().canvas().setFocus();
        QTest::keyClick(&window->timeline().canvas(), Qt::Key_Space);
        QVERIFY(rendered.count() > 0 || rendered.wait(stria::test::patience));
        QVERIFY(window->problems().errorCount() > 0);
        window->playing().stop();
        window->document().undoStack().undo();
        QTRY_COMPARE(window->problems().problemCount(), 0);
        // A person who asks for a check wants to see nothing older.
        Diagnostic old;
        old.message = "of a render";
        window->problems().setRendered({old});
        QCOMPARE(window->problems().problemCount(), 1);
        QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(window->problems().problemCount(), 0);
        window->close();
    }

    void codeFromElsewhereThatReachesOutsideIsAskedAbout() {
        Project project = test::twoNotes();
        Instrument instrument = *project.find(InstrumentId{1});
        instrument.body += "ires system_i 1, {{ touch never }}\n";
        QVERIFY(project.change(instrument));
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(project)));
        m_script.answer = 2; // cancel
        QTest::keyClick(window.get(), Qt::Key_Space);
        QCOMPARE(m_script.asked.size(), 1);
        QVERIFY(m_script.asked.front().contains("system_i"));
        QVERIFY(m_script.asked.front().contains("touch never"));
        QVERIFY(m_script.asked.front().contains("instrument tone, line 4"));
        QVERIFY(!window->playing().isPlaying());
        window->close();
    }

    void returnOnAnEventLetsItBeHeardAlone() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        TimelineCanvas& canvas = window->timeline().canvas();
        QTRY_VERIFY(!canvas.rectOf(EventId{11}).isEmpty());
        QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {},
                          canvas.rectOf(EventId{11}).center().toPoint());
        QTest::keyClick(&canvas, Qt::Key_Return);
        QVERIFY(window->audition().isSounding());
        QTRY_VERIFY(m_heard);
        QVERIFY(!window->playing().isPlaying());
        QTRY_VERIFY(!window->audition().isSounding());
        // Playing the score ends it.
        QTest::keyClick(&canvas, Qt::Key_Return);
        QVERIFY(window->audition().isSounding());
        QTest::keyClick(&canvas, Qt::Key_Space);
        QVERIFY(!window->audition().isSounding());
        QVERIFY(window->playing().isPlaying());
        QTest::keyClick(&canvas, Qt::Key_Space);
        window->close();
    }

    void returnInASmallWindowOfALaneKeepsWhatWasTypedAndPlaysNothing() {
        Project project = test::twoNotes();
        Track track;
        track.id = TrackId{20};
        track.name = "tone";
        track.lanes = {{"kamp", 0}};
        (void)project.insert(track);
        Automation curve;
        curve.id = AutomationId{21};
        curve.target = EventId{11};
        curve.parameter = "kamp";
        curve.points = {{0, 0.2, {}}, {1, 0.8, {}}};
        (void)project.insert(curve);
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(project)));
        const auto points = [&] {
            return window->document().project().find(AutomationId{21})->points;
        };
        window->document().selection().setEvents({EventId{11}}, EventId{11});
        QPointer<AutomationLane> lane = window->timeline().automation().of(TrackId{20}, "kamp");
        QVERIFY(lane);
        QTRY_VERIFY(lane->positionOf({AutomationId{21}, 1}));
        QTest::mouseDClick(lane, Qt::LeftButton, {},
                           lane->positionOf({AutomationId{21}, 1})->toPoint());
        QPointer<PointPopup> point = lane->findChild<PointPopup*>();
        QVERIFY(point);
        QTRY_VERIFY(point->valueField().hasFocus());
        QTest::keyClicks(&point->valueField(), "0.123");
        QTest::keyClick(&point->valueField(), Qt::Key_Return);
        QVERIFY(!window->audition().isSounding());
        QCOMPARE(points()[1].value, 0.123);
        QTRY_VERIFY(!point);
        // Of the tools of the whole curve as well.
        QPointer<CurveToolPopup> scale =
            new CurveToolPopup(window->document(), CurveToolPopup::Tool::Scale,
                               {{AutomationId{21}, 0}, {AutomationId{21}, 1}}, lane->scale(), lane);
        scale->showAt(lane->mapToGlobal(QPoint(0, 0)));
        QTRY_VERIFY(scale->first().hasFocus());
        QTest::keyClicks(&scale->first(), "0.5");
        QTest::keyClick(&scale->first(), Qt::Key_Return);
        QVERIFY(!window->audition().isSounding());
        QCOMPARE(points()[0].value, 0.1);
        QTRY_VERIFY(!scale);
        QCOMPARE(window->document().undoStack().count(), 2);
        window->document().undoStack().setClean();
        window->close();
    }

    void spaceInANewWindowPlays() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        QTest::keyClick(window.get(), Qt::Key_Space);
        QVERIFY(qApp->focusWidget() == &window->timeline().canvas());
        QVERIFY(window->playing().isPlaying());
        QTest::keyClick(window.get(), Qt::Key_Space, Qt::ShiftModifier);
        QVERIFY(!window->playing().isPlaying());
        window->close();
    }

    void aMissingSoundDeviceIsToldAndAnotherChosenThere() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        m_devices->bench()->setNames({});
        QTest::keyClick(&window->timeline().canvas(), Qt::Key_Space);
        QPushButton* notice = nullptr;
        for (QPushButton* button : window->transport().findChildren<QPushButton*>())
            if (button->accessibleName() == "Sound device")
                notice = button;
        QVERIFY(notice);
        QTRY_COMPARE(notice->text(), QStringLiteral("No sound device"));
        QVERIFY(window->playing().isPlaying()); // in silence
        QTest::mouseClick(notice, Qt::LeftButton);
        auto* const dialog = window->findChild<SoundDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        m_devices->bench()->setNames({"speakers", "headphones"});
        QTRY_VERIFY(!notice->isVisible());
        QTRY_COMPARE(dialog->deviceBox().count(), 3);
        dialog->deviceBox().setCurrentIndex(2);
        emit dialog->deviceBox().activated(2);
        QTRY_COMPARE(m_devices->bench()->opened(), std::string("headphones"));
        dialog->close();
        m_devices->bench()->setNames({"speakers"});
        QTRY_COMPARE(notice->text(), QStringLiteral("Another sound device"));
        QVERIFY(notice->toolTip().startsWith("headphones is not there"));
        window->playing().stop();
        window->close();
    }
    void spaceInATextIsALetter() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        auto* const filter = window->findChild<QLineEdit*>();
        QVERIFY(filter);
        filter->setFocus();
        QTest::keyClick(filter, Qt::Key_Space);
        QCOMPARE(filter->text(), QString(" "));
        QVERIFY(!window->playing().isPlaying());
        window->close();
    }

    void theScoreTableIsShownByItsKeyWithTheTimelinesSelection() {
        const auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        QTest::keyClick(window.get(), Qt::Key_F9);
        ScorePanel& score = window->score();
        QVERIFY(score.isInView());
        QVERIFY(score.table().hasFocus());
        QCOMPARE(score.model().rowCount(), 2);
        QTest::keyClick(&score.table(), Qt::Key_Down);
        QCOMPARE(window->document().selection().currentEvent(), EventId{11});
        window->timeline().show(EventId{10});
        QTRY_COMPARE(score.table().currentIndex().row(), 0);
        // What the timeline has copied is pasted by it.
        window->timeline().actions().copyChosen();
        score.table().setFocus();
        QTest::keyClick(&score.table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(score.model().rowCount(), 3);
        score.table().setFocus();
        QTest::keyClick(&score.table(), Qt::Key_F9);
        QVERIFY(!score.isInView());
    }

    void aClickInTheHistoryGoesBackThereAndForthAgain() {
        auto window = makeWindow();
        Document& document = window->document();
        document.edit("Set title", [](Project& project) {
            Settings settings = project.settings();
            settings.title = "first";
            project.changeSettings(settings);
        });
        document.edit("Set rate", [](Project& project) {
            Settings settings = project.settings();
            settings.sampleRate = 96000;
            project.changeSettings(settings);
        });
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);
        auto* const history = window->findChild<QUndoView*>();
        QVERIFY(history && history->isVisible());
        QCOMPARE(history->model()->rowCount(), 3);
        const auto click = [history](int row) {
            const QModelIndex step = history->model()->index(row, 0);
            QTest::mouseClick(history->viewport(), Qt::LeftButton, {},
                              history->visualRect(step).center());
        };
        click(1);
        QCOMPARE(document.project().settings().title, std::string("first"));
        QVERIFY(document.project().settings().sampleRate != 96000);
        click(0);
        QVERIFY(document.project().settings().title.empty());
        click(2);
        QCOMPARE(document.project().settings().sampleRate, 96000.0);
        document.undoStack().setClean(); // closing asks nothing
        window->close();
    }

    void whatFloatsGoesWithTheWindow() {
        auto window = makeWindow();
        const auto panel = [&](const char* name, QPoint at) {
            auto* const dock = window->findChild<QDockWidget*>(name);
            if (!dock)
                qFatal("there is no %s", name);
            dock->show();
            dock->setFloating(true);
            dock->setGeometry(QRect(at, QSize(240, 180)));
            return dock;
        };
        auto* const log = panel("log", {20, 20});
        auto* const renders = panel("renders", {320, 20});
        auto* const problems = panel("problems", {20, 320});
        // Two become a group, which is a window of Qt's own, and another panel comes to it.
        const auto drop = [](QDockWidget& dragged, QWidget& onto) {
            QWidget& bar = *dragged.titleBarWidget();
            const QPoint start(20, bar.height() / 2);
            QTest::mousePress(&bar, Qt::LeftButton, {}, start);
            const QPoint end = onto.frameGeometry().center();
            const QPoint from = bar.mapToGlobal(start);
            for (int step = 1; step <= 8; ++step) {
                const QPoint at = from + (end - from) * step / 8;
                QMouseEvent move(QEvent::MouseMove, bar.mapFromGlobal(at), at, Qt::NoButton,
                                 Qt::LeftButton, {});
                QApplication::sendEvent(&bar, &move);
                QTest::qWait(20);
            }
            QMouseEvent release(QEvent::MouseButtonRelease, bar.mapFromGlobal(end), end,
                                Qt::LeftButton, Qt::NoButton, {});
            QApplication::sendEvent(&bar, &release);
            QTest::qWait(300);
        };
        drop(*log, *renders);
        drop(*problems, *renders->window());
        for (const QDockWidget* dock : {log, renders, problems})
            QVERIFY(dock->parentWidget()->inherits("QDockWidgetGroupWindow"));
        QVERIFY(renders->isVisible());
        window->close();
        QVERIFY(!window->isVisible());
        for (const QWidget* part : QApplication::topLevelWidgets())
            QVERIFY2(!part->isVisible(), qPrintable(part->windowTitle() + part->objectName()));
        QSettings().clear();
    }

    void aLongMessageNeverWidensTheWindow() {
        auto window = makeWindow();
        const int width = window->width();
        const int least = window->minimumSizeHint().width();
        window->document().edit(QString("a long name ").repeated(100), [](Project& project) {
            Settings settings = project.settings();
            settings.title = "changed";
            project.changeSettings(settings);
        });
        window->document().undoStack().undo();
        QVERIFY(said(*window).size() > 1000);
        QCoreApplication::processEvents();
        QCOMPARE(window->width(), width);
        QCOMPARE(window->minimumSizeHint().width(), least);
        window->close();
    }

    void whatIsUndoneAndRedoneIsSaid() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        Document& document = window->document();
        const auto add = [&](const char* name, EventId id) {
            document.edit(name, [id](Project& project) {
                ScoreEvent event;
                event.id = id;
                event.instrument = InstrumentId{1};
                event.duration = 1;
                (void)project.insert(event);
            });
        };
        add("Add event", EventId{30});
        add("Add another", EventId{31});
        QVERIFY(said(*window).isEmpty());
        window->timeline().canvas().setFocus();
        QTest::keyClick(&window->timeline().canvas(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(said(*window), QString("Undone: Add another"));
        QTest::keyClick(&window->timeline().canvas(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(said(*window), QString("Redone: Add another"));
        document.undoStack().setIndex(0); // as the history does
        QCOMPARE(said(*window), QString("Undone: the last 2 steps"));
        document.undoStack().setIndex(1);
        QCOMPARE(said(*window), QString("Redone: Add event"));
        // A new step where another could be redone is no redo.
        add("Add a third", EventId{32});
        QCOMPARE(said(*window), QString("Redone: Add event"));
        document.undoStack().setClean();
        window->close();
    }

    void deletingWhatIsUsedIsAskedAboutAndSaid() {
        Project project = test::twoNotes();
        Instrument idle;
        idle.id = InstrumentId{2};
        idle.name = "idle";
        (void)project.insert(idle);
        for (const int number : {5, 6}) {
            Bus bus;
            bus.id = BusId{static_cast<std::uint64_t>(number)};
            bus.name = number == 5 ? "wet" : "dry";
            (void)project.insert(bus);
        }
        ScoreEvent event = *project.find(EventId{10});
        event.arguments = {{"ibus", BusId{5}}};
        (void)project.change(event);
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(project)));
        const Project& now = window->document().project();
        QTreeWidget& list = window->browser().list();
        const auto removeRow = [&](const char* name) {
            const auto rows = list.findItems(name, Qt::MatchExactly | Qt::MatchRecursive);
            if (rows.isEmpty())
                qFatal("%s is not in the list", name);
            list.setCurrentItem(rows.front());
            list.setFocus();
            QTest::keyClick(&list, Qt::Key_Delete);
        };
        QTRY_VERIFY(!list.findItems("idle", Qt::MatchExactly).isEmpty());
        removeRow("idle");
        QVERIFY(!now.find(InstrumentId{2}));
        QCOMPARE(m_script.asked.size(), 0);
        QVERIFY2(said(*window).contains("idle"), qPrintable(said(*window)));
        m_script.answer = 1; // Cancel
        removeRow("tone");
        QCOMPARE(m_script.asked.size(), 1);
        QVERIFY2(m_script.asked[0].contains("tone is played by 2 event"),
                 qPrintable(m_script.asked[0]));
        QVERIFY(now.find(InstrumentId{1}));
        removeRow("wet");
        QCOMPARE(m_script.asked.size(), 2);
        QVERIFY2(m_script.asked[1].contains("1 event"), qPrintable(m_script.asked[1]));
        QVERIFY(now.find(BusId{5}));
        m_script.answer = 0; // Delete
        removeRow("dry");
        QCOMPARE(m_script.asked.size(), 2);
        removeRow("wet");
        QVERIFY(!now.find(BusId{5}));
        QVERIFY2(said(*window).contains("wet"), qPrintable(said(*window)));
        removeRow("tone");
        QVERIFY(now.all<ScoreEvent>().size() == 0);
        QVERIFY2(said(*window).contains("2 event"), qPrintable(said(*window)));
        window->document().undoStack().undo();
        QCOMPARE(now.all<ScoreEvent>().size(), std::size_t{2});
        window->document().undoStack().setClean();
        window->close();
    }

    void aValueThatWasTypedIsTakenBackByUndoAndTheNextKeyBelongsToTheScore() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        Document& document = window->document();
        document.selection().setEvents({EventId{11}});
        QLineEdit* start = nullptr;
        for (QLineEdit* field : window->findChildren<QLineEdit*>())
            if (field->accessibleName() == "Start" && field->isVisible())
                start = field;
        QVERIFY(start);
        start->setFocus();
        start->selectAll();
        QTest::keyClicks(start, "3.5");
        QTest::keyClick(start, Qt::Key_Z, Qt::ControlModifier); // what is being typed
        QCOMPARE(document.project().find(EventId{11})->start, 2.0);
        start->selectAll();
        QTest::keyClicks(start, "3.5");
        QTest::keyClick(start, Qt::Key_Return);
        QCOMPARE(document.project().find(EventId{11})->start, 3.5);
        QVERIFY(window->timeline().canvas().hasFocus());
        start->setFocus();
        QTest::keyClick(start, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document.project().find(EventId{11})->start, 2.0);
        // A text that is no time stays where it can be put right.
        QTest::keyClicks(start, "x");
        QTest::keyClick(start, Qt::Key_Return);
        QVERIFY(start->hasFocus());
        document.undoStack().setClean();
        window->close();
    }

    void theFirstInstrumentOfAnOpenedProjectCanBeAuditioned() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        const auto audition = [&]() -> QAction* {
            for (QAction* action : window->editor().findChildren<QAction*>())
                if (action->text().contains("Audition"))
                    return action;
            return nullptr;
        };
        QVERIFY(audition());
        QTRY_VERIFY(audition()->isEnabled());
        window->close();
    }

    void rowsCopiedInTheScoreTableArePastedIntoTheTimelineAtThePlayHead() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        QTest::keyClick(window.get(), Qt::Key_F9);
        ScoreTable& table = window->score().table();
        QTRY_VERIFY(table.hasFocus());
        QTRY_COMPARE(table.model()->rowCount(), 2);
        QTest::keyClick(&table, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().contains('\t')); // cells for others
        window->timeline().setPlayHead(10);
        window->timeline().setFocus();
        QTest::keyClick(&window->timeline().canvas(), Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(window->document().project().all<ScoreEvent>().size(), std::size_t{4});
        std::vector<double> starts;
        window->document().project().all<ScoreEvent>().forEach(
            [&](const ScoreEvent& event) { starts.push_back(event.start); });
        std::sort(starts.begin(), starts.end());
        QCOMPARE(starts, (std::vector<double>{0, 2, 10, 12}));
        window->document().undoStack().setClean();
        window->close();
    }

    void aClickOnTheRulerEndsTyping() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        window->document().selection().setEvents({EventId{11}});
        for (QLineEdit* field : window->findChildren<QLineEdit*>())
            if (field->accessibleName() == "Start" && field->isVisible())
                field->setFocus();
        QVERIFY(!window->timeline().canvas().hasFocus());
        auto* const ruler = window->findChild<Ruler*>();
        QVERIFY(ruler);
        QTest::mouseClick(ruler, Qt::LeftButton, {}, ruler->rect().center());
        QVERIFY(window->timeline().canvas().hasFocus());
        window->document().undoStack().setClean();
        window->close();
    }

    void everyWidgetOfUseHasAName() {
        auto window = makeWindow();
        QVERIFY(open(*window, writeProject(test::twoNotes())));
        window->document().selection().setEvents({EventId{10}});
        QTest::keyClick(window.get(), Qt::Key_F9);
        QStringList nameless;
        for (QWidget* widget : window->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible())
                continue;
            if (qobject_cast<QScrollBar*>(widget) || widget->objectName().startsWith("qt_"))
                continue;
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
            if (!face ||
                (face->text(QAccessible::Name).isEmpty() && widget->accessibleName().isEmpty()))
                nameless << QString("%1 in %2")
                                .arg(widget->metaObject()->className(),
                                     widget->parentWidget()
                                         ? widget->parentWidget()->metaObject()->className()
                                         : "");
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join('\n')));
        window->close();
    }

    void noTwoMenuEntriesShareAKey() {
        auto window = makeWindow();
        // One action may stand in two menus.
        QMap<QString, QStringList> entries;
        for (const QAction* action : window->findChildren<QAction*>())
            for (const QKeySequence& key : action->shortcuts())
                if (action->shortcutContext() == Qt::WindowShortcut)
                    entries[key.toString()] << action->text();
        QStringList shared;
        for (auto it = entries.cbegin(); it != entries.cend(); ++it)
            if (it->size() > 1)
                shared << it.key() + ": " + it->join(", ");
        QVERIFY2(shared.isEmpty(), qPrintable(shared.join('\n')));
        window->close();
    }
};

STRIA_WIDGET_TEST(MainWindowTest)
#include "main_window_test.moc"
