// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QScopedValueRollback>
#include <QStandardPaths>
#include <QtConcurrentRun>
#include <algorithm>
#include <utility>

#include "ui/document/change_list.h"
#include "ui/document/file_sharing.h"
#include "ui/document/selection.h"

namespace stria {
namespace {

constexpr qint64 mergeWithin = 1000; // milliseconds

} // namespace

/// Changes that have happened; redo applies them again, undo their inverses in reverse order.
class Document::Step : public QUndoCommand {
  public:
    Step(Document& document, const QString& name, Changes changes, QString mergeKey)
        : QUndoCommand(name), m_document(document), m_changes(std::move(changes)),
          m_mergeKey(std::move(mergeKey)), m_time(QDateTime::currentMSecsSinceEpoch()) {}

    void redo() override {
        // QUndoStack calls this as well when the step is pushed, and then it has happened already.
        if (!std::exchange(m_undone, false))
            return;
        m_document.dropOpenEdits();
        m_document.applyAll(m_changes);
    }
    void undo() override {
        m_document.dropOpenEdits(); // of who did not come by Document::undo
        m_undone = true;
        m_document.undoAll(*m_changes);
    }
    const Changes& changes() const { return m_changes; }
    int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto& next = static_cast<const Step&>(*other);
        if (!m_document.m_mayMerge || next.m_mergeKey != m_mergeKey ||
            next.m_time - m_time > mergeWithin)
            return false;
        std::vector<Change> both = *m_changes;
        both.insert(both.end(), next.m_changes->begin(), next.m_changes->end());
        m_changes = std::make_shared<const std::vector<Change>>(merged(std::move(both)));
        m_time = next.m_time;
        setObsolete(m_changes->empty());
        return true;
    }

  private:
    Document& m_document;
    Changes m_changes;
    QString m_mergeKey;
    qint64 m_time;
    bool m_undone = false;
};

Document::Document(QObject* parent) : QObject(parent), m_selection(std::make_unique<Selection>()) {
    m_selection->setProject(&m_project);
    m_subscription = m_project.subscribe([this](const Change& change) { take(change); });
    connect(&m_undoStack, &QUndoStack::cleanChanged, this,
            [this] { emit modifiedChanged(isModified()); });
    connect(&m_saveWatcher, &QFutureWatcherBase::finished, this, &Document::finishSave);
    connect(&m_journalWatch, &QTimer::timeout, this, &Document::lookAtJournal);
    constexpr int lookEvery = 2000;
    m_journalWatch.start(lookEvery);
    m_sharing = std::make_unique<FileSharing>(*this);
    beginJournal();
}

Document::~Document() {
    for (OpenEdit* edit : m_openEdits)
        edit->m_document = nullptr;
    m_saveWatcher.disconnect(this);
    m_undoStack.disconnect(this);
    m_saveWatcher.waitForFinished();
    m_sharing.reset();
}

bool Document::isSaving() const {
    return m_saving || m_sharing->isReconciling();
}

void Document::take(const Change& change) {
    ++m_revision;
    m_selection->forget(change);
    m_eventCounts.take(change);
    emit changed(change);
    if (std::holds_alternative<SettingsChange>(change))
        emit titleChanged();
}

void Document::settle() {
    m_selection->tellForgotten();
    emit settled();
}

/// What the work did to the project, merged.
std::vector<Change> Document::record(const Work& work) {
    std::vector<Change> changes;
    auto* const outer = m_project.recordInto(&changes);
    work(m_project);
    m_project.recordInto(outer);
    return merged(std::move(changes));
}

void Document::edit(const QString& name, const Work& work, const QString& mergeKey) {
    endOpenEdits();
    pushStep(name, record(work), mergeKey);
}

OpenEdit Document::begin(const QString& name) {
    endOpenEdits();
    return OpenEdit(*this, name);
}

void Document::endOpenEdits() {
    if (m_openEdits.empty() || m_endsOpenEdits)
        return;
    const QScopedValueRollback ending(m_endsOpenEdits, true);
    emit interrupting();
    while (!m_openEdits.empty())
        m_openEdits.back()->commit();
}

void Document::dropOpenEdits() {
    while (!m_openEdits.empty())
        m_openEdits.back()->rollback();
}

void Document::closed(OpenEdit& edit) {
    std::erase(m_openEdits, &edit);
    if (!m_openEdits.empty())
        return;
    const auto goOn = [this] {
        saveNext();
        m_sharing->goOn();
    };
    QMetaObject::invokeMethod(this, goOn, Qt::QueuedConnection);
}

void Document::undo() {
    endOpenEdits();
    m_undoStack.undo();
}

void Document::redo() {
    endOpenEdits();
    m_undoStack.redo();
}

void Document::pushStep(const QString& name, std::vector<Change> changes, const QString& mergeKey) {
    if (!changes.empty()) {
        const auto shared = std::make_shared<const std::vector<Change>>(std::move(changes));
        keep(shared);
        m_undoStack.push(new Step(*this, name, shared, mergeKey));
        m_mayMerge = true;
    }
    settle();
}

