// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "engine/model/parameter_hint.h"

class QCheckBox;
class QHBoxLayout;
class QLineEdit;

namespace stria {

class NumberField;

/// A row of fields for how a value is shown: least, most, unit, logarithmic.
class HintFields : public QWidget {
    Q_OBJECT

  public:
    using Change = std::function<void(ParameterHint&)>;

    /// `name`: of the parameter or bus, for accessible names.
    explicit HintFields(const QString& name, QWidget* parent = nullptr);
    void setHint(const ParameterHint& hint);

  signals:
    /// A person has given another value: `change` puts it into a hint.
    void changed(const stria::HintFields::Change& change);

  private:
    NumberField* addLimit(QHBoxLayout& layout, const QString& what, const QString& name,
                          std::optional<double> ParameterHint::*member);

    NumberField* m_least;
    NumberField* m_most;
    QLineEdit* m_unit;
    QCheckBox* m_logarithmic;
};

} // namespace stria
