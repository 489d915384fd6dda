// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/argument_field.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/document/instrument_facts.h"
#include "ui/look/figures.h"
#include "ui/look/number_field.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

using Values = ArgumentField::Values;

bool allEqual(const Values& values) {
    return std::all_of(values.begin(), values.end(),
                       [&](const auto& value) { return value == values.front(); });
}

ArgumentValue valueOr(const std::optional<ArgumentValue>& value, const Parameter& parameter) {
    if (value)
        return *value;
    return std::visit([](const auto& present) { return ArgumentValue(present); },
                      parameter.defaultValue);
}

/// "G4", with what is left in cents: "G4 +12".
QString pitchName(double pitch) {
    static constexpr const char* names[] = {"C",  "C♯", "D",  "E♭", "E",  "F",
                                            "F♯", "G",  "A♭", "A",  "B♭", "B"};
    if (pitch < 0 || pitch > 160)
        return {};
    const auto key = static_cast<int>(std::lround(pitch));
    const auto cents = static_cast<int>(std::lround((pitch - key) * 100));
    QString name = QString::fromUtf8(names[key % 12]) + QString::number(key / 12 - 1);
    if (cents != 0)
        name += QStringLiteral(" %1%2").arg(cents > 0 ? QStringLiteral("+") : QString()).arg(cents);
    return name;
}

} // namespace

ArgumentField::Kind ArgumentField::kindOf(const Parameter& parameter, const Values& values,
                                          bool takesBus) {
    if (parameter.kind == Parameter::Kind::Text)
        return Kind::Text;
    for (const auto& value : values) {
        if (value && std::holds_alternative<BusId>(*value))
            return Kind::Bus;
        if (value && (std::holds_alternative<TableId>(*value) ||
                      std::holds_alternative<SoundSourceId>(*value)))
            return Kind::Table;
        if (value && std::holds_alternative<std::string>(*value))
            return Kind::Text;
    }
    if (takesBus)
        return Kind::Bus;
    return isNamedForTable(parameter) ? Kind::Table : Kind::Number;
}

ArgumentField::ArgumentField(const Instrument& instrument, const Parameter& parameter,
                             const ParameterHint* hint, Kind kind, QWidget* parent)
    : QWidget(parent), m_parameter(parameter),
      m_unit(hint ? QString::fromStdString(hint->unit) : QString()), m_kind(kind) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    const QString name = QString::fromStdString(parameter.name);
    QWidget* field = nullptr;
    switch (kind) {
    case Kind::Number:
        field = m_number = new NumberField(this);
        m_number->setUnit(m_unit);
        if (hint && hint->minimum && hint->maximum && *hint->maximum > *hint->minimum)
            m_number->setStep((*hint->maximum - *hint->minimum) / 100);
        else if (pitchMeaning(parameter.name) == PitchMeaning::None)
            m_number->setStep(0.1);
        connect(m_number, &NumberField::committed, this,
                [this](double value) { emit committed(value); });
        break;
    case Kind::Text:
        field = m_text = new QLineEdit(this);
        connect(m_text, &QLineEdit::editingFinished, this, [this] {
            if (!m_text->isModified())
                return;
            m_text->setModified(false);
            if (m_text->text().trimmed() == QLatin1String("?")) {
                m_text->setText(m_shownText);
                emit soundWanted();
            } else {
                emit committed(m_text->text().toStdString());
            }
        });
        break;
    case Kind::Bus:
    case Kind::Table:
        field = m_choice = new QComboBox(this);
        connect(m_choice, &QComboBox::activated, this, [this](int index) {
            if (index >= 0 && static_cast<std::size_t>(index) < m_choices.size())
                emit committed(m_choices[static_cast<std::size_t>(index)]);
        });
        break;
    }
    field->setAccessibleName(name);
    field->setToolTip(QString::fromStdString(instrument.name) + QStringLiteral(": ") + name);
    field->setMinimumHeight(sizes::field);
    setFocusProxy(field);
    layout->addWidget(field, 1);
    if (kind != Kind::Table)
        return;
    field->installEventFilter(this);
    auto* const ask = new QToolButton(this);
    ask->setText(QStringLiteral("?"));
    ask->setFixedSize(sizes::field, sizes::field);
    ask->setToolTip(tr("Choose a sound, with ear and eye (?)"));
    ask->setAccessibleName(tr("Choose a sound for %1").arg(name));
    connect(ask, &QToolButton::clicked, this, &ArgumentField::soundWanted);
    layout->addWidget(ask);
}

