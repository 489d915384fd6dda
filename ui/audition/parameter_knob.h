// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDial>
#include <QLabel>
#include <QTimer>
#include <string>

#include "ui/document/value_scale.h"
#include "ui/look/number_field.h"

namespace stria {

/// The dial itself: dragged up and down, turned by wheel and arrow keys, over the scale of a
/// parameter.
class KnobDial : public QDial {
    Q_OBJECT

  public:
    explicit KnobDial(const ValueScale& scale, QWidget* parent = nullptr);

    const ValueScale& scale() const { return m_scale; }
    double scaledValue() const;
    void setScaledValue(double value);
    void setRest(double value) { m_rest = value; } ///< where a double click brings it

  signals:
    void turned(double value); ///< by a person

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

  private:
    const ValueScale m_scale;
    double m_rest = 0;
    double m_pressedAt = 0;
    int m_pressedValue = 0;
};

/// A dial with the parameter's name above and its value, which can be typed, below.
class ParameterKnob : public QWidget {
    Q_OBJECT

  public:
    ParameterKnob(const std::string& parameter, const ValueScale& scale, double rest,
                  QWidget* parent = nullptr);

    const std::string& parameter() const { return m_parameter; }
    const ValueScale& scale() const { return m_dial->scale(); }
    void setValue(double value);
    double value() const { return m_field->value(); }
    KnobDial& dial() { return *m_dial; }

  signals:
    void turned(const std::string& parameter, double value);
    /// The mouse let go of it, or it was not turned by key, wheel or typing for a moment.
    void letGo(const std::string& parameter);

  private:
    void turn(double value);

    const std::string m_parameter;
    QLabel* m_name;
    KnobDial* m_dial;
    NumberField* m_field;
    QTimer m_hold;
};

} // namespace stria
