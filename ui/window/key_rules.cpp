// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/key_rules.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPointer>

namespace stria {

KeyRules::KeyRules(QWidget& window, QWidget& form, QWidget& score)
    : QObject(&window), m_window(window), m_form(form), m_score(score) {}

bool KeyRules::isForDocument(const QLineEdit& field, const QKeyEvent& key) const {
    return !field.isModified() &&
           (key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo));
}

void KeyRules::leave(const QWidget& field) {
    if (m_form.isAncestorOf(&field))
        m_score.setFocus();
}

bool KeyRules::eventFilter(QObject* watched, QEvent* event) {
    auto* const widget = qobject_cast<QWidget*>(watched);
    if (!widget || widget->window() != &m_window)
        return false;
    auto* const field = qobject_cast<QLineEdit*>(widget);
    auto* const list = qobject_cast<QComboBox*>(widget);
    switch (event->type()) {
    case QEvent::ShortcutOverride: {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (field && isForDocument(*field, key)) {
            event->ignore();
            return true;
        }
        const bool isSpace = key.key() == Qt::Key_Space && key.modifiers() == Qt::NoModifier;
        if (isSpace && (list || qobject_cast<QAbstractButton*>(widget))) {
            event->accept();
            return true;
        }
        break;
    }
    case QEvent::KeyRelease: {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (field && !field->isModified() && (key == Qt::Key_Return || key == Qt::Key_Enter))
            leave(*field);
        break;
    }
    case QEvent::FocusIn:
        if (list && static_cast<QFocusEvent*>(event)->reason() == Qt::PopupFocusReason)
            QMetaObject::invokeMethod(
                this,
                [this, left = QPointer(list)] {
                    if (left)
                        leave(*left);
                },
                Qt::QueuedConnection);
        break;
    default:
        break;
    }
    return false;
}

} // namespace stria
