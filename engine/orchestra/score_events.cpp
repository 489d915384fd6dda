// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/score_events.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "engine/orchestra/literals.h"
#include "engine/orchestra/parameters.h"
#include "engine/orchestra/score_text.h"

namespace stria {
namespace {

/// Parameters read once for each instrument.
class KnownParameters {
  public:
    const InstrumentParameters& of(const Instrument& instrument) {
        const auto [it, isNew] = m_known.try_emplace(instrument.id);
        if (isNew)
            if (auto read = readParameters(instrument))
                it->second = std::move(*read);
        return it->second;
    }

  private:
    std::unordered_map<InstrumentId, InstrumentParameters> m_known;
};

class EventsReader {
  public:
    explicit EventsReader(const Project& project)
        : m_project(project), m_instruments(project.inOrder<Instrument>()) {}

    ScoreEvents run(std::string_view score) {
        ScoreText text = readScoreText(score);
        m_result.problems = std::move(text.problems);
        m_result.events.reserve(text.statements.size());
        for (const ScoreStatement& statement : text.statements) {
            constexpr std::size_t mostEventProblems = 100;
            if (m_result.problems.size() >= mostEventProblems)
                break;
            readStatement(statement);
        }
        return std::move(m_result);
    }

  private:
    void report(Severity severity, ErrorCode code, std::string message, int line) {
        Place place;
        place.line = line;
        m_result.problems.push_back({code, std::move(message), std::move(place), severity});
    }

    void readStatement(const ScoreStatement& statement) {
        const Instrument* instrument = instrumentOf(statement);
        if (!instrument)
            return;
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument->id;
        event.start = statement.start;
        event.duration = statement.duration < 0 ? ScoreEvent::endless : statement.duration;
        event.order = static_cast<double>(m_result.events.size());
        const InstrumentParameters& parameters = m_parameters.of(*instrument);
        for (std::size_t i = 0; i < statement.fields.size(); ++i) {
            const int pfield = static_cast<int>(i) + 4;
            const Parameter* parameter = parameters.atPfield(pfield);
            if (!parameter)
                leaveOut(*instrument, pfield, statement.fields[i], statement.line);
            else if (auto value =
                         valueOf(*instrument, *parameter, statement.fields[i], statement.line))
                event.arguments.push_back({parameter->name, std::move(*value)});
        }
        m_result.events.push_back(std::move(event));
    }

    const Instrument* instrumentOf(const ScoreStatement& statement) {
        if (const auto* name = std::get_if<std::string>(&statement.instrument)) {
            const Instrument* instrument = m_project.instrumentNamed(*name);
            if (!instrument)
                reportUnknown(*name, statement.line);
            return instrument;
        }
        // The fraction of p1 tells notes of one instrument apart, which needs nobody here.
        constexpr double highest = std::numeric_limits<int>::max();
        const int number =
            static_cast<int>(std::min(std::get<double>(statement.instrument), highest));
        if (const Instrument* instrument = m_project.instrumentNamed(std::to_string(number)))
            return instrument;
        const auto index = static_cast<std::size_t>(number - 1);
        if (index < m_instruments.size())
            return m_instruments[index];
        reportUnknown(std::to_string(number), statement.line);
        return nullptr;
    }

    void reportUnknown(const std::string& name, int line) {
        if (!m_unknown.insert(name).second)
            return;
        std::vector<std::string> names;
        for (const Instrument* instrument : m_instruments)
            names.push_back(instrument->name);
        std::string message = "There is no instrument " + name + " in this project";
        const std::string nearest = nearestName(name, names);
        message += nearest.empty() ? "." : ": did you mean " + nearest + "?";
        report(Severity::Error, ErrorCode::UnknownName, std::move(message), line);
    }

    void leaveOut(const Instrument& instrument, int pfield, const ScoreField& field, int line) {
        if (field == ScoreField(0.0) || !m_leftOut.insert({instrument.id, pfield}).second)
            return;
        report(Severity::Warning, ErrorCode::UnknownName,
               "p" + std::to_string(pfield) + " is left out: " + instrument.name +
                   " has no parameter there.",
               line);
    }

