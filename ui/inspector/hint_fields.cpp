// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/hint_fields.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <limits>

#include "ui/look/number_field.h"

namespace stria {

namespace {
constexpr double open = -std::numeric_limits<double>::max();
} // namespace

HintFields::HintFields(const QString& name, QWidget* parent)
    : QWidget(parent), m_unit(new QLineEdit(this)), m_logarithmic(new QCheckBox(tr("log"), this)) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_least = addLimit(*layout, tr("Least"), name, &ParameterHint::minimum);
    m_most = addLimit(*layout, tr("Most"), name, &ParameterHint::maximum);
    m_unit->setPlaceholderText(tr("unit"));
    m_unit->setMaximumWidth(48);
    m_unit->setAccessibleName(tr("Unit of %1").arg(name));
    layout->addWidget(m_unit);
    connect(m_unit, &QLineEdit::editingFinished, this, [this] {
        if (!m_unit->isModified())
            return;
        m_unit->setModified(false);
        emit changed([text = m_unit->text().toStdString()](ParameterHint& h) { h.unit = text; });
    });
    m_logarithmic->setAccessibleName(tr("Logarithmic scale of %1").arg(name));
    layout->addWidget(m_logarithmic);
    connect(m_logarithmic, &QCheckBox::clicked, this,
            [this](bool on) { emit changed([on](ParameterHint& h) { h.logarithmic = on; }); });
}

NumberField* HintFields::addLimit(QHBoxLayout& layout, const QString& what, const QString& name,
                                  std::optional<double> ParameterHint::*member) {
    auto* const field = new NumberField(this);
    field->setMinimumWidth(48);
    field->setDecimals(0);
    field->setSpecialValue(open, what.toLower());
    field->setValue(open);
    field->setAccessibleName(tr("%1 of %2").arg(what, name));
    field->setToolTip(tr("%1 of %2 in curves and fields").arg(what, name));
    layout.addWidget(field, 1);
    connect(field, &NumberField::committed, this, [this, member](double limit) {
        emit changed([=](ParameterHint& h) {
            h.*member = limit == open ? std::nullopt : std::optional(limit);
        });
    });
    return field;
}

void HintFields::setHint(const ParameterHint& hint) {
    m_least->setValue(hint.minimum.value_or(open));
    m_most->setValue(hint.maximum.value_or(open));
    if (!m_unit->isModified())
        m_unit->setText(QString::fromStdString(hint.unit));
    m_logarithmic->setChecked(hint.logarithmic);
}

} // namespace stria
