// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <optional>
#include <vector>

#include "ui/automation/curve_edits.h"
#include "ui/document/document.h"
#include "ui/document/value_scale.h"
#include "ui/look/number_field.h"

class QLabel;

namespace stria {

/// A small window for what is done to many points by a number: scale and offset, or thinning out.
/// Shows at once what it does; Apply keeps it, closing takes it back.
class CurveToolPopup : public QFrame {
    Q_OBJECT

  public:
    enum class Tool { Scale, Thin };
    CurveToolPopup(Document& document, Tool tool, std::vector<PointRef> points,
                   const ValueScale& scale, QWidget* parent);
    void showAt(const QPoint& globalPosition);

    NumberField& first() { return *m_first; }
    NumberField* second() { return m_second; }
    void apply();

  private:
    void preview();

    const Tool m_tool;
    const std::vector<PointRef> m_points;
    OpenEdit m_edit;
    NumberField* m_first;
    NumberField* m_second = nullptr;
    QLabel* m_told;
};

} // namespace stria
