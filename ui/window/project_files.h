// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QStringList>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/storage/journal.h"
#include "engine/storage/project_file.h"
#include "ui/document/file_sharing.h"

namespace stria {

class Dialogs;
class Document;

/// Opening, saving, recovering and closing: the ways a project comes into the window and leaves it
/// without anything being lost. UI thread only; files are read and written on other threads.
class ProjectFiles : public QObject {
    Q_OBJECT

  public:
    ProjectFiles(Document& document, Dialogs& dialogs, QObject* parent = nullptr);
    ~ProjectFiles() override; ///< ends a load under way

    static QString filter();
    static Project emptyProject();

    /// Asks about unsaved changes first, then for a file.
    void newProject();
    void open();
    /// The same for a given file.
    void openPath(const QString& path);
    void cancelOpening();
    bool isOpening() const { return m_loadWatcher.isRunning(); }
    /// Saves where the project lies, or asks where.
    void save();
    void saveAs();
    /// Whether the window may close now. When it has to save first it says false, saves, and emits
    /// mayClose() afterwards.
    bool close();
    /// Looks for work that a killed program has left behind, and offers it. Where none is taken and
    /// nothing was begun meanwhile, `otherwise` is called.
    void offerLostWork(std::function<void()> otherwise = {});

    QStringList recentFiles() const;
    void clearRecentFiles();

  signals:
    void openingChanged(bool opening);
    /// 0..1, some ten times a second.
    void openingProgress(double fraction);
    /// A project was opened, made or recovered.
    void opened();
    void mayClose();
    void recentFilesChanged();

  private:
    /// What a file or a journal gave.
    struct Opened {
        LoadedProject loaded;
        QString path;
        SeenFile seen;
    };
    using Loaded = std::shared_ptr<Expected<Opened>>;

    /// Goes on with `next` when the present project may be left: at once, after saving, or never.
    void leave(std::function<void()> next);
    void load(const QString& path);
    void finishLoading();
    bool saveWithQuestion();
    void remember(const QString& path);
    bool acceptDamage(const Diagnostics& lines);
    /// Whether some was taken: it is being opened.
    bool offer(const std::vector<LostWork>& found);
    bool offer(LostWork work);
    void recoverWork(const LostWork& work);
    void saveEnded(bool ok);
    FileSharing::Decision askAboutConflicts(const std::vector<MergeConflict>& conflicts);
    FileSharing::Unreadable askAboutUnreadable(const Diagnostic& problem);
    QString folderToStartIn() const;

    Document& m_document;
    Dialogs& m_dialogs;
    QFutureWatcher<Loaded> m_loadWatcher;
    std::shared_ptr<std::atomic<bool>> m_stopLoading;
    std::optional<LostWork> m_recovering; ///< whose journal is read at present, instead of a file
    QFutureWatcher<std::vector<LostWork>> m_lostWatcher;
    std::function<void()> m_withoutLostWork;
    std::function<void()> m_afterSave;
};

} // namespace stria
