// SPDX-License-Identifier: GPL-3.0-or-later
#include <QActionGroup>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QStandardPaths>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <cmath>

#include "engine/compile/csd_writer.h"
#include "ui/audition/keyboard_panel.h"
#include "ui/document/selection.h"
#include "ui/editor/instrument_editor.h"
#include "ui/export/export_dialog.h"
#include "ui/score/score_panel.h"
#include "ui/score/score_table.h"
#include "ui/timeline/timeline_view.h"
#include "ui/transport/transport_bar.h"
#include "ui/window/browser_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"

namespace stria {
namespace {

constexpr auto firstBody = R"(; a plain tone to begin with
|kamp=0.2, kmidi=60|
aenv linsegr 0, 0.01, 1, 0.2, 0
asig vco2 kamp, cpsmidinn(kmidi)
asig moogladder asig, 2400, 0.2
outall asig * aenv
)";

QString freeName(const Project& project, const QString& wanted) {
    QString name = wanted;
    for (int n = 2; project.instrumentNamed(name.toStdString()); ++n)
        name = QStringLiteral("%1%2").arg(wanted).arg(n);
    return name;
}

void addKeys(QTreeWidgetItem& heading, const QMenu& menu) {
    for (const QAction* action : menu.actions()) {
        auto* const item = new QTreeWidgetItem(
            {action->text().remove('&'), action->shortcut().toString(QKeySequence::NativeText)});
        if (action->menu())
            addKeys(*item, *action->menu());
        if (action->shortcut().isEmpty() && item->childCount() == 0)
            delete item;
        else
            heading.addChild(item);
    }
}

double lastOrder(const Project& project) {
    const auto all = project.inOrder<Instrument>();
    return all.empty() ? 0 : all.back()->order;
}

} // namespace

QAction* MainWindow::add(QMenu& menu, const QString& icon, const QString& text,
                         const QKeySequence& key, const std::function<void()>& work) {
    QAction* const action = menu.addAction(text);
    if (!icon.isEmpty())
        action->setIcon(look::icon(icon));
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, work);
    return action;
}

void MainWindow::buildMenus() {
    buildFileMenu();
    buildEditMenu();
    buildScoreMenu();
    buildInstrumentMenu();
    buildTransportMenu();
    buildRenderMenu();
    buildViewMenu();
    buildHelpMenu();
}

void MainWindow::buildFileMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&File"));
    add(menu, "new", tr("New"), QKeySequence::New, [this] { m_files.newProject(); });
    add(menu, "open", tr("Open…"), QKeySequence::Open, [this] { m_files.open(); });
    m_recentMenu = menu.addMenu(tr("Open recent"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    menu.addSeparator();
    add(menu, "save", tr("Save"), QKeySequence::Save, [this] { m_files.save(); });
    add(menu, {}, tr("Save as…"), QKeySequence(tr("Ctrl+Shift+S")), [this] { m_files.saveAs(); });
    menu.addSeparator();
    add(menu, "export", tr("Export audio…"), QKeySequence(tr("Ctrl+E")), [this] { exportAudio(); });
    add(menu, {}, tr("Export CSD…"), QKeySequence(tr("Ctrl+Shift+E")), [this] { exportCsd(); });
    menu.addSeparator();
    add(menu, {}, tr("Quit"), QKeySequence(tr("Ctrl+Q")), [this] { close(); });
}

void MainWindow::fillRecentMenu() {
    m_recentMenu->clear();
    for (const QString& path : m_files.recentFiles()) {
        QAction* const action = m_recentMenu->addAction(QFileInfo(path).fileName());
        action->setToolTip(path);
        action->setEnabled(QFileInfo::exists(path));
        connect(action, &QAction::triggered, this, [this, path] { m_files.openPath(path); });
    }
    m_recentMenu->setToolTipsVisible(true);
    if (m_recentMenu->isEmpty())
        m_recentMenu->addAction(tr("Nothing yet"))->setEnabled(false);
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(tr("Clear the list"), this, [this] { m_files.clearRecentFiles(); });
}

void MainWindow::buildEditMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Edit"));
    QAction* const undo = m_document.undoStack().createUndoAction(this, tr("Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIcon(look::icon(QStringLiteral("undo")));
    QAction* const redo = m_document.undoStack().createRedoAction(this, tr("Redo"));
    redo->setShortcuts({QKeySequence(tr("Ctrl+Shift+Z")), QKeySequence(tr("Ctrl+Y"))});
    redo->setIcon(look::icon(QStringLiteral("redo")));
    menu.addAction(undo);
    menu.addAction(redo);
    menu.addSeparator();
    m_timeline->actions().fillEditMenu(menu);
}

void MainWindow::buildScoreMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Score"));
    m_timeline->actions().fillScoreMenu(menu);
    menu.addSeparator();
    QMenu& table = *menu.addMenu(tr("Score table"));
    add(table, {}, tr("Show the score as a table"), QKeySequence(Qt::Key_F9),
        [this] { toggleScoreTable(); });
    table.addSeparator();
    m_score->fillMenu(table);
}

/// Shows it and goes there; away from there hides it.
void MainWindow::toggleScoreTable() {
    if (m_score->isInView() && m_score->isAncestorOf(QApplication::focusWidget())) {
        m_scoreDock->hide();
        m_timeline->canvas().setFocus();
        return;
    }
    m_scoreDock->show();
    m_scoreDock->raise();
    m_score->table().setFocus();
}

void MainWindow::buildInstrumentMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Instrument"));
    add(menu, "add", tr("New instrument"), QKeySequence(tr("Ctrl+Shift+I")),
        [this] { newInstrument(); });
    add(menu, "duplicate", tr("Duplicate instrument"), {}, [this] { duplicateInstrument(); });
    add(menu, "delete", tr("Delete instrument"), {}, [this] { deleteInstrument(); });
    menu.addSeparator();
    add(menu, "bus", tr("New bus"), QKeySequence(tr("Ctrl+Shift+B")), [this] { newBus(); });
    add(menu, "sample", tr("Add sound file…"), {}, [this] { addSoundFile(); });
    menu.addSeparator();
    for (QAction* action : m_editor->menuActions())
        menu.addAction(action);
}

