// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace stria {

/// A field that lies over a tab while its name is edited. Return and leaving it commit a changed
/// name, Escape gives up. Whoever takes the name hides the field or refuses.
class NameField : public QLineEdit {
    Q_OBJECT

  public:
    explicit NameField(QWidget* parent);

    void edit(const QString& name, const QRect& place);
    /// Says why the name cannot be, and lets the person go on.
    void refuse(const QString& reason);

  signals:
    void committed(const QString& name);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void commit();
    QString m_before;
};

} // namespace stria
