// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/grid_controls.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include "ui/look/palette.h"
#include "ui/time/time_grid.h"

namespace stria {

GridControls::GridControls(TimeGrid& grid, QWidget* parent)
    : QWidget(parent), m_grid(grid), m_snap(new QComboBox(this)), m_kind(new QComboBox(this)) {
    constexpr int off = -1;
    m_snap->addItem(tr("Off"), off);
    m_snap->addItem(tr("Grid"), 0);
    for (const int division : {1, 2, 4, 8, 16, 32})
        m_snap->addItem(QStringLiteral("1/%1").arg(division), division);
    m_snap->setAccessibleName(tr("Snap"));
    m_snap->setToolTip(tr("What times snap to while the mouse moves them"));
    m_kind->addItem(tr("Beats"), static_cast<int>(TimeGrid::Kind::Beats));
    m_kind->addItem(tr("Seconds"), static_cast<int>(TimeGrid::Kind::Seconds));
    m_kind->setAccessibleName(tr("Grid"));
    m_kind->setToolTip(tr("What the lines of the timeline count"));
    const auto label = [this](const QString& text, QWidget* buddy) {
        auto* const result = new QLabel(text, this);
        result->setProperty("kind", "small");
        result->setBuddy(buddy);
        return result;
    };
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(sizes::grid);
    layout->addWidget(label(tr("Snap"), m_snap));
    layout->addWidget(m_snap);
    layout->addSpacing(sizes::grid);
    layout->addWidget(label(tr("Grid"), m_kind));
    layout->addWidget(m_kind);
    connect(m_snap, &QComboBox::activated, this, [this] {
        const int division = m_snap->currentData().toInt();
        m_grid.setSnaps(division != off);
        m_grid.setDivision(std::max(0, division));
    });
    connect(m_kind, &QComboBox::activated, this,
            [this] { m_grid.setKind(static_cast<TimeGrid::Kind>(m_kind->currentData().toInt())); });
    connect(&m_grid, &TimeGrid::changed, this, &GridControls::showGrid);
    showGrid();
}

void GridControls::showGrid() {
    m_snap->setCurrentIndex(m_snap->findData(m_grid.snaps() ? m_grid.division() : -1));
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(m_grid.kind())));
}

} // namespace stria
