// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_jobs.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "engine/render/normalising.h"

namespace stria {

namespace {

/// What all files of an export say together.
RenderResult summary(const std::vector<RenderResult>& written, const RenderResult& last) {
    RenderResult all = last;
    if (!written.empty())
        all.outputFile = written.front().outputFile;
    for (const RenderResult& one : written) {
        if (&one == &written.back() && last.ok())
            break; // that is `last` itself
        all.duration = std::max(all.duration, one.duration);
        all.clippedSamples += one.clippedSamples;
        all.peaks.resize(std::max(all.peaks.size(), one.peaks.size()));
        for (std::size_t channel = 0; channel < one.peaks.size(); ++channel)
            all.peaks[channel] = std::max(all.peaks[channel], one.peaks[channel]);
        if (one.loudness && all.loudness) {
            all.loudness->integrated = std::max(all.loudness->integrated, one.loudness->integrated);
            all.loudness->range = std::max(all.loudness->range, one.loudness->range);
            all.loudness->truePeak = std::max(all.loudness->truePeak, one.loudness->truePeak);
        }
        all.problems.insert(all.problems.end(), one.problems.begin(), one.problems.end());
        all.messages.insert(all.messages.end(), one.messages.begin(), one.messages.end());
    }
    return all;
}

} // namespace

RenderProgress ExportJobs::Job::progress() const {
    RenderProgress all = render ? render->progress() : RenderProgress{};
    if (files.size() == 1)
        return all;
    // The mix counts as a file.
    const bool measures = mix || wasMeasured;
    const auto count = static_cast<double>(files.size() + (measures ? 1 : 0));
    const auto done = static_cast<double>(results.size() + (wasMeasured ? 1 : 0));
    all.fraction = (done + all.fraction) / count;
    const double seconds = started.isValid() ? static_cast<double>(started.elapsed()) / 1000 : 0;
    all.secondsLeft = all.fraction > 0 ? seconds / all.fraction - seconds : 0;
    return all;
}

int ExportJobs::add(Project snapshot, const QString& projectFolder, std::vector<RenderSpec> files) {
    auto job = std::make_unique<Job>();
    job->number = ++m_lastNumber;
    job->project = std::move(snapshot);
    job->projectFolder = projectFolder;
    job->files = std::move(files);
    job->mix = mixToMeasure(job->files);
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

QStringList ExportJobs::filesUnderWay() const {
    QStringList files;
    for (const auto& job : m_jobs)
        for (std::size_t i = job->results.size(); !job->result && i < job->files.size(); ++i)
            files << QFileInfo(QString::fromStdString(job->files[i].outputFile)).absoluteFilePath();
    return files;
}

void ExportJobs::startNext() {
    for (const auto& job : m_jobs)
        if (job->render)
            return;
    const auto waiting =
        std::find_if(m_jobs.begin(), m_jobs.end(), [](const auto& job) { return !job->result; });
    if (waiting == m_jobs.end())
        return;
    (*waiting)->started.start();
    startRender(**waiting);
    emit jobsChanged();
}

void ExportJobs::startRender(Job& job) {
    job.render = std::make_unique<BackgroundRender>(
        job.project, job.projectFolder, job.mix ? *job.mix : job.files[job.results.size()],
        m_opcodes, !job.mix);
    connect(job.render.get(), &BackgroundRender::progressChanged, this,
            [this, number = job.number] { emit progressChanged(number); });
    connect(job.render.get(), &BackgroundRender::finished, this,
            [this, number = job.number](const RenderResult& result) {
                Job* const ended = find(number);
                if (!ended)
                    return;
                const RenderResult own = result; // goes with its render
                ended->render.release()->deleteLater();
                if (ended->mix)
                    takeMix(*ended, own);
                else
                    takeResult(*ended, own);
            });
}

void ExportJobs::takeMix(Job& job, const RenderResult& mix) {
    job.mix.reset();
    if (!mix.ok()) {
        end(job, mix);
        return;
    }
    job.warnings = giveGainOfMix(job.files, mix);
    job.wasMeasured = true;
    startRender(job);
    emit progressChanged(job.number);
}

void ExportJobs::takeResult(Job& job, const RenderResult& result) {
    if (result.ok())
        job.results.push_back(result);
    if (result.ok() && job.results.size() < job.files.size()) {
        startRender(job);
        emit progressChanged(job.number);
    } else {
        end(job, result);
    }
}

void ExportJobs::end(Job& job, const RenderResult& last) {
    const int number = job.number;
    job.result = summary(job.results, last);
    job.result->problems.insert(job.result->problems.end(), job.warnings.begin(),
                                job.warnings.end());
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
    end(*job, result);
}

void ExportJobs::retryKeepingGoing(int number) {
    const Job* const old = find(number);
    if (!old)
        return;
    std::vector<RenderSpec> files(
        old->files.begin() + static_cast<std::ptrdiff_t>(old->results.size()), old->files.end());
    for (RenderSpec& spec : files)
        spec.keepGoing = true;
    if (!files.empty())
        add(old->project, old->projectFolder, std::move(files));
}

void ExportJobs::remove(int number) {
    std::erase_if(m_jobs, [number](const auto& job) {
        return job->number == number && job->result.has_value();
    });
    emit jobsChanged();
}

void ExportJobs::removeEnded() {
    std::erase_if(m_jobs, [](const auto& job) { return job->result.has_value(); });
    emit jobsChanged();
}

} // namespace stria
