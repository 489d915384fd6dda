// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;

namespace stria {

class TimeGrid;

/// Snap and grid, for the transport bar.
class GridControls : public QWidget {
    Q_OBJECT

  public:
    explicit GridControls(TimeGrid& grid, QWidget* parent = nullptr);

  private:
    void showGrid();

    TimeGrid& m_grid;
    QComboBox* m_snap;
    QComboBox* m_kind;
};

} // namespace stria
