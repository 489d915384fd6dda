// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/panel_form.h"

#include "ui/look/palette.h"

namespace stria {

PanelForm::PanelForm(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(12, sizes::grid, 12, sizes::grid);
    m_grid->setHorizontalSpacing(sizes::grid);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnMinimumWidth(0, 72);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnMinimumWidth(2, 28);
}

QLabel* PanelForm::addHeading(const QString& text) {
    auto* const label = new QLabel(text.toUpper(), this);
    label->setProperty("kind", "heading");
    label->setContentsMargins(0, m_rows == 0 ? 4 : 12, 0, 2);
    addWide(label);
    return label;
}

QLabel* PanelForm::addRow(const QString& text, QWidget* field, QWidget* aside) {
    auto* const label = new QLabel(text, this);
    label->setProperty("kind", "dim");
    label->setBuddy(field);
    label->setToolTip(text);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(text);
    m_grid->addWidget(label, m_rows, 0);
    m_grid->addWidget(field, m_rows, 1);
    if (aside)
        m_grid->addWidget(aside, m_rows, 2, Qt::AlignCenter);
    ++m_rows;
    return label;
}

void PanelForm::addWide(QWidget* widget) {
    m_grid->addWidget(widget, m_rows++, 0, 1, 3);
}

void PanelForm::clear() {
    while (QLayoutItem* const item = m_grid->takeAt(0)) {
        if (QWidget* const widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_rows = 0;
}

void stopCommitting(QWidget& panel) {
    for (QWidget* field : panel.findChildren<QWidget*>())
        field->disconnect(&panel);
}

} // namespace stria
