// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "ui/automation/curve_edits.h"
#include "ui/document/document.h"
#include "ui/document/value_scale.h"
#include "ui/look/number_field.h"

namespace stria {

/// A small window to type time (from the event's start, for a bus of the score) and value of one
/// point. Return keeps what was typed and closes it.
class PointPopup : public QFrame {
    Q_OBJECT

  public:
    PointPopup(Document& document, PointRef point, const ValueScale& scale, QWidget* parent);
    void showAt(const QPoint& globalPosition);

    NumberField& timeField() { return *m_time; }
    NumberField& valueField() { return *m_value; }

  private:
    void apply();

    Document& m_document;
    PointRef m_point;
    TimeField* m_time;
    NumberField* m_value;
};

} // namespace stria
