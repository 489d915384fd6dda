// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>
#include <optional>

#include "engine/compile/compiler.h"
#include "engine/model/project.h"
#include "engine/render/render_job.h"

namespace stria {

/// One render of a document as it was at a moment: files are looked at, the score is compiled and
/// rendered on other threads. UI thread only; its end before the render's cancels it.
class BackgroundRender : public QObject {
    Q_OBJECT

  public:
    /// Starts at once. `projectFolder` is what relative paths refer to. Without `writeFile` only
    /// the stem is made, to be played.
    BackgroundRender(Project snapshot, const QString& projectFolder, RenderSpec spec,
                     OpcodeCatalogue opcodes, bool writeFile, QObject* parent = nullptr);
    ~BackgroundRender() override;

    const RenderSpec& spec() const { return m_spec; }
    /// Null until started().
    const RenderJob& job() const { return m_job; }
    const RenderProgress& progress() const { return m_progress; }
    /// Nothing until finished().
    const std::optional<RenderResult>& result() const { return m_result; }
    bool isDone() const { return m_result.has_value(); }
    void cancel();

  signals:
    /// The stem grows from now on.
    void started();
    void progressChanged(const stria::RenderProgress& progress);
    /// Once, whatever the end.
    void finished(const stria::RenderResult& result);

  private:
    void compiled();
    void look();
    void finish(RenderResult result);

    const RenderSpec m_spec;
    const bool m_writeFile;
    QFutureWatcher<std::shared_ptr<ExpectedAll<CsdDocument>>> m_compilation;
    RenderJob m_job;
    RenderProgress m_progress;
    std::optional<RenderResult> m_result;
    QTimer m_timer;
};

} // namespace stria
