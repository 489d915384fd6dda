// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/name_field.h"

#include <QKeyEvent>
#include <QStyle>
#include <QToolTip>
#include <algorithm>

#include "ui/look/palette.h"

namespace stria {

NameField::NameField(QWidget* parent) : QLineEdit(parent) {
    setAccessibleName(tr("Name of the instrument"));
    hide();
}

void NameField::edit(const QString& name, const QRect& place) {
    m_before = name;
    setProperty("wrong", false);
    style()->polish(this);
    setText(name);
    constexpr int leastWidth = 20 * sizes::grid;
    setGeometry(place.x(), place.y(), std::max(place.width(), leastWidth), place.height());
    selectAll();
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
}

void NameField::refuse(const QString& reason) {
    if (isHidden())
        return;
    setProperty("wrong", true);
    style()->polish(this);
    setAccessibleDescription(reason);
    QToolTip::showText(mapToGlobal(QPoint(0, height())), reason, this);
}

void NameField::commit() {
    const QString name = text().trimmed();
    if (name == m_before)
        hide();
    else
        emit committed(name);
}

void NameField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        hide();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        commit();
    else
        QLineEdit::keyPressEvent(event);
}

void NameField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (isHidden() || event->reason() == Qt::PopupFocusReason)
        return;
    hide();
    commit();
}

} // namespace stria
