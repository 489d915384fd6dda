// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/form_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

#include "ui/look/palette.h"

namespace stria {

QHBoxLayout* formRow(std::initializer_list<QWidget*> widgets) {
    auto* const row = new QHBoxLayout;
    row->setSpacing(sizes::grid);
    for (QWidget* widget : widgets)
        row->addWidget(widget);
    row->addStretch(1);
    return row;
}

QLabel* formLabel(const QString& text, QWidget* buddy) {
    auto* const label = new QLabel(text, buddy->parentWidget());
    label->setBuddy(buddy);
    return label;
}

} // namespace stria
