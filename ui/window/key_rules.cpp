// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/key_rules.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QTextEdit>

namespace stria {
namespace {

/// Also of a popup or a floating panel of the window.
bool belongsTo(const QWidget& window, const QWidget* widget) {
    while (widget && widget != &window)
        widget = widget->parentWidget();
    return widget;
}

bool takesText(const QWidget& widget) {
    if (const auto* const list = qobject_cast<const QComboBox*>(&widget))
        return list->isEditable();
    return qobject_cast<const QLineEdit*>(&widget) ||
           qobject_cast<const QAbstractSpinBox*>(&widget) ||
           qobject_cast<const QPlainTextEdit*>(&widget) || qobject_cast<const QTextEdit*>(&widget);
}

/// The keys of typing that Qt's fields leave to shortcuts.
bool endsTyping(const QKeyEvent& key) {
    const bool isPlain = (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    return isPlain && (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter ||
                       key.key() == Qt::Key_Escape);
}

} // namespace

KeyRules::KeyRules(QWidget& window, QWidget& form, QWidget& score)
    : QObject(&window), m_window(window), m_form(form), m_score(score) {}

bool KeyRules::isForDocument(const QLineEdit& field, const QKeyEvent& key) const {
    return !field.isModified() &&
           (key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo));
}

void KeyRules::leave(const QWidget& field) {
    if (field.window() == &m_window && m_form.isAncestorOf(&field))
        m_score.setFocus();
}

bool KeyRules::eventFilter(QObject* watched, QEvent* event) {
    auto* const widget = qobject_cast<QWidget*>(watched);
    if (!widget || !belongsTo(m_window, widget))
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
        if (takesText(*widget) && endsTyping(key)) {
            event->accept();
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
