// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_jobs.h"

#include <algorithm>
#include <utility>

namespace stria {

int ExportJobs::add(Project snapshot, const QString& projectFolder, RenderSpec spec) {
    auto job = std::make_unique<Job>();
    job->number = ++m_lastNumber;
    job->project = std::move(snapshot);
    job->projectFolder = projectFolder;
    job->spec = std::move(spec);
    m_jobs.push_back(std::move(job));
    emit jobsChanged();
    startNext();
    return m_lastNumber;
}

ExportJobs::Job* ExportJobs::find(int number) {
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(),
                                    [&](const auto& job) { return job->number == number; });
    return found == m_jobs.end() ? nullptr : found->get();
}

const ExportJobs::Job* ExportJobs::job(int number) const {
    return const_cast<ExportJobs*>(this)->find(number);
}

bool ExportJobs::isBusy() const {
    return std::any_of(m_jobs.begin(), m_jobs.end(),
                       [](const auto& job) { return !job->result.has_value(); });
}

void ExportJobs::startNext() {
    for (const auto& job : m_jobs)
        if (job->render && !job->result)
            return;
    const auto waiting = std::find_if(m_jobs.begin(), m_jobs.end(),
                                      [](const auto& job) { return !job->render && !job->result; });
    if (waiting == m_jobs.end())
        return;
    Job& job = **waiting;
    job.render = std::make_unique<BackgroundRender>(job.project, job.projectFolder, job.spec,
                                                    m_opcodes, true);
    connect(job.render.get(), &BackgroundRender::progressChanged, this,
            [this, number = job.number] { emit progressChanged(number); });
    connect(job.render.get(), &BackgroundRender::finished, this,
            [this, number = job.number](const RenderResult& result) {
                if (Job* ended = find(number))
                    end(*ended, result);
            });
    emit jobsChanged();
}

void ExportJobs::end(Job& job, RenderResult result) {
    const int number = job.number;
    job.result = std::move(result);
    emit jobsChanged();
    emit jobEnded(number);
    startNext();
}

void ExportJobs::cancel(int number) {
    Job* const job = find(number);
    if (!job || job->result)
        return;
    if (job->render) {
        job->render->cancel();
        return;
    }
    RenderResult result;
    result.state = RenderState::Cancelled;
    end(*job, std::move(result));
}

void ExportJobs::retryKeepingGoing(int number) {
    const Job* const old = find(number);
    if (!old)
        return;
    RenderSpec spec = old->spec;
    spec.keepGoing = true;
    add(old->project, old->projectFolder, std::move(spec));
}

void ExportJobs::removeEnded() {
    std::erase_if(m_jobs, [](const auto& job) { return job->result.has_value(); });
    emit jobsChanged();
}

} // namespace stria
