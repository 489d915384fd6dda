// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/undo_report.h"

#include <QUndoStack>
#include <utility>

namespace stria {

UndoReport::UndoReport(const QUndoStack& stack, QObject* parent)
    : QObject(parent), m_stack(stack), m_index(stack.index()), m_next(stack.command(m_index)) {
    connect(&stack, &QUndoStack::indexChanged, this, &UndoReport::look);
}

void UndoReport::look(int index) {
    const int before = std::exchange(m_index, index);
    // A new step takes the place of what could be redone.
    const bool isNew = !m_next || m_stack.command(before) != m_next;
    m_next = m_stack.command(index);
    if (index == before - 1 && m_next)
        emit said(tr("Undone: %1").arg(m_stack.text(index)));
    else if (index < before && m_next)
        emit said(tr("Undone: the last %1 steps").arg(before - index));
    else if (index == before + 1 && !isNew)
        emit said(tr("Redone: %1").arg(m_stack.text(before)));
    else if (index > before && !isNew)
        emit said(tr("Redone: %1 steps").arg(index - before));
}

} // namespace stria