    std::optional<ArgumentValue> valueOf(const Instrument& instrument, const Parameter& parameter,
                                         const ScoreField& field, int line) {
        const std::string what = parameter.name + " of " + instrument.name;
        if (const double* number = std::get_if<double>(&field)) {
            if (parameter.kind != Parameter::Kind::Text)
                return *number;
            report(Severity::Error, ErrorCode::WrongType,
                   what + " is a text: write p" + std::to_string(parameter.pfield) + " in quotes.",
                   line);
            return std::nullopt;
        }
        const std::string& text = std::get<std::string>(field);
        if (parameter.kind == Parameter::Kind::Text)
            return text;
        if (const Bus* bus = text.empty() ? nullptr : m_project.busNamed(text))
            return bus->id;
        if (const auto table = named<Table>(text))
            return *table;
        if (const auto source = named<SoundSource>(text))
            return *source;
        report(Severity::Error, ErrorCode::WrongType,
               what + " needs a number: “" + text +
                   "” is no bus, table or sound file of this project.",
               line);
        return std::nullopt;
    }

    template <class Entity> std::optional<Id<Entity>> named(const std::string& name) const {
        std::optional<Id<Entity>> found;
        m_project.all<Entity>().forEach([&](const Entity& entity) {
            if (entity.name == name && !name.empty())
                found = entity.id;
        });
        return found;
    }

    const Project& m_project;
    const std::vector<const Instrument*> m_instruments;
    KnownParameters m_parameters;
    std::set<std::string> m_unknown;
    std::set<std::pair<InstrumentId, int>> m_leftOut;
    ScoreEvents m_result;
};

void writeNumber(std::string& line, double value) {
    char digits[32];
    line.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void writeField(std::string& line, const ScoreField& field) {
    if (const double* number = std::get_if<double>(&field)) {
        writeNumber(line, *number);
        return;
    }
    line += '"';
    for (const char c : std::get<std::string>(field)) {
        if (c == '\n') {
            line += "\\n";
            continue;
        }
        if (c == '"' || c == '\\')
            line += '\\';
        line += c;
    }
    line += '"';
}

std::string scoreLine(const ScoreStatement& statement) {
    std::string line = "i ";
    writeField(line, statement.instrument);
    for (const double time : {statement.start, statement.duration}) {
        line += ' ';
        writeNumber(line, time);
    }
    for (const ScoreField& field : statement.fields) {
        line += ' ';
        writeField(line, field);
    }
    return line;
}

template <class Entity> ScoreField nameOf(const Project& project, Id<Entity> id) {
    const Entity* entity = project.find(id);
    return entity ? ScoreField(entity->name) : ScoreField(0.0);
}

ScoreField fieldOf(const Project& project, const ArgumentValue& value) {
    return std::visit(
        [&](const auto& given) -> ScoreField {
            using Value = std::decay_t<decltype(given)>;
            if constexpr (std::is_same_v<Value, double> || std::is_same_v<Value, std::string>)
                return given;
            else
                return nameOf(project, given);
        },
        value);
}

std::vector<ScoreField> fieldsOf(const Project& project, const Instrument& instrument,
                                 const InstrumentParameters& parameters, const ScoreEvent& event) {
    std::vector<ScoreField> fields;
    const auto put = [&](int pfield, ScoreField field) {
        const auto index = static_cast<std::size_t>(std::max(pfield, 4)) - 4;
        if (index >= fields.size())
            fields.resize(index + 1);
        fields[index] = std::move(field);
    };
    for (const Parameter& parameter : parameters.parameters)
        put(parameter.pfield, std::visit([](const auto& value) { return ScoreField(value); },
                                         parameter.defaultValue));
    for (const Argument& argument : event.arguments)
        if (const Parameter* parameter = findParameter(instrument, parameters, argument.parameter))
            put(parameter->pfield, fieldOf(project, argument.value));
    return fields;
}

} // namespace

ScoreEvents readScoreEvents(const Project& project, std::string_view score) {
    return EventsReader(project).run(score);
}

std::string scoreTextOf(const Project& project, const std::vector<const ScoreEvent*>& events) {
    KnownParameters known;
    std::string text;
    for (const ScoreEvent* event : events) {
        const Instrument* instrument = project.find(event->instrument);
        if (!instrument)
            continue;
        ScoreStatement statement;
        // `i "1"` would not be the instrument 1.
        const auto number = readNumber(instrument->name);
        statement.instrument = number ? ScoreField(*number) : ScoreField(instrument->name);
        statement.start = event->start;
        statement.duration = event->isEndless() ? -1 : event->duration;
        statement.fields = fieldsOf(project, *instrument, known.of(*instrument), *event);
        text += scoreLine(statement) + '\n';
    }
    return text;
}

} // namespace stria
