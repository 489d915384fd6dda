// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/automation/curve_tool_popup.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/automation/curve_tools.h"
#include "ui/look/figures.h"

namespace stria {

namespace {
/// Of the scale; a difference that is hardly seen or heard.
constexpr double usualTolerance = 0.005;
} // namespace

CurveToolPopup::CurveToolPopup(Document& document, Tool tool, std::vector<PointRef> points,
                               const ValueScale& scale, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_tool(tool), m_points(std::move(points)),
      m_edit(document.begin(tool == Tool::Thin ? tr("Thin out curve") : tr("Scale curve"))),
      m_first(new NumberField(this)), m_told(new QLabel(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    connect(&document, &Document::interrupting, this, [this] {
        m_edit.rollback();
        close();
    });
    setFrameShape(QFrame::StyledPanel);
    auto* const form = new QFormLayout(this);
    form->setContentsMargins(12, 12, 12, 12);
    const double range = scale.most() - scale.least();
    if (tool == Tool::Thin) {
        setAccessibleName(tr("Thin out"));
        m_first->setAccessibleName(tr("Largest difference"));
        m_first->setRange(0, range);
        m_first->setStep(range / 1000);
        m_first->setValue(range * usualTolerance);
        m_first->setUnit(QString::fromStdString(scale.unit()));
        form->addRow(tr("Differs by at most"), m_first);
    } else {
        setAccessibleName(tr("Scale and offset"));
        m_first->setAccessibleName(tr("Factor of the values"));
        m_first->setStep(0.1);
        m_first->setValue(1);
        m_second = new NumberField(this);
        m_second->setAccessibleName(tr("Added to the values"));
        m_second->setStep(range / 100);
        m_second->setUnit(QString::fromStdString(scale.unit()));
        form->addRow(tr("Values times"), m_first);
        form->addRow(tr("plus"), m_second);
    }
    m_told->setProperty("kind", "small");
    form->addRow(m_told);
    auto* const keep = new QPushButton(tr("Apply"), this);
    keep->setProperty("kind", "primary");
    form->addRow(keep);
    connect(keep, &QPushButton::clicked, this, &CurveToolPopup::apply);
    for (NumberField* field : {m_first, m_second})
        if (field) {
            connect(field, &NumberField::committed, this, &CurveToolPopup::preview);
            connect(field, &QLineEdit::returnPressed, this, &CurveToolPopup::apply);
        }
    preview();
}

void CurveToolPopup::showAt(const QPoint& globalPosition) {
    adjustSize();
    move(globalPosition);
    show();
    m_first->setFocus();
    m_first->selectAll();
}

void CurveToolPopup::preview() {
    std::size_t left = m_points.size();
    m_edit.update([&](Project& project) {
        if (m_tool == Tool::Thin)
            left = curve_tools::thin(project, m_points, m_first->value());
        else
            curve_tools::changeValues(project, m_points, m_first->value(), m_second->value());
    });
    m_told->setText(m_tool == Tool::Thin
                        ? tr("%1 of %2 points are left").arg(left).arg(m_points.size())
                        : tr("%n point(s)", nullptr, static_cast<int>(m_points.size())));
}

void CurveToolPopup::apply() {
    m_edit.commit();
    close();
}

} // namespace stria
