// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "ui/document/background_render.h"

namespace stria {

/// The exports of this session, waiting, under way and ended; one is rendered at a time, in the
/// order given. UI thread only; its end cancels what is not done.
class ExportJobs : public QObject {
    Q_OBJECT

  public:
    struct Job {
        int number = 0;
        Project project; ///< as it was when the export was asked for
        QString projectFolder;
        RenderSpec spec;
        std::unique_ptr<BackgroundRender> render; ///< null while waiting
        std::optional<RenderResult> result;
    };

    explicit ExportJobs(OpcodeCatalogue opcodes, QObject* parent = nullptr)
        : QObject(parent), m_opcodes(std::move(opcodes)) {}

    void setOpcodes(const OpcodeCatalogue& opcodes) { m_opcodes = opcodes; }
    /// Gives its number.
    int add(Project snapshot, const QString& projectFolder, RenderSpec spec);
    void cancel(int number);
    /// The same again, leaving out events that fail.
    void retryKeepingGoing(int number);
    void removeEnded();

    const std::vector<std::unique_ptr<Job>>& jobs() const { return m_jobs; }
    const Job* job(int number) const;
    bool isBusy() const;

  signals:
    void jobsChanged();
    void progressChanged(int number);
    void jobEnded(int number);

  private:
    Job* find(int number);
    void startNext();
    void end(Job& job, RenderResult result);

    OpcodeCatalogue m_opcodes;
    std::vector<std::unique_ptr<Job>> m_jobs;
    int m_lastNumber = 0;
};

} // namespace stria