void MainWindow::buildTransportMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Transport"));
    m_playAction =
        add(menu, "play", tr("Play"), QKeySequence(Qt::Key_Space), [this] { togglePlaying(); });
    m_playAction->setAutoRepeat(false);
    add(menu, "stop", tr("Stop what sounds"), QKeySequence(tr("Shift+Space")),
        [this] { m_playing.stop(); });
    add(menu, "to-start", tr("To the start"), QKeySequence(Qt::Key_Home),
        [this] { emit m_transport->toStartRequested(); });
    add(menu, "note", tr("Play on the keyboard"), QKeySequence(tr("K")), [this] {
        m_keyboardDock->show();
        m_keyboardDock->raise();
        m_keyboard->keys().setFocus(Qt::ShortcutFocusReason);
    });
    m_loopAction = menu.addAction(look::icon(QStringLiteral("loop")), tr("Loop"));
    m_loopAction->setCheckable(true);
    m_loopAction->setShortcut(QKeySequence(Qt::Key_L));
    connect(m_loopAction, &QAction::toggled, this, [this](bool on) {
        m_transport->setLooping(on);
        m_playing.setLooping(on);
        const Settings& settings = m_document.project().settings();
        if (on && settings.loopEnd <= settings.loopStart)
            m_status->say(tr("Draw a loop region in the strip above the ruler to repeat it."));
    });
}

void MainWindow::buildRenderMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Render"));
    add(menu, "export", tr("Export audio…"), {}, [this] { exportAudio(); });
    add(menu, {}, tr("Check for problems now"), QKeySequence(tr("Ctrl+Shift+K")), [this] {
        m_problemsDock->show();
        m_problemsDock->raise();
        m_checker.checkNow();
    });
    add(menu, "stop", tr("Cancel rendering"), QKeySequence(tr("Ctrl+.")),
        [this] { m_playing.cancelRender(); });
    add(menu, {}, tr("Show renders"), {}, [this] {
        m_rendersDock->show();
        m_rendersDock->raise();
    });
}

