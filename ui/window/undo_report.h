// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QUndoCommand;
class QUndoStack;

namespace stria {

/// Tells what was undone or redone, whoever asked for it: a key, the code, the history.
class UndoReport : public QObject {
    Q_OBJECT

  public:
    explicit UndoReport(const QUndoStack& stack, QObject* parent = nullptr);

  signals:
    void said(const QString& sentence);

  private:
    void look(int index);

    const QUndoStack& m_stack;
    int m_index = 0;
    const QUndoCommand* m_next = nullptr; ///< what a redo would do; only to be compared
};

} // namespace stria
