// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QTimer>

namespace stria {

/// Tells when a file may have changed: written in place, replaced by a rename, removed, made again.
/// A burst of such things is told once, when it has been quiet for a moment, so that a file which
/// is just being written is rarely seen half. UI thread.
class FileWatch : public QObject {
    Q_OBJECT

  public:
    explicit FileWatch(QObject* parent = nullptr);

    /// Empty: nothing is watched.
    void watch(const QString& path);

  signals:
    void stirred();

  private:
    void lookAgain();
    void addPaths();
    /// Size, time and inode, to leave out what happens to other files of the folder.
    QString marksOf(const QString& path) const;

    QFileSystemWatcher m_watcher;
    QTimer m_quiet;
    QString m_path;
    QString m_marks;
};

} // namespace stria