void MainWindow::buildViewMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&View"));
    m_timeline->actions().fillViewMenu(menu);
    menu.addSeparator();
    int number = 1;
    for (QDockWidget* dock : m_docks) {
        QAction* const action = dock->toggleViewAction();
        menu.addAction(action);
        if (dock == m_scoreDock) // its key is in the Score menu
            continue;
        action->setShortcut(QKeySequence(QStringLiteral("F%1").arg(number + 4)));
        ++number;
        if (number == 4) // F8 is the editor's: next problem
            number = 6;
    }
    QAction* const editor = menu.addAction(tr("Code editor"));
    editor->setCheckable(true);
    editor->setChecked(true);
    editor->setShortcut(QKeySequence(tr("F4")));
    connect(editor, &QAction::toggled, m_editor, &QWidget::setVisible);
    menu.addSeparator();
    QMenu& themes = *menu.addMenu(tr("Theme"));
    auto* const group = new QActionGroup(this);
    const std::pair<QString, Theme> choices[] = {{tr("As the system"), Theme::System},
                                                 {tr("Dark"), Theme::Dark},
                                                 {tr("Light"), Theme::Light}};
    for (const auto& [text, theme] : choices) {
        QAction* const action = themes.addAction(text);
        action->setCheckable(true);
        action->setChecked(look::theme() == theme);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, theme = theme] { setTheme(theme); });
    }
}

void MainWindow::buildHelpMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Help"));
    add(menu, {}, tr("Keys"), QKeySequence(tr("Ctrl+F1")), [this] { showShortcuts(); });
    add(menu, {}, tr("About Stria"), {}, [this] { showAbout(); });
}

void MainWindow::exportAudio() {
    if (!mayRender())
        return;
    const Project& project = m_document.project();
    ExportDialog::Context context;
    context.projectFile = m_document.filePath();
    context.projectName = m_document.filePath().isEmpty()
                              ? m_document.title()
                              : QFileInfo(m_document.filePath()).completeBaseName();
    context.presetFile = QDir(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation))
                             .filePath(QStringLiteral("export-presets.json"));
    context.filesUnderWay = m_exportJobs.filesUnderWay();
    const QString folder = m_document.folder().isEmpty() ? QDir::homePath() : m_document.folder();
    context.suggestedFile = QDir(folder).filePath(m_document.title() + ".wav");
    context.scoreEnd = project.settings().endMarker;
    project.all<ScoreEvent>().forEach([&context](const ScoreEvent& event) {
        if (event.plays() && std::isfinite(event.end()))
            context.scoreEnd = std::max(context.scoreEnd, event.end());
    });
    context.selectedEvents = m_document.selection().events();
    auto* const dialog = new ExportDialog(
        project, context,
        [this](const QString& suggestion) {
            return m_dialogs->chooseFileToSave(tr("Export audio"), suggestion,
                                               tr("Sound files (*)"), {});
        },
        [this](const QStringList& paths) {
            Question question;
            question.title = tr("Replace %n file(s)", nullptr, static_cast<int>(paths.size()));
            question.text =
                paths.size() == 1
                    ? tr("“%1” exists already. Replace it?").arg(QFileInfo(paths[0]).fileName())
                    : tr("%n file(s) exist already. Replace them?", nullptr,
                         static_cast<int>(paths.size()));
            question.details = paths.size() == 1 ? QString() : paths.join(QLatin1Char('\n'));
            question.answers = {tr("Replace"), tr("Cancel")};
            question.cancelAnswer = 1;
            return m_dialogs->ask(question) == 0;
        },
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_exportJobs.add(m_document.project(), m_document.folder(), dialog->plan());
        m_rendersDock->show();
        m_rendersDock->raise();
    });
    dialog->open();
}

void MainWindow::exportCsd() {
    const QString folder = m_document.folder().isEmpty() ? QDir::homePath() : m_document.folder();
    const QString path = m_dialogs->chooseFileToSave(
        tr("Export CSD"), QDir(folder).filePath(m_document.title() + ".csd"),
        tr("Csound files (*.csd)"), QStringLiteral("csd"));
    if (path.isEmpty() || m_csdWatcher.isRunning())
        return;
    m_csdWatcher.disconnect(this);
    connect(&m_csdWatcher, &QFutureWatcherBase::finished, this, [this, path] {
        const Expected<void> result = m_csdWatcher.result();
        if (result)
            m_status->say(tr("Exported %1").arg(path));
        else
            m_dialogs->tell(tr("Not exported"), QString::fromStdString(result.error().toText()),
                            {});
    });
    m_csdWatcher.setFuture(QtConcurrent::run(
        [project = m_document.project(), projectFolder = m_document.folder().toStdString(),
         opcodes = m_opcodes, file = path.toStdString()]() -> Expected<void> {
            const auto document =
                compile(project, {}, gatherAssetFacts(project, projectFolder), opcodes);
            if (!document)
                return tl::make_unexpected(document.error().front());
            return writeCsd(*document, file);
        }));
}

