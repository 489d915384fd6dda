// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <functional>

#include "engine/model/allowance.h"
#include "engine/model/diagnostic.h"
#include "engine/orchestra/opcode_catalogue.h"

class QWidget;

namespace stria {

class Dialogs;
class Document;
class ExportJobs;

/// What the document is written to besides its own file: sound, by way of the export dialog, and a
/// CSD. Asks for files through Dialogs; the work is done in the background.
class Exporting : public QObject {
    Q_OBJECT

  public:
    Exporting(Document& document, ExportJobs& jobs, Dialogs& dialogs, QWidget& window);
    ~Exporting() override; ///< waits for a CSD that is being written

    void setOpcodes(const OpcodeCatalogue& opcodes) { m_opcodes = opcodes; }
    /// What the document's code may do; without it nothing.
    void setAllowance(std::function<Allowance()> allowance) { m_allowance = std::move(allowance); }
    void exportAudio();
    void exportCsd();

  signals:
    void audioAdded(); ///< to the jobs
    void said(const QString& text);

  private:
    bool mayReplace(const QStringList& paths);
    QString folder() const;

    Document& m_document;
    ExportJobs& m_jobs;
    Dialogs& m_dialogs;
    QWidget& m_window;
    OpcodeCatalogue m_opcodes;
    std::function<Allowance()> m_allowance;
    QFutureWatcher<Expected<void>> m_csdWatcher;
};

} // namespace stria
