// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <memory>
#include <vector>

#include "ui/document/background_render.h"

namespace stria {

/// The exports of this session, waiting, under way and ended; one file is rendered at a time, in
/// the order given. A file that fails ends its export, and those written before stay. UI thread
/// only; its end cancels what is not done.
class ExportJobs : public QObject {
    Q_OBJECT

  public:
    struct Job {
        int number = 0;
        Project project; ///< as it was when the export was asked for
        QString projectFolder;
        std::vector<RenderSpec> files;
        /// Measured before the first file, for the gain that is to hold for all.
        std::optional<RenderSpec> mix;
        bool wasMeasured = false;                 ///< the mix is measured
        Diagnostics warnings;                     ///< of the mix
        std::vector<RenderResult> results;        ///< of files that are written, in order
        std::unique_ptr<BackgroundRender> render; ///< of the file under way
        QElapsedTimer started;                    ///< invalid while waiting
        /// Of all files together, once the export has ended: the state of the last one, the longest
        /// duration, the largest levels, all problems.
        std::optional<RenderResult> result;

        /// Over all files.
        RenderProgress progress() const;
        bool isMeasuring() const { return mix && render; }
    };

    explicit ExportJobs(OpcodeCatalogue opcodes, QObject* parent = nullptr)
        : QObject(parent), m_opcodes(std::move(opcodes)) {}

    void setOpcodes(const OpcodeCatalogue& opcodes) { m_opcodes = opcodes; }
    /// Gives its number. `files` as planExport makes them, at least one.
    int add(Project snapshot, const QString& projectFolder, std::vector<RenderSpec> files);
    void cancel(int number);
    /// The files that are not written yet once more, leaving out events that fail.
    void retryKeepingGoing(int number);
    /// Forgets an export that has ended; its files stay.
    void remove(int number);
    void removeEnded();

    const std::vector<std::unique_ptr<Job>>& jobs() const { return m_jobs; }
    const Job* job(int number) const;
    bool isBusy() const;
    /// Absolute paths that exports are writing or going to write.
    QStringList filesUnderWay() const;

  signals:
    void jobsChanged();
    void progressChanged(int number);
    void jobEnded(int number);

  private:
    Job* find(int number);
    void startNext();
    void startRender(Job& job);
    void takeMix(Job& job, const RenderResult& mix);
    void takeResult(Job& job, const RenderResult& result);
    void end(Job& job, const RenderResult& last);

    OpcodeCatalogue m_opcodes;
    std::vector<std::unique_ptr<Job>> m_jobs;
    int m_lastNumber = 0;
};

} // namespace stria
