// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/number_field.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

#include "ui/look/figures.h"
#include "ui/look/palette.h"

namespace stria {
namespace {

constexpr int unitMargin = 8;

double stepFactor(Qt::KeyboardModifiers modifiers) {
    if (modifiers & Qt::ShiftModifier)
        return 10;
    return modifiers & Qt::ControlModifier ? 0.1 : 1;
}

} // namespace

NumberField::NumberField(QWidget* parent) : QLineEdit(parent) {
    setFixedHeight(sizes::field);
    showValue();
    connect(this, &QLineEdit::textEdited, this, [this] { setWrong(false); });
}

void NumberField::setValue(double value) {
    const bool typing = hasFocus() && isModified();
    m_value = value;
    m_several = false;
    if (!typing)
        showValue();
}

void NumberField::setSeveral() {
    m_several = true;
    if (!(hasFocus() && isModified()))
        showValue();
}

void NumberField::setRange(double least, double most) {
    m_least = least;
    m_most = most;
}

void NumberField::setDecimals(int decimals) {
    m_decimals = decimals;
    showValue();
}

void NumberField::setWholeNumbers() {
    m_whole = true;
    setDecimals(0);
}

void NumberField::setUnit(const QString& unit) {
    m_unit = unit;
    const int room = unit.isEmpty() ? 0 : fontMetrics().horizontalAdvance(unit) + unitMargin;
    setTextMargins(0, 0, room, 0);
    update();
}

void NumberField::setSpecialValue(double value, const QString& word) {
    m_special = value;
    m_specialWord = word;
    showValue();
}

QSize NumberField::sizeHint() const {
    return {120, sizes::field};
}

QSize NumberField::minimumSizeHint() const {
    return {56 + textMargins().right(), sizes::field};
}

std::optional<double> NumberField::read(const QString& text) const {
    QString number = text.trimmed();
    if (!m_unit.isEmpty() && number.endsWith(m_unit))
        number.chop(m_unit.size());
    return figures::read(number);
}

QString NumberField::write(double value) const {
    return figures::fixed(value, m_decimals);
}

void NumberField::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Up:
        step(stepFactor(event->modifiers()));
        return;
    case Qt::Key_Down:
        step(-stepFactor(event->modifiers()));
        return;
    case Qt::Key_PageUp:
        step(10);
        return;
    case Qt::Key_PageDown:
        step(-10);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (commit()) {
            selectAll();
            emit returnPressed();
        }
        return;
    case Qt::Key_Escape:
        if (isModified()) {
            showValue();
            selectAll();
            return;
        }
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

void NumberField::wheelEvent(QWheelEvent* event) {
    if (!hasFocus() || isReadOnly()) {
        event->ignore();
        return;
    }
    constexpr int notch = 120;
    m_wheel += event->angleDelta().y();
    const int notches = m_wheel / notch;
    m_wheel -= notches * notch;
    if (notches != 0)
        step(notches * stepFactor(event->modifiers()));
    event->accept();
}

void NumberField::focusOutEvent(QFocusEvent* event) {
    if (!commit())
        showValue();
    QLineEdit::focusOutEvent(event);
}

void NumberField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (m_unit.isEmpty() || (m_special && m_value == *m_special && !m_several && !isModified()))
        return;
    QPainter painter(this);
    painter.setPen(look::colours().dimText);
    painter.drawText(rect().adjusted(0, 0, -unitMargin, 0), Qt::AlignVCenter | Qt::AlignRight,
                     m_unit);
}

bool NumberField::commit() {
    if (!isModified())
        return true;
    const QString typed = text().trimmed();
    if (typed.isEmpty() && m_several) {
        showValue();
        return true;
    }
    const bool special = m_special && typed.compare(m_specialWord, Qt::CaseInsensitive) == 0;
    const auto value = special ? m_special : read(typed);
    if (!value) {
        refuse(tr("“%1” is not a number.").arg(typed.left(20)));
        return false;
    }
    if (m_whole && std::floor(*value) != *value) {
        refuse(tr("A whole number is needed."));
        return false;
    }
    if ((*value < m_least || *value > m_most) && value != m_special) {
        refuse(rangeText());
        return false;
    }
    const bool differs = m_several || *value != m_value;
    m_value = *value;
    m_several = false;
    showValue();
    if (differs)
        emit committed(m_value);
    return true;
}

void NumberField::showValue() {
    setWrong(false);
    setPlaceholderText(m_several ? tr("several") : QString());
    if (m_several)
        clear();
    else
        setText(m_special && m_value == *m_special ? m_specialWord : write(m_value));
    setCursorPosition(0);
    setModified(false);
}

void NumberField::step(double steps) {
    if (isReadOnly() || !commit())
        return;
    double stepWidth = m_step * steps;
    if (m_whole)
        stepWidth = std::copysign(std::max(1.0, std::abs(stepWidth)), steps);
    // Sums of 0.1 do not show their rounding.
    const double next = std::round((m_value + stepWidth) * 1e9) / 1e9;
    const double value = std::clamp(next, m_least, m_most);
    if (value == m_value && !m_several)
        return;
    m_value = value;
    m_several = false;
    showValue();
    selectAll();
    emit committed(m_value);
}

void NumberField::refuse(const QString& why) {
    setWrong(true);
    if (isVisible())
        QToolTip::showText(mapToGlobal(QPoint(0, height())), why, this);
    emit refused(why);
}

void NumberField::setWrong(bool wrong) {
    if (property("wrong").toBool() == wrong)
        return;
    setProperty("wrong", wrong);
    style()->unpolish(this);
    style()->polish(this);
}

QString NumberField::rangeText() const {
    const QString unit = m_unit.isEmpty() ? QString() : ' ' + m_unit;
    const bool hasLeast = m_least > -std::numeric_limits<double>::max();
    const bool hasMost = m_most < std::numeric_limits<double>::max();
    const QString least = figures::shortest(m_least) + unit;
    const QString most = figures::shortest(m_most) + unit;
    if (hasLeast && hasMost)
        return tr("Must lie between %1 and %2.").arg(least, most);
    return hasLeast ? tr("Must be at least %1.").arg(least) : tr("Must be at most %1.").arg(most);
}

TimeField::TimeField(QWidget* parent) : NumberField(parent) {
    setUnit(QStringLiteral("s"));
    setStep(0.1);
}

std::optional<double> TimeField::read(const QString& text) const {
    return figures::readTime(text);
}

} // namespace stria
