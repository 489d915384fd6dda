// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/file_watch.h"

#include <QFile>
#include <QFileInfo>
#include <sys/stat.h>
#include <utility>

namespace stria {

FileWatch::FileWatch(QObject* parent) : QObject(parent) {
    constexpr int quietFor = 250; // milliseconds
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietFor);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &FileWatch::lookAgain);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &FileWatch::lookAgain);
    connect(&m_quiet, &QTimer::timeout, this, &FileWatch::stirred);
}

void FileWatch::watch(const QString& path) {
    if (const QStringList watched = m_watcher.files() + m_watcher.directories(); !watched.isEmpty())
        m_watcher.removePaths(watched);
    m_quiet.stop();
    m_path = path;
    m_marks = marksOf(path);
    addPaths();
}

/// A file that was replaced is another one for the system, and not watched any more.
void FileWatch::addPaths() {
    if (m_path.isEmpty())
        return;
    if (!m_watcher.files().contains(m_path) && QFileInfo::exists(m_path))
        m_watcher.addPath(m_path);
    const QString folder = QFileInfo(m_path).absolutePath();
    if (!m_watcher.directories().contains(folder) && QFileInfo::exists(folder))
        m_watcher.addPath(folder);
}

void FileWatch::lookAgain() {
    addPaths();
    if (const QString marks = marksOf(m_path); std::exchange(m_marks, marks) != marks)
        m_quiet.start();
}

QString FileWatch::marksOf(const QString& path) const {
    struct stat present {};
    if (path.isEmpty() || ::stat(QFile::encodeName(path).constData(), &present) != 0)
        return {};
    return QStringLiteral("%1 %2 %3 %4")
        .arg(present.st_ino)
        .arg(present.st_size)
        .arg(present.st_mtim.tv_sec)
        .arg(present.st_mtim.tv_nsec);
}

} // namespace stria
