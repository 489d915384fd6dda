// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/exporting.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QtConcurrentRun>

#include "engine/compile/csd_writer.h"
#include "ui/document/document.h"
#include "ui/document/event_times.h"
#include "ui/document/selection.h"
#include "ui/export/export_dialog.h"
#include "ui/export/export_jobs.h"
#include "ui/window/dialogs.h"

namespace stria {

Exporting::Exporting(Document& document, ExportJobs& jobs, Dialogs& dialogs, QWidget& window)
    : m_document(document), m_jobs(jobs), m_dialogs(dialogs), m_window(window) {}

Exporting::~Exporting() {
    m_csdWatcher.disconnect(this);
    m_csdWatcher.waitForFinished();
}

QString Exporting::folder() const {
    return m_document.folder().isEmpty() ? QDir::homePath() : m_document.folder();
}

void Exporting::exportAudio() {
    const Project& project = m_document.project();
    ExportDialog::Context context;
    context.projectFile = m_document.filePath();
    context.projectName = m_document.filePath().isEmpty()
                              ? m_document.title()
                              : QFileInfo(m_document.filePath()).completeBaseName();
    context.presetFile = QDir(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation))
                             .filePath(QStringLiteral("export-presets.json"));
    context.filesUnderWay = m_jobs.filesUnderWay();
    context.suggestedFile = QDir(folder()).filePath(m_document.title() + ".wav");
    context.scoreEnd = scoreEnd(project);
    context.selectedEvents = m_document.selection().events();
    auto* const dialog = new ExportDialog(
        project, context,
        [this](const QString& suggestion) {
            return m_dialogs.chooseFileToSave(tr("Export audio"), suggestion, tr("Sound files (*)"),
                                              {});
        },
        [this](const QStringList& paths) { return mayReplace(paths); }, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        std::vector<RenderSpec> plan = dialog->plan();
        if (m_allowance)
            for (RenderSpec& spec : plan)
                spec.allowed = m_allowance();
        m_jobs.add(m_document.project(), m_document.folder(), std::move(plan));
        emit audioAdded();
    });
    dialog->open();
}

bool Exporting::mayReplace(const QStringList& paths) {
    const int count = static_cast<int>(paths.size());
    Question question;
    question.title = tr("Replace %n file(s)", nullptr, count);
    question.text = count == 1
                        ? tr("“%1” exists already. Replace it?").arg(QFileInfo(paths[0]).fileName())
                        : tr("%n file(s) exist already. Replace them?", nullptr, count);
    question.details = count == 1 ? QString() : paths.join(QLatin1Char('\n'));
    question.answers = {tr("Replace"), tr("Cancel")};
    question.cancelAnswer = 1;
    return m_dialogs.ask(question) == 0;
}

void Exporting::exportCsd() {
    const QString path = m_dialogs.chooseFileToSave(
        tr("Export CSD"), QDir(folder()).filePath(m_document.title() + ".csd"),
        tr("Csound files (*.csd)"), QStringLiteral("csd"));
    if (path.isEmpty() || m_csdWatcher.isRunning())
        return;
    m_csdWatcher.disconnect(this);
    connect(&m_csdWatcher, &QFutureWatcherBase::finished, this, [this, path] {
        const Expected<void> result = m_csdWatcher.result();
        if (result)
            emit said(tr("Exported %1").arg(path));
        else
            m_dialogs.tell(tr("Not exported"), QString::fromStdString(result.error().toText()), {});
    });
    m_csdWatcher.setFuture(QtConcurrent::run(
        [project = m_document.project(), projectFolder = m_document.folder().toStdString(),
         from = includesFor(m_allowance ? m_allowance() : Allowance{}), opcodes = m_opcodes,
         file = path.toStdString()]() -> Expected<void> {
            const auto csd =
                compilePiece(project, {}, gatherAssetFacts(project, projectFolder, from), opcodes);
            if (!csd)
                return tl::make_unexpected(csd.error().front());
            return writeCsd(*csd, file);
        }));
}

} // namespace stria
