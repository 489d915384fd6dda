// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_columns.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "ui/document/instrument_facts.h"
#include "ui/look/figures.h"
#include "ui/score/score_words.h"

namespace stria {
namespace {

template <class Entity> std::string nameOf(const Project& project, Id<Entity> id) {
    const Entity* entity = project.find(id);
    if (!entity)
        return {};
    if constexpr (std::is_same_v<Entity, SoundSource>)
        if (entity->name.empty())
            return entity->path;
    return entity->name;
}

CellValue valueOf(const Project& project, const ArgumentValue& value) {
    return std::visit(
        [&](const auto& given) -> CellValue {
            using Value = std::decay_t<decltype(given)>;
            if constexpr (std::is_same_v<Value, double> || std::is_same_v<Value, std::string>)
                return given;
            else
                return nameOf(project, given);
        },
        value);
}

CellValue parameterValue(const Project& project, const Parameter* parameter,
                         const ScoreEvent& event) {
    if (!parameter)
        return {};
    if (const Argument* argument = argumentOf(event, *parameter))
        return valueOf(project, argument->value);
    return std::visit([](const auto& value) { return CellValue(value); }, parameter->defaultValue);
}

} // namespace

ScoreColumns::ScoreColumns(const Project& project, const InstrumentFacts& facts) {
    using Column = ScoreColumn::Kind;
    for (const Column kind : {Column::Start, Column::Duration, Column::End, Column::Track,
                              Column::Instrument, Column::Name})
        m_columns.push_back({kind, {}});
    const auto instruments = project.inOrder<Instrument>();
    std::unordered_map<std::string, std::size_t> places;
    for (const Instrument* instrument : instruments)
        for (const Parameter& parameter : facts.of(instrument).parameters)
            if (places.try_emplace(parameter.name, m_columns.size()).second)
                m_columns.push_back({Column::Parameter, parameter.name});
    for (const Instrument* instrument : instruments) {
        auto& own = m_parameters[instrument->id];
        own.resize(m_columns.size());
        for (const Parameter& parameter : facts.of(instrument).parameters)
            own[places.at(parameter.name)] = parameter;
    }
}

int ScoreColumns::find(ScoreColumn::Kind kind, const std::string& parameter) const {
    for (int column = 0; column < count(); ++column)
        if (at(column).kind == kind && at(column).parameter == parameter)
            return column;
    return -1;
}

const Parameter* ScoreColumns::parameterOf(InstrumentId instrument, int column) const {
    const auto own = m_parameters.find(instrument);
    if (own == m_parameters.end())
        return nullptr;
    const auto& parameter = own->second[static_cast<std::size_t>(column)];
    return parameter ? &*parameter : nullptr;
}

bool ScoreColumns::has(InstrumentId instrument, int column) const {
    return at(column).kind != ScoreColumn::Kind::Parameter || parameterOf(instrument, column);
}

bool ScoreColumns::holdsNumbers(int column) const {
    if (at(column).kind != ScoreColumn::Kind::Parameter)
        return at(column).isTime();
    return std::none_of(m_parameters.begin(), m_parameters.end(), [&](const auto& own) {
        const auto& parameter = own.second[static_cast<std::size_t>(column)];
        return parameter && parameter->kind == Parameter::Kind::Text;
    });
}

QString ScoreColumns::title(int column) const {
    switch (at(column).kind) {
    case ScoreColumn::Kind::Start:
        return scoreWords("Start");
    case ScoreColumn::Kind::Duration:
        return scoreWords("Duration");
    case ScoreColumn::Kind::End:
        return scoreWords("End");
    case ScoreColumn::Kind::Track:
        return scoreWords("Track");
    case ScoreColumn::Kind::Instrument:
        return scoreWords("Instrument");
    case ScoreColumn::Kind::Name:
        return scoreWords("Name");
    case ScoreColumn::Kind::Parameter:
        break;
    }
    return QString::fromStdString(at(column).parameter);
}

CellValue cellValue(const Project& project, const ScoreColumns& columns, const ScoreEvent& event,
                    int column) {
    switch (columns.at(column).kind) {
    case ScoreColumn::Kind::Start:
        return event.start;
    case ScoreColumn::Kind::Duration:
        return event.isEndless() ? std::numeric_limits<double>::infinity() : event.duration;
    case ScoreColumn::Kind::End:
        return event.end();
    case ScoreColumn::Kind::Track:
        if (const Track* track = project.find(event.track))
            return track->name;
        return nameOf(project, event.instrument);
    case ScoreColumn::Kind::Instrument:
        return nameOf(project, event.instrument);
    case ScoreColumn::Kind::Name:
        return event.name;
    case ScoreColumn::Kind::Parameter:
        break;
    }
    return parameterValue(project, columns.parameterOf(event.instrument, column), event);
}

namespace {

QString textOf(const CellValue& value, const std::function<QString(double)>& number) {
    if (const double* given = std::get_if<double>(&value))
        return *given == std::numeric_limits<double>::infinity() ? endlessWord() : number(*given);
    const auto* text = std::get_if<std::string>(&value);
    return text ? QString::fromStdString(*text) : QString();
}

} // namespace

QString cellText(const Project& project, const ScoreColumns& columns, const ScoreEvent& event,
                 int column) {
    return textOf(cellValue(project, columns, event, column), figures::shortest);
}

QString shownText(const Project& project, const ScoreColumns& columns, const ScoreEvent& event,
                  int column) {
    constexpr int decimalsOfTimes = 3;
    constexpr double smallest = 1e-4; // with six digits after the point
    const bool isTime = columns.at(column).isTime();
    return textOf(cellValue(project, columns, event, column), [isTime](double number) {
        if (isTime)
            return figures::fixed(number, decimalsOfTimes);
        return number != 0 && std::abs(number) < smallest ? figures::shortest(number)
                                                          : figures::fixed(number, 0);
    });
}

bool showsDefault(const ScoreColumns& columns, const ScoreEvent& event, int column) {
    if (columns.at(column).kind == ScoreColumn::Kind::Track)
        return !event.track;
    const Parameter* parameter = columns.parameterOf(event.instrument, column);
    return parameter && !argumentOf(event, *parameter);
}

QString endlessWord() {
    return scoreWords("endless");
}

} // namespace stria
