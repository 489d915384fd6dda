// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "engine/model/project.h"
#include "engine/orchestra/parameters.h"

class QComboBox;
class QLineEdit;

namespace stria {

class NumberField;

/// Edits what events are given for one parameter: a number, a text, or a choice of buses, tables
/// and sound files. `?` in a text or a list of sounds asks for one. Where the events differ it
/// shows that, and an edit gives all the same value.
class ArgumentField : public QWidget {
    Q_OBJECT

  public:
    enum class Kind { Number, Text, Bus, Table };
    /// What differs among events; nothing stands for the default.
    using Values = std::vector<std::optional<ArgumentValue>>;

    ArgumentField(const Instrument& instrument, const Parameter& parameter,
                  const ParameterHint* hint, Kind kind, QWidget* parent = nullptr);

    /// What to choose from; for Bus and Table.
    void setChoices(const Project& project);
    void setValues(const Values& values, double a4);

    /// What a parameter is for: by what events give it, by the bus opcodes it goes to (BusUse), by
    /// its name.
    static Kind kindOf(const Parameter& parameter, const Values& values, bool takesBus);

  signals:
    void committed(const stria::ArgumentValue& value);
    /// `?` was typed, or its button pressed: a sound is to be chosen.
    void soundWanted();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void showNumber(const std::vector<std::optional<ArgumentValue>>& values, double a4);
    void showText(const std::vector<std::optional<ArgumentValue>>& values);
    void showChoice(const std::vector<std::optional<ArgumentValue>>& values);

    const Parameter m_parameter;
    const QString m_unit;
    const Kind m_kind;
    NumberField* m_number = nullptr;
    QLineEdit* m_text = nullptr;
    QString m_shownText; ///< before anything was typed
    QComboBox* m_choice = nullptr;
    std::vector<ArgumentValue> m_choices;
};

} // namespace stria
