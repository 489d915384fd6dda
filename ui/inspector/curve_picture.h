// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "engine/model/automation.h"

namespace stria {

/// A small picture of a curve, without scale.
class CurvePicture : public QWidget {
    Q_OBJECT

  public:
    explicit CurvePicture(QWidget* parent = nullptr);
    void setPoints(std::vector<Breakpoint> points);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<Breakpoint> m_points;
};

} // namespace stria
