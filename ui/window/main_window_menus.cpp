// SPDX-License-Identifier: GPL-3.0-or-later
#include <QActionGroup>
#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/audition/keyboard_panel.h"
#include "ui/audition/midi_port_box.h"
#include "ui/document/selection.h"
#include "ui/editor/instrument_editor.h"
#include "ui/inspector/inspector.h"
#include "ui/score/score_panel.h"
#include "ui/score/score_table.h"
#include "ui/timeline/automation_lanes.h"
#include "ui/timeline/timeline_view.h"
#include "ui/transport/sound_dialog.h"
#include "ui/transport/transport_bar.h"
#include "ui/window/browser_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/problems_panel.h"
#include "ui/window/project_parts.h"
#include "ui/window/source_files.h"
#include "ui/window/status_line.h"
#include "ui/window/undo_report.h"

namespace stria {
namespace {

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
    add(menu, {}, tr("Export CSD…"), QKeySequence(tr("Ctrl+Shift+E")),
        [this] { m_exporting.exportCsd(); });
    add(menu, "settings", tr("Settings of the piece"), QKeySequence(tr("Alt+Return")),
        [this] { showPiece(); });
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
    // By way of the document, which first ends what the mouse is doing.
    undo->disconnect(&m_document.undoStack());
    redo->disconnect(&m_document.undoStack());
    connect(undo, &QAction::triggered, &m_document, &Document::undo);
    connect(redo, &QAction::triggered, &m_document, &Document::redo);
    connect(new UndoReport(m_document.undoStack(), this), &UndoReport::said, m_status,
            &StatusLine::say);
    menu.addAction(undo);
    menu.addAction(redo);
    menu.addAction(m_historyDock->toggleViewAction());
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
    bringForward(*m_scoreDock);
    m_score->table().setFocus();
}

void MainWindow::buildInstrumentMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Instrument"));
    add(menu, "add", tr("New instrument"), QKeySequence(tr("Ctrl+Shift+I")),
        [this] { project_parts::addInstrument(m_document); });
    add(menu, "duplicate", tr("Duplicate instrument"), {},
        [this] { project_parts::duplicateInstrument(m_document); });
    add(menu, "delete", tr("Delete instrument"), {}, [this] { removeInstrument(); });
    menu.addSeparator();
    add(menu, "bus", tr("New bus"), QKeySequence(tr("Ctrl+Shift+B")),
        [this] { project_parts::addBus(m_document); });
    add(menu, "sample", tr("Add sound file…"), {}, [this] { m_sources->addSounds(); });
    menu.addSeparator();
    for (QAction* action : m_editor->menuActions())
        menu.addAction(action);
}

void MainWindow::removeInstrument() {
    m_status->say(project_parts::removeInstrument(m_document, *m_dialogs));
}

void MainWindow::removeBus(BusId bus) {
    m_status->say(project_parts::removeBus(m_document, *m_dialogs, bus));
}

void MainWindow::buildTransportMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Transport"));
    m_playAction =
        add(menu, "play", tr("Play"), QKeySequence(Qt::Key_Space), [this] { togglePlaying(); });
    m_playAction->setAutoRepeat(false);
    add(menu, {}, tr("Play the selection"), QKeySequence(tr("Shift+Return")), [this] {
        const auto& chosen = m_document.selection().events();
        if (chosen.empty())
            m_status->say(tr("Choose the events that are to be played."));
        else
            m_playing.playOnly({chosen.begin(), chosen.end()});
    });
    add(menu, "stop", tr("Stop what sounds"), QKeySequence(tr("Shift+Space")),
        [this] { m_playing.stop(); });
    add(menu, "to-start", tr("To the start"), QKeySequence(Qt::Key_Home),
        [this] { emit m_transport->toStartRequested(); });
    add(menu, "note", tr("Play on the keyboard"), QKeySequence(tr("K")), [this] {
        bringForward(*m_keyboardDock);
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
    menu.addSeparator();
    add(menu, {}, tr("Sound device…"), {}, [this] { chooseDevice(); });
}

void MainWindow::chooseDevice() {
    auto* const dialog =
        new SoundDialog(m_sound, m_player, m_document.project().settings().sampleRate, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (MidiInput::isSupported())
        dialog->addRow(tr("MIDI keyboard"), new MidiPortBox(m_keyboard->midi()));
    dialog->open();
}

void MainWindow::buildRenderMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Render"));
    add(menu, "export", tr("Export audio…"), {}, [this] { exportAudio(); });
    add(menu, {}, tr("Check for problems now"), QKeySequence(tr("Ctrl+Shift+K")), [this] {
        bringForward(*m_problemsDock);
        m_problems->setRendered({});
        m_checker.checkNow();
    });
    add(menu, "stop", tr("Cancel rendering"), QKeySequence(tr("Ctrl+.")),
        [this] { m_playing.cancelRender(); });
    add(menu, {}, tr("Show renders"), {}, [this] { bringForward(*m_rendersDock); });
}

void MainWindow::buildViewMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&View"));
    m_timeline->actions().fillViewMenu(menu);
    m_timeline->automation().addBusMenu(menu);
    menu.addSeparator();
    m_layout->fillMenu(menu);
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

void MainWindow::showPiece() {
    bringForward(*m_inspectorDock);
    m_inspector->showPiece();
}

void MainWindow::exportAudio() {
    if (m_trust.mayPlay())
        m_exporting.exportAudio();
}

void MainWindow::addToBrowser() {
    switch (m_browser->tab()) {
    case BrowserPanel::Instruments:
        project_parts::addInstrument(m_document);
        break;
    case BrowserPanel::Samples:
        m_sources->addSounds();
        break;
    case BrowserPanel::Tables:
        project_parts::addTable(m_document);
        break;
    }
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

void MainWindow::setTheme(Theme theme) {
    look::apply(*qobject_cast<QApplication*>(qApp), theme);
    QSettings().setValue(QStringLiteral("theme"), static_cast<int>(theme));
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
