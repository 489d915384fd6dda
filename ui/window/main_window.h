// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QMainWindow>
#include <memory>

#include "engine/model/diagnostic.h"
#include "engine/orchestra/opcode_catalogue.h"
#include "ui/audition/keyboard_notes.h"
#include "ui/document/document.h"
#include "ui/export/export_jobs.h"
#include "ui/look/palette.h"
#include "ui/time/time_axis.h"
#include "ui/time/time_grid.h"
#include "ui/transport/player.h"
#include "ui/transport/sound_settings.h"
#include "ui/window/dialogs.h"
#include "ui/window/exporting.h"
#include "ui/window/file_playback.h"
#include "ui/window/file_preview.h"
#include "ui/window/playing.h"
#include "ui/window/problem_checker.h"
#include "ui/window/project_files.h"
#include "ui/window/trust.h"
#include "ui/window/window_layout.h"

class QPlainTextEdit;
class QProgressBar;
class QSplitter;

namespace stria {

class BrowserPanel;
class KeyboardPanel;
class InstrumentEditor;
class Inspector;
class ProblemsPanel;
class ScorePanel;
class SourceFiles;
class StatusLine;
class TimelineView;
class TransportBar;

/// The window: puts the subjects together. Each part knows the document and no other part; what one
/// of them asks for, another does because the window says so.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    struct Surroundings {
        std::shared_ptr<SoundDevices> devices;
        std::unique_ptr<Dialogs> dialogs; ///< null: real ones
    };
    explicit MainWindow(Surroundings surroundings);
    ~MainWindow() override;

    Document& document() { return m_document; }
    ProjectFiles& files() { return m_files; }
    Trust& trust() { return m_trust; }
    Playing& playing() { return m_playing; }
    EventAudition& audition() { return m_audition; }
    KeyboardPanel& keyboard() { return *m_keyboard; }
    ProblemChecker& checker() { return m_checker; }
    ExportJobs& exportJobs() { return m_exportJobs; }
    TimelineView& timeline() { return *m_timeline; }
    InstrumentEditor& editor() { return *m_editor; }
    ProblemsPanel& problems() { return *m_problems; }
    ScorePanel& score() { return *m_score; }
    BrowserPanel& browser() { return *m_browser; }
    Inspector& inspector() { return *m_inspector; }
    SourceFiles& sources() { return *m_sources; }
    FilePreview& preview() { return m_preview; }
    TransportBar& transport() { return *m_transport; }

    void showPlace(const Place& place);
    void setTheme(Theme theme);

  protected:
    void closeEvent(QCloseEvent* event) override;
    void childEvent(QChildEvent* event) override;

  private:
    void buildParts();
    void buildPanels();
    void buildMenus();
    void buildFileMenu();
    void buildEditMenu();
    void buildScoreMenu();
    void buildInstrumentMenu();
    void buildTransportMenu();
    void buildRenderMenu();
    void buildViewMenu();
    void buildHelpMenu();
    QAction* add(QMenu& menu, const QString& icon, const QString& text, const QKeySequence& key,
                 const std::function<void()>& work);
    void fillRecentMenu();
    void connectDocument();
    void connectTransport();
    void connectParts();

    void loadOpcodes();
    void showTitle();
    void showEverything();
    void togglePlaying();
    void showRender();
    void takeResult(const RenderResult& result);
    Diagnostics ofThePiece(Diagnostics problems);
    void showDevice();
    void chooseDevice();
    void exportAudio();
    void removeInstrument();
    void removeBus(BusId bus);
    void addToBrowser();
    void connectSources();
    void toggleScoreTable();
    void showPiece();
    void showShortcuts();
    void showAbout();

    std::unique_ptr<Dialogs> m_dialogs;
    Document m_document;
    TimeAxis m_axis;
    TimeGrid m_grid;
    SoundSettings m_sound;
    Player m_player;
    EventAudition m_audition;
    Playing m_playing;
    KeyboardNotes m_notes;
    ProjectFiles m_files;
    Trust m_trust;
    ProblemChecker m_checker;
    OpcodeCatalogue m_opcodes;
    QFutureWatcher<OpcodeCatalogue> m_opcodeWatcher;
    FilePlayback m_filePlayback{m_player};
    FilePreview m_preview{m_sound.scoreOutputs()};
    ExportJobs m_exportJobs;
    Exporting m_exporting;
    WindowLayout* m_layout = nullptr;

    TransportBar* m_transport = nullptr;
    TimelineView* m_timeline = nullptr;
    InstrumentEditor* m_editor = nullptr;
    Inspector* m_inspector = nullptr;
    BrowserPanel* m_browser = nullptr;
    ProblemsPanel* m_problems = nullptr;
    ScorePanel* m_score = nullptr;
    QPlainTextEdit* m_log = nullptr;
    StatusLine* m_status = nullptr;
    QSplitter* m_splitter = nullptr;
    QProgressBar* m_opening = nullptr;
    QMenu* m_recentMenu = nullptr;
    QAction* m_playAction = nullptr;
    QAction* m_loopAction = nullptr;
    QDockWidget* m_inspectorDock = nullptr;
    QDockWidget* m_scoreDock = nullptr;
    QDockWidget* m_problemsDock = nullptr;
    QDockWidget* m_rendersDock = nullptr;
    QDockWidget* m_keyboardDock = nullptr;
    QDockWidget* m_historyDock = nullptr;
    KeyboardPanel* m_keyboard = nullptr;
    std::unique_ptr<SourceFiles> m_sources; ///< goes first: it listens to all others
};

} // namespace stria
