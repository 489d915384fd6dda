// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDockWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QSettings>
#include <QSplitter>
#include <QTabBar>
#include <QToolBar>
#include <QUndoView>
#include <QUrl>
#include <QtConcurrentRun>

#include "engine/render/opcode_list.h"
#include "ui/audition/keyboard_panel.h"
#include "ui/document/file_sharing.h"
#include "ui/document/selection.h"
#include "ui/editor/instrument_editor.h"
#include "ui/export/export_jobs_view.h"
#include "ui/inspector/inspector.h"
#include "ui/score/score_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/transport/level_meter.h"
#include "ui/transport/transport_bar.h"
#include "ui/window/browser_panel.h"
#include "ui/window/grid_controls.h"
#include "ui/window/key_rules.h"
#include "ui/window/problems_panel.h"
#include "ui/window/project_parts.h"
#include "ui/window/source_files.h"
#include "ui/window/status_line.h"

namespace stria {
namespace {

constexpr int mostLogLines = 5000;

} // namespace

MainWindow::MainWindow(Surroundings surroundings)
    : m_dialogs(surroundings.dialogs ? std::move(surroundings.dialogs)
                                     : std::make_unique<WindowDialogs>(this)),
      m_sound(std::move(surroundings.devices)), m_player(m_sound.scoreOutputs()),
      m_audition(m_sound.keyOutputs()), m_playing(m_document, m_player, m_audition),
      m_notes(m_document, m_audition), m_files(m_document, *m_dialogs),
      m_trust(m_document, *m_dialogs), m_checker(m_document), m_exportJobs(OpcodeCatalogue()),
      m_exporting(m_document, m_exportJobs, *m_dialogs, *this) {
    setObjectName(QStringLiteral("window"));
    setWindowIcon(look::icon(QStringLiteral("stria")));
    buildParts();
    buildPanels();
    buildMenus();
    connectDocument();
    connectTransport();
    connectParts();
    connectSources();
    m_layout->restore();
    loadOpcodes();
    showEverything();
    m_timeline->setFocus();
    qApp->installEventFilter(new KeyRules(*this, *m_inspector, *m_timeline));
}

MainWindow::~MainWindow() {
    m_document.endOpenEdits(); // the widgets that hold them go after the document
    m_opcodeWatcher.disconnect(this);
    m_opcodeWatcher.waitForFinished();
    m_playing.disconnect(this);
    m_audition.disconnect(this);
    m_document.disconnect(this);
    m_document.undoStack().disconnect(this);
}

void MainWindow::buildParts() {
    m_transport = new TransportBar;
    m_transport->addWidget(new GridControls(m_grid));
    auto* const bar = new QToolBar(tr("Transport"));
    bar->setObjectName(QStringLiteral("transport"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->addWidget(m_transport);
    bar->toggleViewAction()->setVisible(false);
    addToolBar(Qt::TopToolBarArea, bar);
    setContextMenuPolicy(Qt::NoContextMenu);

    m_timeline = new TimelineView(m_document, m_axis, m_grid);
    m_sources = std::make_unique<SourceFiles>(m_document, *m_dialogs, *m_timeline, m_playing,
                                              m_preview, *this);
    if (auto* const own = dynamic_cast<WindowDialogs*>(m_dialogs.get()))
        own->setSounds(m_document, m_preview);
    m_editor = new InstrumentEditor(m_document);
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(QStringLiteral("centre"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_timeline);
    m_splitter->addWidget(m_editor);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({560, 300});
    setCentralWidget(m_splitter);

    m_status = new StatusLine(m_document);
    setStatusBar(m_status);
    m_opening = new QProgressBar;
    m_opening->setAccessibleName(tr("Opening the project"));
    m_opening->setMaximumWidth(160);
    m_opening->setTextVisible(false);
    m_opening->hide();
    m_status->addPermanentWidget(m_opening);
}

void MainWindow::buildPanels() {
    m_layout = new WindowLayout(*this, *m_splitter);
    const auto bottom = Qt::BottomDockWidgetArea;
    const auto grip = PanelTitle::Kind::Grip;
    const auto named = PanelTitle::Kind::Named;
    m_browser = new BrowserPanel(m_document);
    m_browser->setMinimumWidth(200);
    m_layout->addPanel(Qt::LeftDockWidgetArea, m_browser, tr("Browser"), QStringLiteral("browser"),
                       grip, Qt::Key_F5);
    m_inspector = new Inspector(m_document, m_timeline->pictures());
    m_inspector->setMinimumWidth(260);
    m_inspectorDock = m_layout->addPanel(Qt::RightDockWidgetArea, m_inspector, tr("Inspector"),
                                         QStringLiteral("inspector"), grip, Qt::Key_F6);
    m_problems = new ProblemsPanel;
    m_log = new QPlainTextEdit;
    m_log->setReadOnly(true);
    m_log->setMaximumBlockCount(mostLogLines);
    m_log->setFont(look::codeFont());
    m_log->setAccessibleName(tr("Messages of Csound"));
    m_log->setPlaceholderText(tr("What Csound says while it renders appears here."));
    auto* const renders = new ExportJobsView(m_exportJobs);
    connect(renders, &ExportJobsView::placeRequested, this, &MainWindow::showPlace);
    connect(renders, &ExportJobsView::folderRequested, this,
            [](const QString& path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    connect(renders, &ExportJobsView::playRequested, this,
            [this](const QString& file, double startTime) {
                m_playing.stop();
                m_filePlayback.play(file, startTime);
            });
    connect(&m_player, &Player::failed, m_status, [this](const Diagnostic& problem) {
        m_status->say(QString::fromStdString(problem.message));
    });
    connect(&m_filePlayback, &FilePlayback::failed, this, [this](const Diagnostic& problem) {
        m_dialogs->tell(tr("Not played"), QString::fromStdString(problem.toText()), {});
    });
    m_score = new ScorePanel(m_document);
    m_scoreDock = m_layout->addPanel(bottom, m_score, tr("Score table"), QStringLiteral("score"),
                                     named, {}); // its key is in the menu Score
    // A panel that lies behind another is not hidden, only out of sight.
    connect(m_scoreDock, &QDockWidget::visibilityChanged, m_score, &ScorePanel::setInView);
    connect(m_score, &ScorePanel::eventsPasteRequested, this,
            [this] { m_timeline->actions().pasteAtPlayHead(); });
    connect(m_score, &ScorePanel::auditionRequested, this,
            [this](EventId event) { m_playing.audition(event); });
    m_problemsDock = m_layout->addPanel(bottom, m_problems, tr("Problems"),
                                        QStringLiteral("problems"), named, Qt::Key_F7);
    auto* const log = m_layout->addPanel(bottom, m_log, tr("Log"), QStringLiteral("log"), named,
                                         Qt::Key_F10); // F8 and F9 are taken
    m_rendersDock = m_layout->addPanel(bottom, renders, tr("Renders"), QStringLiteral("renders"),
                                       named, Qt::Key_F11);
    m_keyboard = new KeyboardPanel(m_notes);
    m_keyboardDock = m_layout->addPanel(bottom, m_keyboard, tr("Keyboard"),
                                        QStringLiteral("keyboard"), named, Qt::Key_F12);
    m_layout->stack({m_scoreDock, m_problemsDock, log, m_rendersDock, m_keyboardDock});
    auto* const history = new QUndoView(&m_document.undoStack());
    history->setEmptyLabel(tr("Before all steps"));
    history->setAccessibleName(tr("Steps that can be undone"));
    m_historyDock =
        m_layout->addPanel(Qt::RightDockWidgetArea, history, tr("History"),
                           QStringLiteral("history"), named, QKeySequence(tr("Ctrl+Alt+Z")));
    m_historyDock->hide();
}

void MainWindow::connectDocument() {
    connect(&m_document, &Document::titleChanged, this, &MainWindow::showTitle);
    connect(&m_document, &Document::modifiedChanged, this, &MainWindow::showTitle);
    connect(&m_document.sharing(), &FileSharing::told, m_status, &StatusLine::say);
    connect(&m_document, &Document::journalTrouble, this, [this](const Diagnostic& problem) {
        m_status->setTrouble(
            tr("Changes are not kept: %1").arg(QString::fromStdString(problem.message)));
    });
    connect(&m_document, &Document::saveDoubted, this, [this](const Diagnostic& problem) {
        m_status->setTrouble(QString::fromStdString(problem.message));
    });
    connect(&m_document, &Document::settled, this,
            [this] { m_transport->setTempo(m_document.project().settings().tempo); });
    connect(&m_files, &ProjectFiles::opened, this, &MainWindow::showEverything,
            Qt::QueuedConnection); // the views have enough to do with the project itself
    connect(&m_files, &ProjectFiles::openingChanged, m_opening, &QWidget::setVisible);
    connect(&m_files, &ProjectFiles::openingProgress, this,
            [this](double fraction) { m_opening->setValue(static_cast<int>(fraction * 100)); });
    connect(&m_files, &ProjectFiles::mayClose, this, &QWidget::close);
    connect(&m_checker, &ProblemChecker::checked, this, [this](const Diagnostics& checked) {
        const Diagnostics problems = ofThePiece(checked);
        m_problems->setChecked(problems);
        m_editor->setProblems(problems);
    });
    // What a render said of another state would stay as a ghost.
    connect(&m_document, &Document::changed, m_problems, [this] { m_problems->setRendered({}); });
    connect(m_problems, &ProblemsPanel::countChanged, this, [this] {
        m_status->setProblems(m_problems->problemCount(), m_problems->errorCount());
    });
}

void MainWindow::connectTransport() {
    connect(m_transport, &TransportBar::toStartRequested, this, [this] {
        m_timeline->setPlayHead(0);
        m_transport->setPosition(0);
        if (m_playing.isPlaying())
            m_playing.play(0);
    });
    connect(m_transport, &TransportBar::playRequested, this, &MainWindow::togglePlaying);
    connect(m_transport, &TransportBar::stopRequested, &m_playing, &Playing::stop);
    connect(m_transport, &TransportBar::loopToggled, m_loopAction, &QAction::setChecked);
    connect(m_transport, &TransportBar::exportRequested, this, &MainWindow::exportAudio);
    connect(&m_player, &Player::positionChanged, this, [this](double seconds) {
        m_transport->setPosition(seconds);
        m_timeline->setPlayHead(seconds);
    });
    const auto showLevels = [this](const std::vector<float>& peaks) {
        m_transport->meter().setPeaks(peaks);
    };
    connect(&m_player, &Player::levelsChanged, this, showLevels);
    connect(&m_audition, &EventAudition::levelsChanged, this,
            [this, showLevels](const std::vector<float>& peaks) {
                if (!m_player.isPlaying())
                    showLevels(peaks);
            });
    connect(&m_audition, &EventAudition::soundingChanged, m_transport,
            &TransportBar::setAuditioning);
    connect(&m_audition, &EventAudition::failed, this, [this](const Diagnostics& found) {
        const Diagnostics problems = ofThePiece(found);
        m_problems->setRendered(problems);
        if (hasErrors(problems))
            m_status->say(QString::fromStdString(problems.front().message));
    });
    connect(&m_player, &Player::deviceChanged, this, &MainWindow::showDevice);
    connect(m_transport, &TransportBar::noticeClicked, this, &MainWindow::chooseDevice);
    connect(&m_sound, &SoundSettings::choiceChanged, this, [this] {
        m_player.renewOutput();
        m_preview.renewOutput();
        m_audition.renewOutput();
    });
    connect(&m_playing, &Playing::stateChanged, this, [this] {
        const bool waits = m_playing.isPlaying() && !m_player.isPlaying();
        m_transport->setState(waits ? Player::State::Waiting : m_player.state());
        m_timeline->setPlaying(m_playing.isPlaying());
        m_playAction->setText(m_playing.isPlaying() ? tr("Stop") : tr("Play"));
    });
    connect(&m_playing, &Playing::renderChanged, this, &MainWindow::showRender);
    connect(&m_playing, &Playing::renderFinished, this, &MainWindow::takeResult);
    m_document.sharing().setSurrounding(
        [this](const std::function<void()>& work) { m_trust.takeFromElsewhere(work); });
    m_playing.setPermission([this] { return m_trust.mayPlay(); });
    m_notes.setPermission(
        [this](bool mayAsk) { return mayAsk ? m_trust.mayPlay() : m_trust.isDecided(); });
    const auto allowance = [this] { return m_trust.allowed(); };
    m_playing.setAllowance(allowance);
    m_audition.setAllowance(allowance);
    m_exporting.setAllowance(allowance);
    m_checker.setAllowance([this] { return m_trust.lastAllowed(); });
    connect(&m_trust, &Trust::judged, &m_checker, &ProblemChecker::allowanceChanged);
    m_trust.setForeignClipboard([] {
        const QClipboard* const clipboard = QGuiApplication::clipboard();
        return clipboard->ownsClipboard() ? std::string() : clipboard->text().toStdString();
    });
    m_notes.setStepPlace([this] {
        const double start = m_timeline->playHead();
        return KeyboardNotes::Step{start, m_grid.step(start, m_axis.pixelsPerSecond())};
    });
    connect(&m_notes, &KeyboardNotes::stepped, this, [this](double seconds) {
        m_timeline->setPlayHead(seconds);
        m_transport->setPosition(seconds);
    });
    connect(&m_notes, &KeyboardNotes::said, m_status, &StatusLine::say);
    connect(m_keyboard, &KeyboardPanel::leaveRequested, m_timeline,
            [this] { m_timeline->setFocus(); });
}

void MainWindow::connectParts() {
    connect(m_timeline, &TimelineView::playHeadRequested, this, [this](double seconds) {
        m_transport->setPosition(seconds);
        if (m_playing.isPlaying())
            m_playing.play(seconds);
    });
    connect(m_timeline, &TimelineView::auditionRequested, this,
            [this](EventId event) { m_playing.audition(event); });
    connect(m_timeline, &TimelineView::instrumentMissing, this, [this] {
        Question question;
        question.title = tr("No instrument");
        question.text = tr("An event needs an instrument that plays it. Make one?");
        question.answers = {tr("New instrument"), tr("Cancel")};
        question.cancelAnswer = 1;
        if (m_dialogs->ask(question) == 0)
            project_parts::addInstrument(m_document);
    });
    connect(m_timeline, &TimelineView::said, m_status, &StatusLine::say);
    connect(m_inspector, &Inspector::auditionRequested, this,
            [this](EventId event) { m_playing.audition(event); });
    const auto editCode = [this](InstrumentId instrument) {
        m_editor->show();
        Place place;
        place.text = TextKind::InstrumentBody;
        place.instrument = instrument;
        place.line = 1;
        m_editor->showPlace(place);
    };
    connect(m_inspector, &Inspector::editCodeRequested, this, editCode);
    connect(m_editor, &InstrumentEditor::auditionRequested, this,
            [this](InstrumentId instrument) { m_playing.audition(instrument); });
    connect(m_browser, &BrowserPanel::editCodeRequested, this, editCode);
    connect(m_browser, &BrowserPanel::auditionRequested, this,
            [this](InstrumentId instrument) { m_playing.audition(instrument); });
    connect(m_browser, &BrowserPanel::removeInstrumentRequested, this,
            &MainWindow::removeInstrument);
    connect(m_browser, &BrowserPanel::removeBusRequested, this, &MainWindow::removeBus);
    connect(m_inspector, &Inspector::busRemoveRequested, this, &MainWindow::removeBus);
    connect(m_browser, &BrowserPanel::addRequested, this, &MainWindow::addToBrowser);
    connect(m_problems, &ProblemsPanel::placeRequested, this, &MainWindow::showPlace);
    m_problems->setMender([this](const Place& place) {
        return parameterMendings(m_document.project(), place.instrument, place.parameter);
    });
    connect(m_problems, &ProblemsPanel::mendingRequested, this,
            [this](const ParameterMending& mending) {
                mending.work(m_document);
                m_status->say(mending.text);
            });
    connect(m_status, &StatusLine::pieceRequested, this, &MainWindow::showPiece);
    connect(m_status, &StatusLine::problemsRequested, this, [this] {
        bringForward(*m_problemsDock);
        m_problems->setFocus();
    });
    connect(&m_exporting, &Exporting::audioAdded, this, [this] { bringForward(*m_rendersDock); });
    connect(&m_exporting, &Exporting::said, m_status, &StatusLine::say);
    connect(&m_exportJobs, &ExportJobs::jobEnded, this, [this](int number) {
        const ExportJobs::Job* job = m_exportJobs.job(number);
        if (!job || !job->result)
            return;
        takeResult(*job->result);
        if (job->result->ok())
            m_status->say(tr("Exported %1").arg(ExportJobsView::nameText(*job)));
    });
}

void MainWindow::connectSources() {
    connect(m_sources.get(), &SourceFiles::said, m_status, &StatusLine::say);
    connect(m_sources.get(), &SourceFiles::projectDropped, &m_files, &ProjectFiles::openPath);
    connect(m_browser, &BrowserPanel::said, m_status, &StatusLine::say);
    connect(m_browser, &BrowserPanel::hearRequested, m_sources.get(), &SourceFiles::hear);
    connect(m_browser, &BrowserPanel::findRequested, m_sources.get(), &SourceFiles::find);
    connect(m_browser, &BrowserPanel::placeRequested, m_timeline, &TimelineView::placeAtPlayHead);
    connect(m_inspector, &Inspector::eventSoundWanted, this, [this](const Parameter& parameter) {
        const Selection& selection = m_document.selection();
        std::vector<EventId> events{selection.currentEvent()}; // it says what is there now
        for (const EventId event : selection.events())
            if (event != events.front())
                events.push_back(event);
        m_sources->giveSound(events, parameter);
    });
    connect(m_score, &ScorePanel::soundWanted, m_sources.get(), &SourceFiles::giveSound);
    connect(m_inspector, &Inspector::soundHearRequested, m_sources.get(), &SourceFiles::hear);
    connect(m_inspector, &Inspector::soundFindRequested, m_sources.get(), &SourceFiles::find);
    connect(m_inspector, &Inspector::soundFileTyped, m_sources.get(), &SourceFiles::link);
    connect(m_inspector, &Inspector::soundPlaceRequested, m_timeline,
            &TimelineView::placeAtPlayHead);
    connect(m_inspector, &Inspector::tableFileRequested, m_sources.get(), &SourceFiles::fillTable);
}

void MainWindow::loadOpcodes() {
    connect(&m_opcodeWatcher, &QFutureWatcherBase::finished, this, [this] {
        m_opcodes = m_opcodeWatcher.result();
        m_editor->setOpcodes(m_opcodes);
        m_playing.setOpcodes(m_opcodes);
        m_exportJobs.setOpcodes(m_opcodes);
        m_exporting.setOpcodes(m_opcodes);
        m_notes.setOpcodes(m_opcodes);
        m_checker.setOpcodes(m_opcodes);
    });
    m_opcodeWatcher.setFuture(QtConcurrent::run([] { return csoundOpcodes(); }));
}

void MainWindow::showTitle() {
    setWindowTitle(tr("%1[*] – Stria").arg(m_document.title()));
    setWindowModified(m_document.isModified());
    setWindowFilePath({});
}

void MainWindow::showEverything() {
    showTitle();
    const Settings& settings = m_document.project().settings();
    m_grid.setTempo(settings.tempo);
    m_transport->setTempo(settings.tempo);
    m_transport->setPosition(0);
    m_transport->meter().setChannels(settings.channels);
    m_transport->meter().resetPeaks();
    m_timeline->setPlayHead(0);
    m_timeline->actions().fitAll->trigger();
    m_problems->setRendered({});
    m_log->clear();
    const auto instruments = m_document.project().inOrder<Instrument>();
    if (!instruments.empty())
        m_document.selection().setCurrentInstrument(instruments.front()->id);
    showRender();
}

void MainWindow::togglePlaying() {
    if (m_preview.isPlaying())
        m_preview.stop();
    else if (m_playing.isPlaying())
        m_playing.stop();
    else
        m_playing.play(m_timeline->playHead());
}

void MainWindow::showRender() {
    const BackgroundRender* const render = m_playing.render();
    m_status->setRender(render);
    std::vector<RenderedStretch> stretches;
    if (render) {
        const double from = render->spec().startTime;
        const double done =
            render->isDone() ? render->result()->duration : render->progress().secondsRendered;
        if (done > 0)
            stretches.push_back({from, from + done, RenderedStretch::State::Ready});
        const double fraction = render->progress().fraction;
        if (!render->isDone() && fraction > 0 && done > 0)
            stretches.push_back(
                {from + done, from + done / fraction, RenderedStretch::State::InWork});
    }
    m_timeline->setRendered(std::move(stretches));
}

void MainWindow::takeResult(const RenderResult& result) {
    for (const std::string& message : result.messages)
        m_log->appendPlainText(QString::fromStdString(message).trimmed());
    const Diagnostics problems = ofThePiece(result.problems);
    m_problems->setRendered(problems);
    if (hasErrors(problems) && result.state == RenderState::Failed)
        m_status->say(QString::fromStdString(problems.front().message));
}

/// Without what is no fault of the piece: that stands in the status line.
Diagnostics MainWindow::ofThePiece(Diagnostics problems) {
    QStringList gaps;
    std::erase_if(problems, [&gaps](const Diagnostic& problem) {
        const bool isGap = problem.code == ErrorCode::NotConfined;
        if (isGap)
            gaps << QString::fromStdString(problem.message);
        return isGap;
    });
    if (!gaps.isEmpty())
        m_status->setUnconfined(gaps.join('\n'));
    return problems;
}

void MainWindow::showDevice() {
    using State = PlaybackThread::Device::State;
    const PlaybackThread::Device& device = m_player.device();
    const QString description = QString::fromStdString(device.description);
    const QString chosen = QString::fromStdString(m_sound.choice().device);
    switch (device.state) {
    case State::Works:
        m_transport->setNotice({});
        break;
    case State::Substitute:
        m_transport->setNotice(
            tr("Another sound device"),
            tr("%1 is not there. %2 stands in for it until it is back.").arg(chosen, description));
        break;
    case State::Missing:
        m_transport->setNotice(tr("No sound device"), description);
        break;
    case State::Silent:
        m_transport->setNotice(tr("The sound device is silent"), description);
        break;
    }
}

void MainWindow::showPlace(const Place& place) {
    if (m_editor->showPlace(place)) {
        m_editor->show();
        return;
    }
    if (place.event)
        m_timeline->show(place.event);
    else if (place.instrument)
        m_document.selection().setCurrentInstrument(place.instrument);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_files.close()) {
        event->ignore();
        return;
    }
    if (m_exportJobs.isBusy()) {
        Question question;
        question.title = tr("Export under way");
        question.text = tr("A sound file is being written. Closing now ends it; no file is left.");
        question.answers = {tr("Keep working"), tr("Close")};
        question.cancelAnswer = 0;
        if (m_dialogs->ask(question) != 1) {
            event->ignore();
            return;
        }
    }
    m_layout->save();
    m_layout->hideFloating();
    m_playing.stop();
    m_document.discardJournal();
    event->accept();
    // A window that Qt keeps for panels is no reason to go on.
    QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
}

void MainWindow::childEvent(QChildEvent* event) {
    QMainWindow::childEvent(event);
    // The bars of docks that lie behind each other are QMainWindow's own, and nameless.
    if (event->polished())
        if (auto* const tabs = qobject_cast<QTabBar*>(event->child()))
            tabs->setAccessibleName(tr("Panels"));
}

} // namespace stria
