// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/storage/path_lock.h"
#include "engine/storage/seen_file.h"
#include "ui/document/file_watch.h"

namespace stria {

class Document;

/// The file of a document belongs to others too: git, scripts, another window. What they write
/// comes into the document, merged with what is unsaved here, as one step that can be undone; only
/// what does not go together is asked about. UI thread; files are read on another.
class FileSharing : public QObject {
    Q_OBJECT

  public:
    enum class Answer { KeepMine, TakeTheirs, Later };
    /// One side for all conflicts, or one for each; nothing: later.
    struct Decision {
        std::optional<MergeChoices> choices;

        Decision(Answer answer) {
            if (answer != Answer::Later)
                choices = MergeChoices{
                    answer == Answer::KeepMine ? MergeSide::Mine : MergeSide::Theirs, {}};
        }
        Decision(MergeChoices each) : choices(std::move(each)) {}
    };
    /// May open a dialog. Without one, the answer is Later.
    using ConflictQuestion = std::function<Decision(const std::vector<MergeConflict>&)>;
    /// What a save does when others wrote what nobody can read.
    enum class Unreadable { Fail, SaveOver, Decline };
    /// May open a dialog. Without one, the save fails.
    using UnreadableQuestion = std::function<Unreadable(const Diagnostic& problem)>;

    explicit FileSharing(Document& document);
    ~FileSharing() override; ///< waits for a look under way

    /// Another document is there, read from the file as `seen`; an empty path: never saved.
    void begin(const QString& path, SeenFile seen);
    /// The document was written to the file.
    void saved(const QString& path, SeenFile written);
    /// What a save to the path may write over; nothing: anything.
    std::optional<std::string> expectedAt(const QString& path) const;
    /// A save was refused, since others have written: brings both together and saves again, or
    /// ends with Document::saveDeclined or saveFailed.
    void reconcileAndSave();
    bool isReconciling() const { return m_isReconciling; }
    /// A drag ended, a save ended: time for what was put off.
    void goOn();

    void setConflictQuestion(ConflictQuestion question) { m_question = std::move(question); }
    void setUnreadableQuestion(UnreadableQuestion question) {
        m_unreadableQuestion = std::move(question);
    }
    /// Within which the document is changed to what the file holds; by default it is just called.
    void setSurrounding(std::function<void(const std::function<void()>&)> surrounding) {
        m_surrounding = std::move(surrounding);
    }
    /// Another window, of this program or of another, had it open when it was opened here.
    bool isOpenElsewhere() const { return m_isOpenElsewhere; }
    static QString lockFolder();

  signals:
    /// Foreign content came into the document.
    void changedFromDisk();
    /// A sentence for the status line.
    void told(const QString& sentence);

  private:
    using Look = std::shared_ptr<FileLook>;

    void look();
    void take();
    void takeChange(FileLook& look);
    void takeUnreadable(const FileLook& look);
    void saveOver(const FileLook& look);
    void refuse(const Diagnostic& problem);
    void decline();
    void bringIn(const FileLook& look, const MergeResult& merge);
    void tellOnce(const std::string& about, const QString& sentence);
    void endReconciling();

    Document& m_document;
    FileWatch m_watch;
    QFutureWatcher<Look> m_looking;
    std::optional<PathLock> m_lock;
    ConflictQuestion m_question;
    UnreadableQuestion m_unreadableQuestion;
    std::function<void(const std::function<void()>&)> m_surrounding = [](const auto& work) {
        work();
    };
    SeenFile m_seen;
    QString m_path;
    QString m_lookedAt;             ///< the path that is being looked at
    std::uint64_t m_lookedFrom = 0; ///< Document::m_revision then
    std::string m_toldAbout;        ///< a hash or a word: what was said is not said again
    std::string m_declined;         ///< hash of what the answer was Later for
    bool m_isReconciling = false;
    bool m_isAsking = false;
    bool m_isPutOff = false;
    bool m_isOpenElsewhere = false;
};

} // namespace stria
