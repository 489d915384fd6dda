// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <limits>
#include <optional>

namespace stria {

/// A number to type, with its unit. Return or leaving the field commits, Escape takes back; the
/// arrow keys and (with the focus) the wheel step the value, ten times as far with Shift, a tenth
/// with Ctrl. A text that is no usable number is never committed: the field says why.
/// returnPressed() comes after the commit, and only where there is nothing wrong.
class NumberField : public QLineEdit {
    Q_OBJECT

  public:
    explicit NumberField(QWidget* parent = nullptr);

    double value() const { return m_value; }
    /// Shows a value; nothing is emitted. What is being typed stays.
    void setValue(double value);
    /// Shows that several things differ in this value; typing gives all the same one.
    void setSeveral();

    void setRange(double least, double most);
    void setStep(double step) { m_step = step; }
    /// Digits after the point that are always shown.
    void setDecimals(int decimals);
    void setWholeNumbers();
    void setUnit(const QString& unit);
    const QString& unit() const { return m_unit; }
    /// A value outside the range that is shown and typed as a word ("endless").
    void setSpecialValue(double value, const QString& word);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    /// A person has given another value; emitted once for each.
    void committed(double value);
    /// What was typed cannot be used, with a sentence that says why.
    void refused(const QString& why);

  protected:
    virtual std::optional<double> read(const QString& text) const;
    virtual QString write(double value) const;

    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

    int decimals() const { return m_decimals; }

  private:
    bool commit();
    void showValue();
    void step(double steps);
    void refuse(const QString& why);
    void setWrong(bool wrong);
    QString rangeText() const;

    double m_value = 0;
    double m_least = -std::numeric_limits<double>::max();
    double m_most = std::numeric_limits<double>::max();
    double m_step = 1;
    int m_decimals = 3;
    int m_wheel = 0;
    bool m_whole = false;
    bool m_several = false;
    QString m_unit;
    std::optional<double> m_special;
    QString m_specialWord;
};

/// A time or length in seconds; "1:02.5" and "500 ms" can be typed as well.
class TimeField : public NumberField {
    Q_OBJECT

  public:
    explicit TimeField(QWidget* parent = nullptr);

  protected:
    std::optional<double> read(const QString& text) const override;
};

} // namespace stria
