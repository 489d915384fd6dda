// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "engine/model/allowance.h"
#include "engine/model/diagnostic.h"
#include "engine/orchestra/opcode_catalogue.h"

namespace stria {

class Document;

/// Finds what is wrong with the document, a moment after it has come to rest: what can be seen of
/// the values, what the compiler says, and what Csound itself says to the code (in a worker;
/// nothing of it runs). Works on a copy on another thread; a newer edit makes an older check stop.
class ProblemChecker : public QObject {
    Q_OBJECT

  public:
    explicit ProblemChecker(Document& document, QObject* parent = nullptr);
    ~ProblemChecker() override; ///< stops and waits

    void setOpcodes(const OpcodeCatalogue& opcodes);
    /// What the document's code may read; without it nothing outside its folder.
    void setAllowance(std::function<Allowance()> allowance) { m_allowance = std::move(allowance); }
    /// Checks again if it is another one than at the last check.
    void allowanceChanged();
    const Diagnostics& problems() const { return m_problems; }
    bool isChecking() const { return m_timer.isActive() || m_watcher.isRunning(); }
    void checkNow();

  signals:
    /// After each check, also when nothing has changed; errors come first.
    void checked(const stria::Diagnostics& problems);

  private:
    void finish();

    Document& m_document;
    OpcodeCatalogue m_opcodes;
    std::function<Allowance()> m_allowance;
    Allowance m_allowed; ///< at the last check
    QTimer m_timer;
    QThreadPool m_pool; ///< its own: a check that takes long keeps nobody from playing
    QFutureWatcher<std::shared_ptr<Diagnostics>> m_watcher;
    std::shared_ptr<std::atomic<bool>> m_stop;
    bool m_again = false;
    Diagnostics m_problems;
};

} // namespace stria
