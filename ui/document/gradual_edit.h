// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ui/document/document.h"

namespace stria {

/// One step of undo that inserts so much that the window would stand still: the work is done on a
/// copy on another thread, and its changes are put into the document piece by piece. UI thread
/// only.
class GradualEdit : public QObject {
    Q_OBJECT

  public:
    explicit GradualEdit(Document& document, QObject* parent = nullptr);
    ~GradualEdit() override; ///< waits for the work

    enum class Size { Small, Large }; ///< Small: at once, as Document::edit
    /// `done` follows when all is in the document, also where the work changed nothing. Not to be
    /// called while it is busy.
    void run(const QString& step, Size size, Document::Work work, std::function<void()> done);
    bool isBusy() const { return m_watcher.isRunning() || m_changes; }
    /// Leaves the document as it was; `done` does not follow. Another document does the same.
    void abandon();

  private:
    using Changes = std::shared_ptr<std::vector<Change>>;

    void begin(Changes changes);
    void insertSome();
    void hurry();
    void finish();

    Document& m_document;
    QFutureWatcher<Changes> m_watcher;
    QString m_step;
    std::function<void()> m_whenDone;
    Changes m_changes;
    std::size_t m_inserted = 0; ///< of the changes
    std::optional<OpenEdit> m_edit;
};

} // namespace stria
