// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <memory>
#include <vector>

#include "engine/model/project.h"
#include "engine/storage/journal.h"
#include "engine/storage/seen_file.h"
#include "ui/document/event_counts.h"

namespace stria {

class FileSharing;
class OpenEdit;
class Selection;

/// The open document: a Project, its undo stack, its journal and its file. UI thread only; loading
/// and saving happen on other threads.
///
/// Nobody changes the Project but through edit() and begin(): each becomes one entry of the undo
/// stack, made of the changes that the function caused by the three verbs. An edit that changed
/// nothing is dropped.
class Document : public QObject {
    Q_OBJECT

  public:
    using Work = std::function<void(Project&)>;

    explicit Document(QObject* parent = nullptr);
    ~Document() override; ///< waits for a save under way; the journal stays

    const Project& project() const { return m_project; }
    QUndoStack& undoStack() { return m_undoStack; }
    Selection& selection() { return *m_selection; }
    const EventCounts& eventCounts() const { return m_eventCounts; }

    /// One undoable step called `name` ("Move 3 events"). An edit with the same non-empty
    /// `mergeKey` as the step before it, less than a second later, becomes one step with it (a run
    /// of typing, a key held down).
    void edit(const QString& name, const Work& work, const QString& mergeKey = {});
    /// A step that stays open while the mouse is down; see OpenEdit.
    OpenEdit begin(const QString& name);
    /// Ends what is open as if the mouse had been let go. Whatever changes, saves or replaces the
    /// document in other ways does this first.
    void endOpenEdits();
    void undo();
    void redo();

    /// Empty until first saved.
    const QString& filePath() const { return m_filePath; }
    /// The folder that relative paths of the project refer to; empty until first saved.
    QString folder() const;
    /// Title for the window: the project's own, else the file's name, else "Untitled".
    QString title() const;
    /// Something is not in the file; true as well until a save under way has succeeded.
    bool isModified() const { return m_saving || !m_undoStack.isClean(); }
    bool isSaving() const;
    /// What others do to the file.
    FileSharing& sharing() { return *m_sharing; }

    /// Replaces everything: undo stack and selection start anew, a journal is begun. The journal of
    /// what was there before goes. `seen` is what the file held when the project was read; without
    /// it there was none. `recovered` is what the project was recovered from, if it was.
    void reset(Project project, const QString& filePath, bool modified = false, SeenFile seen = {},
               std::optional<LostWork> recovered = {});
    /// Saves a copy on another thread; saved(), saveFailed() or saveDeclined() follows. What others
    /// wrote to the document's file meanwhile is brought in first. Relative paths of sound files
    /// follow where the folder is another one. While a save is under way another one follows it,
    /// where there is something new to save. An edit that is open ends.
    void save(const QString& filePath);
    /// Where journals of this program are kept.
    static QString journalFolder();
    /// Waits until the journal is on disk.
    void flushJournal();
    /// The document is closed by its user, saved or not on purpose: its journal goes.
    void discardJournal();

  signals:
    /// Something else is about to happen to the document: who has an OpenEdit commits it now.
    void interrupting();
    /// Each change, as it happens, also those of undo, redo and previews.
    void changed(const stria::Change& change);
    /// After a batch of changes (one edit, one undo): the time to rebuild what is costly.
    void settled();
    /// Another project is there: forget everything and read it anew.
    void replaced();
    void titleChanged();
    void modifiedChanged(bool modified);
    void saved(const QString& filePath);
    void saveFailed(const stria::Diagnostic& problem);
    /// It is saved, but may be gone after a power cut: for the status line.
    void saveDoubted(const stria::Diagnostic& problem);
    /// The file holds what does not go together with what is open, and it was left for later.
    void saveDeclined();
    /// The journal cannot be written (disk full): for the status line.
    void journalTrouble(const stria::Diagnostic& problem);

  private:
    friend class FileSharing;
    friend class OpenEdit;
    class Step;
    /// Of one edit, shared by the undo stack and the journal.
    using Changes = std::shared_ptr<const std::vector<Change>>;

    void take(const Change& change);
    void settle();
    void clearElsewhere();
    void beginJournal(std::optional<LostWork> recovered = {});
    std::vector<Change> record(const Work& work);
    void keep(const Changes& changes);
    void pushStep(const QString& name, std::vector<Change> changes, const QString& mergeKey);
    void applyAll(const Changes& changes);
    void undoAll(const std::vector<Change>& changes);
    void moveRelativePaths(const QString& fromFolder, const QString& toFolder);
    void waitForSave();
    void finishSave();
    void saveNext();
    void lookAtJournal();
    /// A drag or a save is under way: nothing may come in between.
    bool isBusy() const { return m_saving || !m_openEdits.empty(); }
    /// Makes the project what it became together with the file, in one step; how many changes.
    std::size_t takeFromDisk(const Project& merged, const SeenFile& file);
    void setAsSaved();
    void setUnsaved();
    void closed(OpenEdit& edit);
    void dropOpenEdits();

    Project m_project;
    Subscription m_subscription;
    EventCounts m_eventCounts;
    QUndoStack m_undoStack;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<Journal> m_journal;
    QTimer m_journalWatch;
    QString m_filePath;
    bool m_mayMerge = false;

    bool m_saving = false;
    QFutureWatcher<Expected<SharedSave>> m_saveWatcher;
    Project m_savedCopy;
    QString m_savingPath;
    QString m_nextSave; ///< put off; empty: none
    std::vector<Changes> m_changesWhileSaving;

    std::uint64_t m_revision = 0; ///< counts changes
    std::vector<OpenEdit*> m_openEdits;
    bool m_endsOpenEdits = false;
    std::unique_ptr<FileSharing> m_sharing;
};

/// A drag: every update() starts from the state before the drag, so that the function says what the
/// result is and not what has moved since the last mouse event. Ends by commit() (one undo step,
/// none if nothing differs) or rollback(), which its destruction does as well. What else happens to
/// the document ends it too (Document::interrupting); what is asked of it then has no effect.
class OpenEdit {
  public:
    OpenEdit(OpenEdit&&) noexcept;
    OpenEdit& operator=(OpenEdit&&) noexcept;
    ~OpenEdit();

    void update(const Document::Work& work);
    /// Goes on from what is there, for work that is done in pieces. Document::settled() comes with
    /// the end.
    void extend(const Document::Work& work);
    void commit();
    void rollback();
    bool isOpen() const { return m_document; }

  private:
    friend class Document;
    OpenEdit(Document& document, QString name);
    void revert();

    Document* m_document = nullptr;
    QString m_name;
    std::vector<Change> m_changes;
};

} // namespace stria