void Document::applyAll(const Changes& changes) {
    for (const Change& change : *changes)
        (void)m_project.apply(change);
    m_mayMerge = false;
    keep(changes);
    settle();
}

void Document::undoAll(const std::vector<Change>& changes) {
    auto undone = std::make_shared<std::vector<Change>>();
    undone->reserve(changes.size());
    auto* const outer = m_project.recordInto(undone.get());
    for (auto change = changes.rbegin(); change != changes.rend(); ++change)
        (void)m_project.revert(*change);
    m_project.recordInto(outer);
    m_mayMerge = false;
    keep(undone);
    settle();
}

void Document::keep(const Changes& changes) {
    if (m_saving)
        m_changesWhileSaving.push_back(changes);
    if (m_journal)
        m_journal->append(changes);
}

QString Document::folder() const {
    return m_filePath.isEmpty() ? QString() : QFileInfo(m_filePath).absolutePath();
}

QString Document::title() const {
    const std::string& own = m_project.settings().title;
    if (!own.empty())
        return QString::fromStdString(own);
    return m_filePath.isEmpty() ? tr("Untitled") : QFileInfo(m_filePath).completeBaseName();
}

void Document::reset(Project project, const QString& filePath, bool modified, SeenFile seen,
                     std::optional<LostWork> recovered) {
    endOpenEdits();
    waitForSave();
    m_nextSave.clear();
    discardJournal();
    clearElsewhere();
    m_project = std::move(project);
    ++m_revision;
    m_eventCounts.recount(m_project);
    m_filePath = filePath;
    m_sharing->begin(filePath, std::move(seen));
    m_mayMerge = false;
    m_undoStack.setClean(); // an empty stack is left as it was by clear()
    if (modified)
        m_undoStack.resetClean();
    m_selection->clear();
    beginJournal(std::move(recovered));
    emit replaced();
    emit titleChanged();
    emit modifiedChanged(isModified());
    settle();
}

/// To take a large project and its undo steps apart takes longer than the window may stand.
void Document::clearElsewhere() {
    struct Leftovers {
        Project project;
        std::vector<Changes> changes;
    };
    auto old = std::make_shared<Leftovers>();
    old->project = m_project;
    for (int i = 0; i < m_undoStack.count(); ++i)
        old->changes.push_back(static_cast<const Step*>(m_undoStack.command(i))->changes());
    m_project = Project();
    m_undoStack.clear();
    static_cast<void>(QtConcurrent::run([old = std::move(old)]() mutable { old.reset(); }));
}

void Document::save(const QString& filePath) {
    endOpenEdits();
    if (isSaving()) {
        m_nextSave = filePath;
        return;
    }
    const QString newFolder = QFileInfo(filePath).absolutePath();
    if (newFolder != folder())
        moveRelativePaths(folder(), newFolder);
    m_saving = true;
    m_savingPath = filePath;
    m_savedCopy = m_project;
    m_undoStack.setClean();
    // The journal lives until the save has ended: whatever replaces it waits for that.
    Journal* const journal = m_journal.get();
    const int number = journal ? journal->saveBegins(filePath.toStdString()) : 0;
    m_saveWatcher.setFuture(QtConcurrent::run(
        [copy = m_savedCopy, path = filePath.toStdString(), seen = m_sharing->expectedAt(filePath),
         locks = FileSharing::lockFolder().toStdString(), journal, number] {
            if (journal)
                journal->flush(); // which says where a kill may now leave something
            return saveShared(copy, path, seen, locks, [&](const std::string& hash) {
                if (journal)
                    journal->saveWrites(number, path, hash);
            });
        }));
}

/// A drag that began meanwhile goes on: its end comes here again.
void Document::saveNext() {
    if (m_nextSave.isEmpty() || isBusy())
        return;
    const QString next = std::exchange(m_nextSave, {});
    if (next != m_filePath || !m_undoStack.isClean())
        save(next);
}

void Document::waitForSave() {
    while (m_saving) { // another one may follow
        m_saveWatcher.waitForFinished();
        finishSave();
    }
}

void Document::finishSave() {
    if (!std::exchange(m_saving, false))
        return;
    const Expected<SharedSave> result = m_saveWatcher.result();
    const auto since = std::exchange(m_changesWhileSaving, {});
    if (!result || result->isRefused) {
        setUnsaved();
        if (!result) {
            const QString next = std::exchange(m_nextSave, {});
            emit saveFailed(result.error());
            if (!next.isEmpty() && next != m_savingPath)
                save(next);
        } else {
            m_sharing->reconcileAndSave();
        }
        m_sharing->goOn();
        return;
    }
    m_filePath = m_savingPath;
    m_sharing->saved(m_filePath, {result->hash, m_savedCopy});
    if (result->doubt)
        emit saveDoubted(*result->doubt);
    if (m_journal) {
        m_journal->restart(m_savedCopy, m_filePath.toStdString(), result->hash, since);
    } else {
        beginJournal();
    }
    m_savedCopy = Project();
    const QString path = m_filePath;
    saveNext();
    emit titleChanged();
    emit modifiedChanged(isModified());
    emit saved(path);
    m_sharing->goOn();
}

