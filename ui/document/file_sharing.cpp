// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/file_sharing.h"

#include <QFileInfo>
#include <QScopedValueRollback>
#include <QStandardPaths>
#include <QtConcurrentRun>
#include <utility>

#include "ui/document/document.h"

namespace stria {

FileSharing::FileSharing(Document& document) : m_document(document) {
    connect(&m_watch, &FileWatch::stirred, this, &FileSharing::look);
    connect(&m_looking, &QFutureWatcherBase::finished, this, &FileSharing::take);
}

FileSharing::~FileSharing() {
    m_looking.disconnect(this);
    m_looking.waitForFinished();
}

QString FileSharing::lockFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
           QStringLiteral("/locks");
}

void FileSharing::begin(const QString& path, SeenFile seen) {
    m_isReconciling = false;
    m_isPutOff = false;
    m_declined.clear();
    m_lock.reset();
    m_isOpenElsewhere = false;
    m_path.clear();
    saved(path, std::move(seen));
}

void FileSharing::saved(const QString& path, SeenFile written) {
    m_seen = std::move(written);
    m_toldAbout.clear();
    if (std::exchange(m_path, path) == path)
        return;
    m_lock.reset();
    if (!path.isEmpty())
        m_lock = PathLock::share(lockFolder().toStdString(), path.toStdString(), m_isOpenElsewhere);
    m_watch.watch(path);
}

std::optional<std::string> FileSharing::expectedAt(const QString& path) const {
    return path == m_path ? std::optional(m_seen.hash) : std::nullopt;
}

void FileSharing::reconcileAndSave() {
    m_isReconciling = true;
    m_declined.clear();
    look();
}

void FileSharing::goOn() {
    if (std::exchange(m_isPutOff, false))
        look();
}

void FileSharing::look() {
    if (m_path.isEmpty())
        return;
    if (m_looking.isRunning() || m_isAsking || m_document.isBusy()) {
        m_isPutOff = true;
        return;
    }
    m_lookedAt = m_path;
    m_lookedFrom = m_document.m_revision;
    m_looking.setFuture(QtConcurrent::run(
        [path = m_path.toStdString(), seen = m_seen, mine = m_document.project()] {
            return std::make_shared<FileLook>(lookAtFile(path, seen, mine));
        }));
}

void FileSharing::take() {
    const Look found = m_looking.result();
    if (m_lookedAt != m_path)
        return goOn();
    if (m_document.isBusy() || m_isAsking) {
        m_isPutOff = true;
        return;
    }
    // What was merged is not what is open any more.
    if (m_lookedFrom != m_document.m_revision)
        return look();
    switch (found->found) {
    case FileLook::Found::Nothing:
        if (m_isReconciling)
            return endReconciling();
        if (!m_seen.hash.empty())
            tellOnce("gone", tr("The file was removed or renamed by another program. Saving makes "
                                "it again."));
        m_document.setUnsaved();
        break;
    case FileLook::Found::SameBytes:
        m_toldAbout.clear();
        if (m_document.project() == m_seen.project)
            m_document.setAsSaved();
        if (m_isReconciling)
            return endReconciling();
        break;
    case FileLook::Found::Unreadable:
        takeUnreadable(*found);
        break;
    case FileLook::Found::Changed:
        takeChange(*found);
        break;
    }
    goOn();
}

void FileSharing::takeUnreadable(const FileLook& look) {
    const QString problem = QString::fromStdString(look.problem.toText());
    m_document.setUnsaved();
    if (!m_isReconciling) {
        tellOnce(look.hash + "unreadable",
                 tr("Another program changed the file, and it cannot be read now: %1 What is open "
                    "here stays.")
                     .arg(problem));
        return;
    }
    if (m_unreadableQuestion && !look.hash.empty()) {
        Unreadable answer = Unreadable::Fail;
        {
            const QScopedValueRollback asking(m_isAsking, true);
            answer = m_unreadableQuestion(look.problem);
        }
        if (answer == Unreadable::SaveOver)
            return saveOver(look);
        if (answer == Unreadable::Decline)
            return decline();
    }
    Diagnostic refusal = look.problem;
    refusal.message = tr("Another program changed the file, and what it holds now cannot be read, "
                         "so it was not written over: %1 Save under another name, or mend or "
                         "remove the file.")
                          .arg(QString::fromStdString(look.problem.message))
                          .toStdString();
    refuse(refusal);
}

/// What nobody can read goes aside first: it may be somebody's work.
void FileSharing::saveOver(const FileLook& look) {
    const auto copy = keepAside(m_path.toStdString(), look.hash);
    if (!copy)
        return refuse(copy.error());
    m_seen.hash = look.hash;
    emit told(tr("What the file held is kept in %1.").arg(QString::fromStdString(*copy)));
    endReconciling();
}

void FileSharing::refuse(const Diagnostic& problem) {
    m_isReconciling = false;
    m_document.m_nextSave.clear();
    emit m_document.saveFailed(problem);
}

void FileSharing::decline() {
    m_isReconciling = false;
    m_document.m_nextSave.clear();
    emit m_document.saveDeclined();
}

void FileSharing::takeChange(FileLook& look) {
    if (look.merge.conflicts.empty())
        return bringIn(look, look.merge);
    if (m_declined == look.hash)
        return;
    Decision decision = Answer::Later;
    if (m_question) {
        const QScopedValueRollback asking(m_isAsking, true);
        decision = m_question(look.merge.conflicts);
    }
    if (!decision.choices) {
        m_declined = look.hash;
        m_document.setUnsaved();
        emit told(tr("The file holds changes of another program that are not taken over."));
        if (m_isReconciling)
            decline();
        return;
    }
    bringIn(look,
            mergeProjects(m_seen.project, m_document.project(), look.theirs, *decision.choices));
}

void FileSharing::bringIn(const FileLook& look, const MergeResult& merge) {
    const bool isAsInFile = merge.merged == look.theirs;
    m_seen = {look.hash, look.theirs};
    std::size_t changes = 0;
    m_surrounding([&] { changes = m_document.takeFromDisk(merge.merged, m_seen); });
    m_toldAbout.clear();
    m_declined.clear();
    if (isAsInFile)
        m_document.setAsSaved();
    else
        m_document.setUnsaved();
    if (changes > 0) {
        emit told(tr("%n change(s) of another program came in from the file. Ctrl+Z takes them "
                     "back.",
                     nullptr, static_cast<int>(changes)));
        emit changedFromDisk();
    }
    if (m_isReconciling)
        endReconciling();
}

void FileSharing::endReconciling() {
    m_isReconciling = false;
    m_document.save(m_path);
}

void FileSharing::tellOnce(const std::string& about, const QString& sentence) {
    if (std::exchange(m_toldAbout, about) != about)
        emit told(sentence);
}

} // namespace stria
