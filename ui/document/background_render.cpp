// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/background_render.h"

#include <QThreadPool>
#include <QtConcurrent>
#include <chrono>
#include <utility>

namespace stria {

BackgroundRender::BackgroundRender(Project snapshot, const QString& projectFolder, RenderSpec spec,
                                   OpcodeCatalogue opcodes, bool writeFile, QObject* parent)
    : QObject(parent), m_spec(std::move(spec)), m_writeFile(writeFile) {
    m_progress.state = RenderState::Compiling;
    m_timer.setInterval(50);
    connect(&m_timer, &QTimer::timeout, this, &BackgroundRender::look);
    connect(&m_compilation, &QFutureWatcherBase::finished, this, &BackgroundRender::compiled);
    m_compilation.setFuture(
        QtConcurrent::run([project = std::move(snapshot), folder = projectFolder.toStdString(),
                           renderSpec = m_spec, catalogue = std::move(opcodes)] {
            const AssetFacts facts =
                gatherAssetFacts(project, folder, includesFor(renderSpec.allowed));
            return std::make_shared<ExpectedAll<CsdDocument>>(
                compilePiece(project, renderSpec, facts, catalogue));
        }));
}

BackgroundRender::~BackgroundRender() {
    if (!m_job)
        return;
    m_job.cancel();
    // The last handle waits for the job's end.
    QThreadPool::globalInstance()->start([job = std::move(m_job)]() mutable { job = {}; });
}

void BackgroundRender::cancel() {
    if (isDone())
        return;
    if (m_job) {
        m_job.cancel();
        return;
    }
    RenderResult result;
    result.state = RenderState::Cancelled;
    result.problems.push_back(
        {ErrorCode::Cancelled, "The render was cancelled.", {}, Severity::Error});
    finish(std::move(result));
}

void BackgroundRender::compiled() {
    if (isDone())
        return;
    ExpectedAll<CsdDocument>& document = *m_compilation.result();
    if (!document) {
        RenderResult result;
        result.state = RenderState::Failed;
        result.problems = std::move(document.error());
        finish(std::move(result));
        return;
    }
    m_job = RenderJob::start(std::move(*document), m_spec, {}, m_writeFile);
    m_timer.start();
    emit started();
}

void BackgroundRender::look() {
    m_progress = m_job.progress();
    emit progressChanged(m_progress);
    if (const auto result = m_job.waitFor(std::chrono::milliseconds(0)))
        finish(*result);
}

void BackgroundRender::finish(RenderResult result) {
    m_timer.stop();
    m_progress.state = result.state;
    if (result.ok())
        m_progress.fraction = 1;
    m_result = std::move(result);
    emit finished(*m_result);
}

} // namespace stria
