// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QtConcurrentRun>
#include <utility>

#include "engine/storage/project_file.h"
#include "ui/document/change_list.h"
#include "ui/document/selection.h"

namespace stria {
namespace {

constexpr qint64 mergeWithin = 1000; // milliseconds

} // namespace

/// Changes that have happened; redo applies them again, undo their inverses in reverse order.
class Document::Step : public QUndoCommand {
  public:
    Step(Document& document, const QString& name, std::vector<Change> changes, QString mergeKey)
        : QUndoCommand(name), m_document(document), m_changes(std::move(changes)),
          m_mergeKey(std::move(mergeKey)), m_time(QDateTime::currentMSecsSinceEpoch()) {}

    void redo() override {
        // QUndoStack calls this as well when the step is pushed, and then it has happened already.
        if (std::exchange(m_undone, false))
            m_document.applyAll(m_changes);
    }
    void undo() override {
        m_undone = true;
        m_document.undoAll(m_changes);
    }
    int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto& next = static_cast<const Step&>(*other);
        if (!m_document.m_mayMerge || next.m_mergeKey != m_mergeKey ||
            next.m_time - m_time > mergeWithin)
            return false;
        m_changes.insert(m_changes.end(), next.m_changes.begin(), next.m_changes.end());
        m_changes = merged(std::move(m_changes));
        m_time = next.m_time;
        setObsolete(m_changes.empty());
        return true;
    }

  private:
    Document& m_document;
    std::vector<Change> m_changes;
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
    beginJournal();
}

Document::~Document() {
    m_saveWatcher.disconnect(this);
    m_undoStack.disconnect(this);
    m_saveWatcher.waitForFinished();
}

void Document::take(const Change& change) {
    if (m_recording)
        m_recording->push_back(change);
    m_selection->forget(change);
    emit changed(change);
    if (std::holds_alternative<SettingsChange>(change))
        emit titleChanged();
}

void Document::edit(const QString& name, const Work& work, const QString& mergeKey) {
    std::vector<Change> changes;
    auto* const outer = std::exchange(m_recording, &changes);
    work(m_project);
    m_recording = outer;
    pushStep(name, std::move(changes), mergeKey);
}

OpenEdit Document::begin(const QString& name) {
    return OpenEdit(*this, name);
}

void Document::pushStep(const QString& name, std::vector<Change> changes, const QString& mergeKey) {
    changes = merged(std::move(changes));
    if (!changes.empty()) {
        keep(changes);
        m_undoStack.push(new Step(*this, name, std::move(changes), mergeKey));
        m_mayMerge = true;
    }
    emit settled();
}

void Document::applyAll(const std::vector<Change>& changes) {
    for (const Change& change : changes)
        (void)m_project.apply(change);
    m_mayMerge = false;
    keep(changes);
    emit settled();
}

void Document::undoAll(const std::vector<Change>& changes) {
    std::vector<Change> inverses;
    inverses.reserve(changes.size());
    for (auto change = changes.rbegin(); change != changes.rend(); ++change)
        inverses.push_back(inverse(*change));
    applyAll(inverses);
}

void Document::keep(const std::vector<Change>& changes) {
    if (m_saving)
        m_changesWhileSaving.insert(m_changesWhileSaving.end(), changes.begin(), changes.end());
    if (m_journal)
        for (const Change& change : changes)
            m_journal->append(change);
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

void Document::reset(Project project, const QString& filePath, bool modified) {
    m_saveWatcher.waitForFinished();
    if (m_saving)
        finishSave();
    discardJournal();
    m_project = std::move(project);
    m_filePath = filePath;
    m_mayMerge = false;
    m_undoStack.clear();
    m_undoStack.setClean(); // an empty stack is left as it was by clear()
    if (modified)
        m_undoStack.resetClean();
    m_selection->clear();
    beginJournal();
    emit replaced();
    emit titleChanged();
    emit modifiedChanged(isModified());
    emit settled();
}

void Document::save(const QString& filePath) {
    if (m_saving)
        return;
    const QString newFolder = QFileInfo(filePath).absolutePath();
    if (newFolder != folder())
        moveRelativePaths(folder(), newFolder);
    m_saving = true;
    m_savingPath = filePath;
    m_savedCopy = m_project;
    m_undoStack.setClean();
    m_saveWatcher.setFuture(QtConcurrent::run(
        [copy = m_savedCopy, path = filePath.toStdString()] { return saveProject(copy, path); }));
}

void Document::finishSave() {
    if (!std::exchange(m_saving, false))
        return;
    const Expected<void> result = m_saveWatcher.result();
    const auto since = std::exchange(m_changesWhileSaving, {});
    if (!result) {
        m_undoStack.resetClean();
        emit modifiedChanged(isModified());
        emit saveFailed(result.error());
        return;
    }
    m_filePath = m_savingPath;
    if (m_journal) {
        m_journal->restart(m_savedCopy, m_filePath.toStdString());
        for (const Change& change : since)
            m_journal->append(change);
    } else {
        beginJournal();
    }
    m_savedCopy = Project();
    emit titleChanged();
    emit modifiedChanged(isModified());
    emit saved(m_filePath);
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
    std::vector<Change> changes;
    auto* const outer = std::exchange(m_recording, &changes);
    for (SoundSource& source : sources)
        (void)m_project.change(std::move(source));
    m_recording = outer;
    if (changes.empty())
        return;
    keep(changes);
    emit settled();
}

QString Document::journalFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
           QStringLiteral("/journals");
}

void Document::beginJournal() {
    m_journal.reset();
    auto journal =
        Journal::begin(journalFolder().toStdString(), m_project, m_filePath.toStdString());
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
    : m_document(&document), m_name(std::move(name)) {}

OpenEdit::OpenEdit(OpenEdit&& other) noexcept
    : m_document(std::exchange(other.m_document, nullptr)), m_name(std::move(other.m_name)),
      m_changes(std::move(other.m_changes)) {}

OpenEdit& OpenEdit::operator=(OpenEdit&& other) noexcept {
    if (this != &other) {
        rollback();
        m_document = std::exchange(other.m_document, nullptr);
        m_name = std::move(other.m_name);
        m_changes = std::move(other.m_changes);
    }
    return *this;
}

OpenEdit::~OpenEdit() {
    rollback();
}

void OpenEdit::revert() {
    for (auto change = m_changes.rbegin(); change != m_changes.rend(); ++change)
        (void)m_document->m_project.apply(inverse(*change));
    m_changes.clear();
}

void OpenEdit::update(const Document::Work& work) {
    if (!m_document)
        return;
    revert();
    std::vector<Change> changes;
    auto* const outer = std::exchange(m_document->m_recording, &changes);
    work(m_document->m_project);
    m_document->m_recording = outer;
    m_changes = merged(std::move(changes));
    emit m_document->settled();
}

void OpenEdit::commit() {
    if (Document* document = std::exchange(m_document, nullptr))
        document->pushStep(m_name, std::move(m_changes), {});
}

void OpenEdit::rollback() {
    if (!m_document)
        return;
    const bool differed = !m_changes.empty();
    revert();
    Document* document = std::exchange(m_document, nullptr);
    if (differed)
        emit document->settled();
}

} // namespace stria
