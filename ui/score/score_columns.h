// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/model/project.h"
#include "engine/orchestra/parameters.h"

namespace stria {

class InstrumentFacts;

/// A column of the score as a table: something that every event has, or a parameter by its name.
struct ScoreColumn {
    enum class Kind { Start, Duration, End, Track, Instrument, Name, Parameter };
    Kind kind = Kind::Start;
    std::string parameter; ///< Parameter only: the variable name

    bool isTime() const {
        return kind == Kind::Start || kind == Kind::Duration || kind == Kind::End;
    }
    bool operator==(const ScoreColumn&) const = default;
};

/// What a cell holds, to be sorted and compared by: nothing (the event's instrument has no such
/// parameter), a number (infinite for an endless event) or a text.
using CellValue = std::variant<std::monostate, double, std::string>;

/// The columns of a project, and which parameter of each instrument stands in which. A value that
/// never changes once made; safe to read from any thread.
class ScoreColumns {
  public:
    ScoreColumns() = default;
    /// First what every event has, then the parameters of all instruments in order of definition.
    ScoreColumns(const Project& project, const InstrumentFacts& facts);

    const std::vector<ScoreColumn>& all() const { return m_columns; }
    const ScoreColumn& at(int column) const { return m_columns[static_cast<std::size_t>(column)]; }
    int count() const { return static_cast<int>(m_columns.size()); }
    int find(ScoreColumn::Kind kind, const std::string& parameter = {}) const;
    /// Null where the instrument has no parameter in that column.
    const Parameter* parameterOf(InstrumentId instrument, int column) const;
    /// Whether an event of the instrument has something in that column.
    bool has(InstrumentId instrument, int column) const;
    /// Whether what stands there is a number as a rule.
    bool holdsNumbers(int column) const;
    /// "Start", "kamp"
    QString title(int column) const;

    bool operator==(const ScoreColumns&) const = default;

  private:
    std::vector<ScoreColumn> m_columns;
    /// By instrument, for each column the parameter there.
    std::unordered_map<InstrumentId, std::vector<std::optional<Parameter>>> m_parameters;
};

CellValue cellValue(const Project& project, const ScoreColumns& columns, const ScoreEvent& event,
                    int column);
/// The value as it is typed, copied and compared with: numbers exact, "endless" for an endless
/// duration, things by their names. Empty where there is nothing.
QString cellText(const Project& project, const ScoreColumns& columns, const ScoreEvent& event,
                 int column);
/// The value as it is shown: numbers with up to six digits after the point, times with at least
/// three.
QString shownText(const Project& project, const ScoreColumns& columns, const ScoreEvent& event,
                  int column);
/// Whether the event itself gives no value, so that a default (of the parameter, or the track of
/// its instrument's name) is shown.
bool showsDefault(const ScoreColumns& columns, const ScoreEvent& event, int column);

/// "endless", in the language of the window.
QString endlessWord();

} // namespace stria