std::size_t Document::takeFromDisk(const Project& merged, const SeenFile& file) {
    const std::vector<Change> changes = changesBetween(m_project, merged);
    edit(tr("Changes from disk"), [&](Project& project) {
        for (const Change& change : changes)
            (void)project.apply(change);
        project.keepUnknownRecords(merged.unknownRecords());
    });
    // The journal's changes go onto what the file holds now, not onto what it held.
    if (m_journal)
        m_journal->restart(
            file.project, m_filePath.toStdString(), file.hash,
            {std::make_shared<const std::vector<Change>>(changesBetween(file.project, m_project))});
    return changes.size();
}

void Document::setAsSaved() {
    m_undoStack.setClean();
}

void Document::setUnsaved() {
    m_undoStack.resetClean();
    emit modifiedChanged(isModified());
}

void Document::moveRelativePaths(const QString& fromFolder, const QString& toFolder) {
    const QDir to(toFolder);
    const auto moved = [&](const std::string& path) {
        const QString old = QString::fromStdString(path);
        if (path.empty() || (QFileInfo(old).isRelative() && fromFolder.isEmpty()))
            return path;
        const QString absolute = QDir::cleanPath(QDir(fromFolder).absoluteFilePath(old));
        const QString relative = to.relativeFilePath(absolute);
        return (relative.startsWith(QLatin1String("..")) ? absolute : relative).toStdString();
    };
    std::vector<SoundSource> sources;
    for (const SoundSource* source : m_project.inOrder<SoundSource>()) {
        sources.push_back(*source);
        sources.back().path = moved(source->path);
    }
    auto changes = record([&](Project& project) {
        for (SoundSource& source : sources)
            (void)project.change(std::move(source));
    });
    if (changes.empty())
        return;
    keep(std::make_shared<const std::vector<Change>>(std::move(changes)));
    settle();
}

QString Document::journalFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
           QStringLiteral("/journals");
}

void Document::beginJournal(std::optional<LostWork> recovered) {
    m_journal.reset();
    auto journal = Journal::begin(journalFolder().toStdString(), m_project,
                                  m_filePath.toStdString(), std::move(recovered));
    if (journal)
        m_journal = std::make_unique<Journal>(std::move(*journal));
    else
        emit journalTrouble(journal.error());
}

void Document::flushJournal() {
    if (m_journal)
        m_journal->flush();
}

void Document::discardJournal() {
    m_saveWatcher.waitForFinished();
    if (m_journal)
        m_journal->discard();
    m_journal.reset();
}

void Document::lookAtJournal() {
    if (!m_journal)
        return;
    const Diagnostics problems = m_journal->takeProblems();
    if (!problems.empty())
        emit journalTrouble(problems.back());
}

OpenEdit::OpenEdit(Document& document, QString name)
    : m_document(&document), m_name(std::move(name)) {
    document.m_openEdits.push_back(this);
}

OpenEdit::OpenEdit(OpenEdit&& other) noexcept
    : m_document(std::exchange(other.m_document, nullptr)), m_name(std::move(other.m_name)),
      m_changes(std::move(other.m_changes)) {
    if (m_document)
        std::replace(m_document->m_openEdits.begin(), m_document->m_openEdits.end(), &other, this);
}

OpenEdit& OpenEdit::operator=(OpenEdit&& other) noexcept {
    if (this != &other) {
        rollback();
        m_document = std::exchange(other.m_document, nullptr);
        m_name = std::move(other.m_name);
        m_changes = std::move(other.m_changes);
        if (m_document)
            std::replace(m_document->m_openEdits.begin(), m_document->m_openEdits.end(), &other,
                         this);
    }
    return *this;
}

OpenEdit::~OpenEdit() {
    rollback();
}

void OpenEdit::revert() {
    for (auto change = m_changes.rbegin(); change != m_changes.rend(); ++change)
        (void)m_document->m_project.revert(*change);
    m_changes.clear();
}

void OpenEdit::update(const Document::Work& work) {
    if (!m_document)
        return;
    revert();
    m_changes = m_document->record(work);
    m_document->settle();
}

void OpenEdit::extend(const Document::Work& work) {
    if (!m_document)
        return;
    std::vector<Change> changes = m_document->record(work);
    m_changes.insert(m_changes.end(), std::make_move_iterator(changes.begin()),
                     std::make_move_iterator(changes.end()));
}

void OpenEdit::commit() {
    if (Document* document = std::exchange(m_document, nullptr)) {
        document->closed(*this);
        document->pushStep(m_name, std::exchange(m_changes, {}), {});
    }
}

void OpenEdit::rollback() {
    if (!m_document)
        return;
    const bool differed = !m_changes.empty();
    revert();
    Document* document = std::exchange(m_document, nullptr);
    document->closed(*this);
    if (differed)
        document->settle();
}

} // namespace stria