bool ArgumentField::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->text() == QLatin1String("?")) {
        emit soundWanted();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ArgumentField::setChoices(const Project& project) {
    if (!m_choice)
        return;
    m_choices.clear();
    m_choice->clear();
    const auto add = [&](ArgumentValue value, const QString& text) {
        m_choices.push_back(std::move(value));
        m_choice->addItem(text);
    };
    add(0.0, tr("none"));
    int number = 0;
    if (m_kind == Kind::Bus) {
        for (const Bus* bus : project.inOrder<Bus>()) {
            ++number;
            add(bus->id,
                bus->name.empty() ? tr("bus %1").arg(number) : QString::fromStdString(bus->name));
        }
        return;
    }
    for (const Table* table : project.inOrder<Table>()) {
        ++number;
        add(table->id,
            table->name.empty() ? tr("table %1").arg(number) : QString::fromStdString(table->name));
    }
    for (const SoundSource* source : project.inOrder<SoundSource>())
        add(source->id, QString::fromStdString(source->name.empty() ? source->path : source->name));
}

void ArgumentField::setValues(const Values& values, double a4) {
    if (values.empty())
        return;
    if (m_number)
        showNumber(values, a4);
    else if (m_text)
        showText(values);
    else
        showChoice(values);
}

void ArgumentField::showNumber(const Values& values, double a4) {
    if (!allEqual(values)) {
        m_number->setUnit(m_unit);
        m_number->setSeveral();
        return;
    }
    const ArgumentValue value = valueOr(values.front(), m_parameter);
    const double* const number = std::get_if<double>(&value);
    if (!number)
        return;
    m_number->setValue(*number);
    if (const auto pitch = pitchOf(pitchMeaning(m_parameter.name), *number, a4))
        m_number->setUnit(pitchName(*pitch));
}

void ArgumentField::showText(const Values& values) {
    if (m_text->hasFocus() && m_text->isModified())
        return;
    if (!allEqual(values)) {
        m_text->clear();
        m_text->setPlaceholderText(tr("several"));
        return;
    }
    const ArgumentValue value = valueOr(values.front(), m_parameter);
    if (const auto* text = std::get_if<std::string>(&value))
        m_text->setText(QString::fromStdString(*text));
    else if (const auto* number = std::get_if<double>(&value))
        m_text->setText(figures::shortest(*number));
    m_shownText = m_text->text();
    m_text->setPlaceholderText({});
}

void ArgumentField::showChoice(const Values& values) {
    // What is not among the choices (a number by hand, several values) has a line of its own at the
    // end, which cannot be chosen again.
    while (m_choice->count() > static_cast<int>(m_choices.size()))
        m_choice->removeItem(m_choice->count() - 1);
    QString other = tr("several");
    if (allEqual(values)) {
        const ArgumentValue value = valueOr(values.front(), m_parameter);
        const auto found = std::find(m_choices.begin(), m_choices.end(), value);
        if (found != m_choices.end()) {
            m_choice->setCurrentIndex(static_cast<int>(found - m_choices.begin()));
            return;
        }
        const auto* number = std::get_if<double>(&value);
        other = number ? tr("number %1").arg(figures::shortest(*number)) : tr("not there any more");
    }
    m_choice->addItem(other);
    m_choice->setCurrentIndex(m_choice->count() - 1);
}

} // namespace stria
