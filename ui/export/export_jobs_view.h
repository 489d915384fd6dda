// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <map>

#include "ui/export/export_jobs.h"

class QVBoxLayout;

namespace stria {

/// A row for each export, newest first: what becomes of it, how long it still takes, and what can
/// be done with it (cancel, play, open the folder, go on without the events that fail).
class ExportJobsView : public QWidget {
    Q_OBJECT

  public:
    explicit ExportJobsView(ExportJobs& jobs, QWidget* parent = nullptr);

    /// "12 s left, 8.4 times as fast as it sounds"; how a job stands, in words.
    static QString statusText(const ExportJobs::Job& job);
    /// "piece.wav", "12 files: piece 01 drums.wav …".
    static QString nameText(const ExportJobs::Job& job);
    /// A line for each file that is written, with its levels.
    static QString filesText(const ExportJobs::Job& job);

  signals:
    /// `startTime`: score time of the file's beginning.
    void playRequested(const QString& soundFile, double startTime);
    void folderRequested(const QString& folder);
    void placeRequested(const stria::Place& place);

  private:
    class Row;
    void rebuild();

    ExportJobs& m_jobs;
    QVBoxLayout* m_rows;
    std::map<int, Row*> m_rowOf;
};

} // namespace stria