void MainWindow::addToBrowser() {
    switch (m_browser->tab()) {
    case BrowserPanel::Instruments:
        newInstrument();
        break;
    case BrowserPanel::Samples:
        addSoundFile();
        break;
    case BrowserPanel::Tables:
        m_document.edit(tr("New table"), [](Project& project) {
            Table table;
            table.id = TableId::random();
            table.name = "table";
            table.data = std::make_shared<std::vector<double>>(1024);
            (void)project.insert(table);
        });
        break;
    }
}

void MainWindow::newInstrument() {
    Instrument instrument;
    instrument.id = InstrumentId::random();
    instrument.name = freeName(m_document.project(), tr("tone")).toStdString();
    instrument.body = firstBody;
    instrument.order = lastOrder(m_document.project()) + 1;
    m_document.edit(tr("New instrument"),
                    [&](Project& project) { (void)project.insert(instrument); });
    m_document.selection().setCurrentInstrument(instrument.id);
}

void MainWindow::duplicateInstrument() {
    const Instrument* const current =
        m_document.project().find(m_document.selection().currentInstrument());
    if (!current)
        return;
    Instrument copy = *current;
    copy.id = InstrumentId::random();
    copy.name = freeName(m_document.project(), QString::fromStdString(current->name)).toStdString();
    copy.order = lastOrder(m_document.project()) + 1;
    m_document.edit(tr("Duplicate instrument"),
                    [&](Project& project) { (void)project.insert(copy); });
    m_document.selection().setCurrentInstrument(copy.id);
}

void MainWindow::deleteInstrument() {
    const InstrumentId id = m_document.selection().currentInstrument();
    if (m_document.project().find(id))
        m_document.edit(tr("Delete instrument"),
                        [id](Project& project) { (void)project.remove(id); });
}

void MainWindow::addSoundFile() {
    const QString path =
        m_dialogs->chooseFileToOpen(tr("Add sound file"), m_document.folder(),
                                    tr("Sound files (*.wav *.aif *.aiff *.flac *.ogg *.opus *.mp3 "
                                       "*.w64 *.caf);;All files (*)"));
    if (path.isEmpty())
        return;
    QString kept = path;
    if (!m_document.folder().isEmpty()) {
        const QString relative = QDir(m_document.folder()).relativeFilePath(path);
        if (!relative.startsWith(QLatin1String("..")))
            kept = relative;
    }
    SoundSource source;
    source.id = SoundSourceId::random();
    source.name = QFileInfo(path).completeBaseName().toStdString();
    source.path = kept.toStdString();
    m_document.edit(tr("Add %1").arg(QFileInfo(path).fileName()),
                    [&](Project& project) { (void)project.insert(source); });
}

void MainWindow::newBus() {
    Bus bus;
    bus.id = BusId::random();
    QString name = tr("bus");
    for (int n = 2; m_document.project().busNamed(name.toStdString()); ++n)
        name = tr("bus%1").arg(n);
    bus.name = name.toStdString();
    m_document.edit(tr("New bus"), [&](Project& project) { (void)project.insert(bus); });
    m_document.selection().setCurrentBus(bus.id);
}

void MainWindow::showShortcuts() {
    auto* const dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keys"));
    dialog->resize(480, 600);
    auto* const list = new QTreeWidget;
    list->setAccessibleName(tr("Actions and their keys"));
    list->setHeaderLabels({tr("Action"), tr("Keys")});
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setStretchLastSection(false);
    for (const QAction* top : menuBar()->actions()) {
        if (!top->menu())
            continue;
        auto* const heading = new QTreeWidgetItem(list, {top->text().remove('&')});
        addKeys(*heading, *top->menu());
        heading->setExpanded(true);
    }
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* const layout = new QVBoxLayout(dialog);
    layout->addWidget(list);
    layout->addWidget(buttons);
    dialog->open();
}

void MainWindow::showAbout() {
    auto* const box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Stria"),
        tr("<h3>Stria %1</h3><p>A score editor for Csound.</p><p>Free software under the GNU "
           "General Public License, version 3 or later.</p>")
            .arg(QApplication::applicationVersion()),
        QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(look::icon(QStringLiteral("stria")).pixmap(64, 64));
    box->open();
}

} // namespace stria
