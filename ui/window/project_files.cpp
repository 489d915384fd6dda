// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/project_files.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>
#include <QtConcurrentRun>
#include <utility>

#include "ui/document/document.h"
#include "ui/window/conflict_dialog.h"
#include "ui/window/dialogs.h"

namespace stria {
namespace {

const auto recentKey = QStringLiteral("recentFiles");
constexpr int mostRecent = 12;

QString linesOf(const Diagnostics& problems) {
    QStringList lines;
    for (const Diagnostic& problem : problems)
        lines << QString::fromStdString(problem.toText());
    return lines.join('\n');
}

void putFirst(const QString& key, const QString& path, int most) {
    QSettings settings;
    QStringList paths = settings.value(key).toStringList();
    paths.removeAll(path);
    paths.prepend(path);
    settings.setValue(key, paths.mid(0, most));
}

} // namespace

ProjectFiles::ProjectFiles(Document& document, Dialogs& dialogs, QObject* parent)
    : QObject(parent), m_document(document), m_dialogs(dialogs) {
    connect(&m_loadWatcher, &QFutureWatcherBase::finished, this, &ProjectFiles::finishLoading);
    connect(&m_document, &Document::saved, this, [this](const QString& path) {
        remember(path);
        saveEnded(true);
    });
    connect(&m_document, &Document::saveFailed, this, [this](const Diagnostic& problem) {
        m_dialogs.tell(tr("Not saved"),
                       tr("The project could not be saved: %1\n\nIt is still open, and the "
                          "file on disk is as it was.")
                           .arg(QString::fromStdString(problem.toText())),
                       {});
        saveEnded(false);
    });
    connect(&m_document, &Document::saveDeclined, this, [this] { saveEnded(false); });
    m_document.sharing().setConflictQuestion([this](const std::vector<MergeConflict>& conflicts) {
        return askAboutConflicts(conflicts);
    });
    m_document.sharing().setUnreadableQuestion(
        [this](const Diagnostic& problem) { return askAboutUnreadable(problem); });
}

ProjectFiles::~ProjectFiles() {
    m_loadWatcher.disconnect(this);
    cancelOpening();
    m_loadWatcher.waitForFinished();
}

QString ProjectFiles::filter() {
    return tr("Stria projects (*.stria);;All files (*)");
}

Project ProjectFiles::emptyProject() {
    return {};
}

void ProjectFiles::newProject() {
    leave([this] {
        m_document.reset(emptyProject(), {});
        emit opened();
    });
}

void ProjectFiles::open() {
    leave([this] {
        const QString path =
            m_dialogs.chooseFileToOpen(tr("Open project"), folderToStartIn(), filter());
        if (!path.isEmpty())
            load(path);
    });
}

void ProjectFiles::openPath(const QString& path) {
    leave([this, path] { load(path); });
}

void ProjectFiles::cancelOpening() {
    if (m_stopLoading)
        *m_stopLoading = true;
}

void ProjectFiles::load(const QString& path) {
    cancelOpening();
    m_loadWatcher.waitForFinished();
    m_loadingPath = QFileInfo(path).absoluteFilePath();
    m_recovering.reset();
    m_stopLoading = std::make_shared<std::atomic<bool>>(false);
    emit openingChanged(true);
    emit openingProgress(0);
    const auto progress = [this, stop = m_stopLoading](double fraction) {
        if (*stop)
            return false;
        // The object waits for this thread before it ends.
        QMetaObject::invokeMethod(
            this, [this, fraction] { emit openingProgress(fraction); }, Qt::QueuedConnection);
        return true;
    };
    m_loadWatcher.setFuture(QtConcurrent::run([file = m_loadingPath.toStdString(), progress] {
        return std::make_shared<Expected<LoadedProject>>(loadProject(file, progress));
    }));
}

void ProjectFiles::finishLoading() {
    const Loaded loaded = m_loadWatcher.result();
    emit openingChanged(false);
    if (!*loaded) {
        const Diagnostic& problem = loaded->error();
        if (problem.code != ErrorCode::Cancelled)
            m_dialogs.tell(m_recovering ? tr("Not recovered") : tr("Not opened"),
                           QString::fromStdString(problem.toText()), {});
        return;
    }
    LoadedProject& result = **loaded;
    if (!acceptDamage(result.damagedLines))
        return;
    const bool differsFromFile = m_recovering || !result.damagedLines.empty();
    std::optional<SeenFile> seen;
    if (!m_recovering)
        seen = SeenFile{result.hash, result.project};
    m_document.reset(std::move(result.project), m_loadingPath, differsFromFile, std::move(seen));
    if (m_recovering) {
        m_document.flushJournal(); // the new journal holds it now
        forget(*m_recovering);
    } else {
        remember(m_loadingPath);
    }
    emit opened();
    if (m_document.sharing().isOpenElsewhere())
        m_dialogs.inform(tr("Open elsewhere"),
                         tr("This piece is open in another Stria window. Changes are brought "
                            "together when they are saved."));
}

FileSharing::Decision ProjectFiles::askAboutConflicts(const std::vector<MergeConflict>& conflicts) {
    constexpr int mostShown = 6;
    QStringList lines;
    for (const MergeConflict& conflict : conflicts) {
        lines << tr("%1:\n    here: %2\n    in the file: %3")
                     .arg(nameOfConflict(conflict), QString::fromStdString(conflict.mine),
                          QString::fromStdString(conflict.theirs));
    }
    QStringList shown = lines.mid(0, mostShown);
    if (lines.size() > mostShown)
        shown << tr("and %n more, see the details.", nullptr,
                    static_cast<int>(lines.size()) - mostShown);
    Question question;
    question.title = tr("Changed here and in the file");
    question.text =
        tr("Another program changed the file of “%1”. What goes together was merged; this does "
           "not:\n\n%2\n\nCtrl+Z takes back what comes in.")
            .arg(m_document.title(), shown.join(QLatin1String("\n")));
    if (lines.size() > mostShown)
        question.details = lines.join(QLatin1String("\n"));
    question.answers = {tr("Keep what is here"), tr("Take what is in the file"),
                        tr("Decide later")};
    question.cancelAnswer = 2;
    if (conflicts.size() > 1)
        question.answers << tr("Decide for each…");
    switch (m_dialogs.ask(question)) {
    case 0:
        return FileSharing::Answer::KeepMine;
    case 1:
        return FileSharing::Answer::TakeTheirs;
    case 3:
        if (auto choices = m_dialogs.decideEach(conflicts))
            return std::move(*choices);
        return FileSharing::Answer::Later;
    default:
        return FileSharing::Answer::Later;
    }
}

FileSharing::Unreadable ProjectFiles::askAboutUnreadable(const Diagnostic& problem) {
    enum Answer { Elsewhere, Over, Cancel };
    Question question;
    question.title = tr("The file cannot be read");
    question.text =
        tr("Another program changed the file of “%1”, and what it holds now is no project that can "
           "be read. Your work is open here and not saved.\n\nSaving over it keeps what the file "
           "holds now in a copy beside it.")
            .arg(m_document.title());
    question.details = QString::fromStdString(problem.toText());
    question.answers = {tr("Save under another name…"), tr("Save over it"), tr("Cancel")};
    question.cancelAnswer = Cancel;
    switch (m_dialogs.ask(question)) {
    case Elsewhere:
        QMetaObject::invokeMethod(this, &ProjectFiles::saveAs, Qt::QueuedConnection);
        return FileSharing::Unreadable::Decline;
    case Over:
        return FileSharing::Unreadable::SaveOver;
    default:
        return FileSharing::Unreadable::Decline;
    }
}

bool ProjectFiles::acceptDamage(const Diagnostics& lines) {
    if (lines.empty())
        return true;
    Question question;
    question.title = tr("Damaged project");
    question.text = tr("%n line(s) of this project cannot be read. All else can be opened; the "
                       "file stays as it is until you save.",
                       nullptr, static_cast<int>(lines.size()));
    if (m_recovering) {
        question.title = tr("Recovered in part");
        question.text = tr("%n thing(s) about the recovered work should be known; see the details. "
                           "The file on disk stays as it is until you save.",
                           nullptr, static_cast<int>(lines.size()));
    }
    question.details = linesOf(lines);
    question.answers = {m_recovering ? tr("Open what was recovered") : tr("Open the rest"),
                        tr("Cancel")};
    question.cancelAnswer = 1;
    return m_dialogs.ask(question) == 0;
}

void ProjectFiles::save() {
    if (m_document.filePath().isEmpty())
        saveAs();
    else
        m_document.save(m_document.filePath());
}

void ProjectFiles::saveAs() {
    saveWithQuestion();
}

bool ProjectFiles::saveWithQuestion() {
    QString proposal = m_document.filePath();
    if (proposal.isEmpty())
        proposal = QDir(folderToStartIn()).filePath(m_document.title() + ".stria");
    const QString path =
        m_dialogs.chooseFileToSave(tr("Save project"), proposal, filter(), QStringLiteral("stria"));
    if (path.isEmpty())
        return false;
    m_document.save(QFileInfo(path).absoluteFilePath());
    return true;
}

void ProjectFiles::leave(std::function<void()> next) {
    m_document.endOpenEdits();
    if (m_document.isSaving()) {
        m_afterSave = [this, next] { leave(next); };
        return;
    }
    if (!m_document.isModified()) {
        next();
        return;
    }
    enum Answer { Save, Discard, Cancel };
    Question question;
    question.title = tr("Unsaved changes");
    question.text = tr("“%1” has changes that are not saved in its file.").arg(m_document.title());
    question.answers = {tr("Save"), tr("Discard changes"), tr("Cancel")};
    question.cancelAnswer = Cancel;
    switch (m_dialogs.ask(question)) {
    case Save:
        m_afterSave = [this, next] { leave(next); }; // what changed while it saved is asked about
        if (m_document.filePath().isEmpty()) {
            if (!saveWithQuestion())
                m_afterSave = nullptr;
        } else {
            m_document.save(m_document.filePath());
        }
        break;
    case Discard:
        next();
        break;
    default:
        break;
    }
}

void ProjectFiles::saveEnded(bool ok) {
    if (const auto next = std::exchange(m_afterSave, nullptr); next && ok)
        next();
}

bool ProjectFiles::close() {
    enum class Answer { Open, Now, Later };
    const auto answer = std::make_shared<Answer>(Answer::Open);
    leave([this, answer] {
        if (*answer == Answer::Later)
            emit mayClose();
        else
            *answer = Answer::Now;
    });
    if (*answer == Answer::Now)
        return true;
    *answer = Answer::Later;
    return false;
}

bool ProjectFiles::offerLostWork() {
    const auto folder = Document::journalFolder().toStdString();
    for (LostWork work : findLostWork(folder)) {
        const QString name = work.title.empty() ? (work.projectFile.empty()
                                                       ? tr("a project that was never saved")
                                                       : QString::fromStdString(work.projectFile))
                                                : QString::fromStdString(work.title);
        const QDateTime time = QDateTime::fromMSecsSinceEpoch(work.lastChange);
        const bool mustChoose = work.fileIsGone && !work.hasSnapshot;
        enum Answer { Recover, Later, Forget };
        Question question;
        question.title = tr("Recover lost work");
        question.text = tr("Stria ended unexpectedly. %n change(s) of %1 were kept, the last one "
                           "from %2.",
                           nullptr, work.changes)
                            .arg(name, QLocale().toString(time, QLocale::ShortFormat));
        if (work.state == LostWork::State::Newer)
            question.text += "\n\n" + tr("A newer version of Stria has kept them, and that "
                                         "version can recover them.");
        if (work.state == LostWork::State::Damaged)
            question.text += "\n\n" + tr("Some of what was kept is damaged. The rest can be "
                                         "recovered; the damaged journal is put aside in %1.")
                                          .arg(QString::fromStdString(folder));
        if (work.fileIsGone)
            question.text += "\n\n" + (mustChoose ? tr("The file %1 is not there any more. Choose "
                                                       "where it is now.")
                                                  : tr("The file %1 is not there any more. The "
                                                       "work is recovered as an unsaved project."))
                                          .arg(QString::fromStdString(work.projectFile));
        question.answers = {mustChoose ? tr("Choose the file…") : tr("Recover"), tr("Decide later"),
                            tr("Discard them")};
        question.cancelAnswer = Later;
        const int answer = m_dialogs.ask(question);
        if (answer == Forget)
            discard(work);
        if (answer != Recover)
            continue;
        if (mustChoose) {
            const QString chosen = m_dialogs.chooseFileToOpen(tr("Where is “%1” now?").arg(name),
                                                              folderToStartIn(), filter());
            if (chosen.isEmpty())
                continue;
            work.movedTo = QFileInfo(chosen).absoluteFilePath().toStdString();
        }
        recoverWork(work);
        return true;
    }
    return false;
}

void ProjectFiles::recoverWork(const LostWork& work) {
    cancelOpening();
    m_loadWatcher.waitForFinished();
    m_loadingPath = QString::fromStdString(
        !work.movedTo.empty() ? work.movedTo
                              : (work.fileIsGone ? std::string() : work.projectFile));
    m_recovering = work;
    emit openingChanged(true);
    m_loadWatcher.setFuture(QtConcurrent::run(
        [work] { return std::make_shared<Expected<LoadedProject>>(recover(work)); }));
}

QStringList ProjectFiles::recentFiles() const {
    return QSettings().value(recentKey).toStringList();
}

void ProjectFiles::clearRecentFiles() {
    QSettings().remove(recentKey);
    emit recentFilesChanged();
}

void ProjectFiles::remember(const QString& path) {
    putFirst(recentKey, path, mostRecent);
    emit recentFilesChanged();
}

QString ProjectFiles::folderToStartIn() const {
    if (!m_document.filePath().isEmpty())
        return m_document.folder();
    const QStringList recent = recentFiles();
    if (!recent.isEmpty())
        return QFileInfo(recent.front()).absolutePath();
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

} // namespace stria
