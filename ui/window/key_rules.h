// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QKeyEvent;
class QLineEdit;
class QWidget;

namespace stria {

/// Whose a key is, where Qt decides otherwise. A filter of the application's events, for one
/// window with its popups and floating panels:
///
/// - Return and Escape in a field that takes text are the field's.
/// - Space plays, but presses the button or opens the list that has the focus.
/// - Undo in a field where nothing is being typed is the document's.
/// - A value of the form that was typed or chosen is done: the next key belongs to the score.
class KeyRules : public QObject {
    Q_OBJECT

  public:
    KeyRules(QWidget& window, QWidget& form, QWidget& score);

    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    /// Whether the key goes on to the shortcuts.
    bool isForDocument(const QLineEdit& field, const QKeyEvent& key) const;
    void leave(const QWidget& field);

    QWidget& m_window;
    QWidget& m_form;
    QWidget& m_score;
};

} // namespace stria
