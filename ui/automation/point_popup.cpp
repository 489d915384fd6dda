// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/point_popup.h"

#include <QFormLayout>
#include <cmath>

namespace stria {

PointPopup::PointPopup(Document& document, PointRef point, const ValueScale& scale, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_document(document), m_point(point), m_time(new TimeField(this)),
      m_value(new NumberField(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Point"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(12, 12, 12, 12);
    form->addRow(tr("Time"), m_time);
    form->addRow(tr("Value"), m_value);
    m_value->setAccessibleName(tr("Value"));
    m_value->setUnit(QString::fromStdString(scale.unit()));
    m_value->setStep((scale.most() - scale.least()) / 100);
    if (const Automation* automation = document.project().find(point.automation)) {
        m_time->setAccessibleName(std::holds_alternative<BusId>(automation->target)
                                      ? tr("Time")
                                      : tr("Time from the event's start"));
        m_time->setValue(automation->points[point.index].time);
        m_value->setValue(automation->points[point.index].value);
        m_value->setEnabled(point.index > 0 || !automation->overtake);
    }
    for (NumberField* field : {static_cast<NumberField*>(m_time), m_value}) {
        connect(field, &NumberField::committed, this, &PointPopup::apply);
        connect(field, &QLineEdit::returnPressed, this, &QWidget::close);
    }
}

void PointPopup::showAt(const QPoint& globalPosition) {
    adjustSize();
    move(globalPosition + QPoint(12, -height() / 2));
    show();
    m_value->setFocus();
    m_value->selectAll();
}

void PointPopup::apply() {
    const Automation* automation = m_document.project().find(m_point.automation);
    if (!automation || m_point.index >= automation->points.size())
        return;
    m_document.edit(tr("Change point"), [this](Project& project) {
        curve_edits::setPoint(project, m_point, m_time->value(), m_value->value());
    });
    // Its place among the others may be a new one.
    automation = m_document.project().find(m_point.automation);
    for (std::size_t i = 0; i < automation->points.size(); ++i)
        if (automation->points[i].time == m_time->value() &&
            automation->points[i].value == m_value->value())
            m_point.index = i;
}

} // namespace stria
