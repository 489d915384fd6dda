// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QtTest>

namespace stria::test {

/// A part of a panel by its accessible name or its text; null if there is none.
template <class Widget> Widget* named(const QWidget& panel, const QString& name) {
    for (Widget* widget : panel.findChildren<Widget*>())
        if (widget->accessibleName() == name || widget->property("text") == name)
            return widget;
    return nullptr;
}

/// Replaces what a field holds by keys, and gives it.
inline void typeInto(QLineEdit* field, const QString& text) {
    QVERIFY(field);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
}

/// The error that the panel shows; empty if none.
inline QString shownError(const QWidget& panel) {
    for (const QLabel* label : panel.findChildren<QLabel*>())
        if (label->property("kind") == "error" && label->isVisible())
            return label->text();
    return {};
}

} // namespace stria::test
