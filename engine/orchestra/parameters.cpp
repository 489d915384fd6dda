// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/parameters.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/orchestra/docstring.h"
#include "engine/orchestra/inline_header.h"
#include "engine/orchestra/literals.h"
#include "engine/orchestra/statements.h"

namespace stria {

namespace {

constexpr int firstPfield = 4;           // p1 to p3 are instrument, start and duration
constexpr int firstPositionalPfield = 5; // p4 is given by name only

using Tokens = Statements::Tokens;

class ParameterReader {
  public:
    explicit ParameterReader(const Instrument& instrument)
        : m_instrument(instrument), m_body(instrument.body), m_tokens(tokenize(m_body)) {
        m_place.text = TextKind::InstrumentBody;
        m_place.instrument = instrument.id;
        m_place.instrumentName = instrument.name;
    }

    ExpectedAll<InstrumentParameters> read() {
        InlineHeader header = readInlineHeader(m_body, m_tokens, m_place);
        m_problems = std::move(header.problems);
        m_result.header = header.range;
        readPlain();
        placeInline(std::move(header.parameters));
        addNumbers();
        std::stable_sort(
            m_result.parameters.begin(), m_result.parameters.end(),
            [](const Parameter& a, const Parameter& b) { return a.pfield < b.pfield; });
        applyPset();
        applyArgs();
        if (hasErrors(m_problems))
            return tl::make_unexpected(std::move(m_problems));
        m_result.doc = readLeadingComment(m_body, m_tokens);
        addHints();
        return std::move(m_result);
    }

  private:
    void report(const TextRange& range, std::string message, ErrorCode code) {
        m_problems.push_back({code, std::move(message),
                              range.line > 0 ? placeOf(m_body, range, m_place) : m_place,
                              Severity::Error});
    }

    std::string_view text(const Token& token) const { return token.in(m_body); }

    void readPlain() {
        const Statements statements(m_body, m_tokens, m_result.header.end());
        for (std::size_t i = 0; i < statements.size(); ++i) {
            const Tokens tokens = statements[i];
            if (!readAssignment(tokens) && !readPassign(tokens))
                noteNumbers(tokens);
            if (tokens.size() > 1 && text(tokens[0]) == "pset")
                m_pset = {tokens.begin() + 1, tokens.end()};
        }
    }

    /// `kfreq = p5`, `kfreq init p5`, `Sfile strget p5`.
    bool readAssignment(Tokens tokens) {
        if (tokens.size() != 3 || tokens[0].kind != TokenKind::Name)
            return false;
        const int pfield = pfieldNumber(tokens[2], m_body);
        const auto kind = parameterKind(text(tokens[0]));
        const std::string_view verb = text(tokens[1]);
        const bool isInit = verb == "init";
        if (pfield < firstPfield || !kind ||
            !(verb == "=" || isInit || (verb == "strget" && *kind == Parameter::Kind::Text)))
            return false;
        declare(tokens[0], pfield, *kind, rangeOf(m_body, tokens.front(), tokens.back()), isInit);
        if (verb == "strget")
            if (const auto known = m_byName.find(text(tokens[0])); known != m_byName.end())
                m_result.parameters[known->second].byStrget = true;
        return true;
    }

    /// `ichan, ifade passign 6`.
    bool readPassign(Tokens tokens) {
        std::size_t names = 0;
        while (2 * names < tokens.size() && tokens[2 * names].kind == TokenKind::Name) {
            ++names;
            if (2 * names - 1 >= tokens.size() || text(tokens[2 * names - 1]) != ",")
                break;
        }
        const std::size_t verb = 2 * names - 1;
        if (names == 0 || verb + 2 != tokens.size() || text(tokens[verb]) != "passign")
            return false;
        const auto start = readNumber(text(tokens[verb + 1]));
        if (!start || *start < 1 || *start > 1000)
            return false;
        const TextRange statement = rangeOf(m_body, tokens.front(), tokens.back());
        for (std::size_t i = 0; i < names; ++i) {
            const int pfield = static_cast<int>(*start) + static_cast<int>(i);
            const auto kind = parameterKind(text(tokens[2 * i]));
            if (pfield >= firstPfield && kind)
                declare(tokens[2 * i], pfield, *kind, statement, true);
            else
                noteNumber(pfield, tokens[2 * i]);
        }
        return true;
    }

    void declare(const Token& name, int pfield, Parameter::Kind kind, const TextRange& statement,
                 bool byInit) {
        Parameter parameter;
        parameter.name = text(name);
        parameter.kind = kind;
        parameter.notation = Parameter::Notation::Plain;
        parameter.pfield = pfield;
        parameter.place = rangeOf(m_body, name);
        parameter.statement = statement;
        parameter.byInit = byInit && kind == Parameter::Kind::Dynamic;
        if (kind == Parameter::Kind::Text)
            parameter.defaultValue = std::string();

        const auto named = m_byName.find(parameter.name);
        const auto placed = m_byPfield.find(pfield);
        if (named != m_byName.end() && placed != m_byPfield.end() &&
            named->second == placed->second) {
            Parameter& other = m_result.parameters[named->second];
            if (other.byInit && !parameter.byInit) {
                other.statement = statement;
                other.byInit = false;
            }
            return;
        }
        if (named != m_byName.end() || placed != m_byPfield.end()) {
            noteNumber(pfield, name);
            return;
        }
        add(std::move(parameter));
    }

    void add(Parameter parameter) {
        m_byName.emplace(parameter.name, m_result.parameters.size());
        m_byPfield.emplace(parameter.pfield, m_result.parameters.size());
        m_result.parameters.push_back(std::move(parameter));
    }

    /// pfields that a statement uses by number: `p6`, `p(6)`, `pindex 6`, and within macros.
    void noteNumbers(Tokens tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].kind == TokenKind::PField)
                noteNumber(pfieldNumber(tokens[i], m_body), tokens[i]);
            else if (tokens[i].kind == TokenKind::MacroText)
                noteMacro(tokens[i]);
            else if (text(tokens[i]) == "p" || text(tokens[i]) == "pindex")
                noteCall(tokens.subspan(i + 1));
        }
    }

    void noteCall(Tokens arguments) {
        if (!arguments.empty() && text(arguments[0]) == "(")
            arguments = arguments.subspan(1);
        if (arguments.empty() || arguments[0].kind != TokenKind::Number)
            return;
        const auto number = readNumber(text(arguments[0]));
        if (number && *number >= 1 && *number < 2000)
            noteNumber(static_cast<int>(*number), arguments[0]);
    }

    void noteMacro(const Token& macro) {
        const std::string_view inner = text(macro).substr(1);
        for (const Token& token : tokenize(inner))
            if (token.kind == TokenKind::PField)
                noteNumber(pfieldNumber(token, inner), macro);
    }

    void noteNumber(int pfield, const Token& token) {
        if (pfield < firstPfield || !m_numbersKnown.insert(pfield).second)
            return;
        Parameter parameter;
        parameter.name = "p" + std::to_string(pfield);
        parameter.notation = Parameter::Notation::Number;
        parameter.pfield = pfield;
        parameter.place = rangeOf(m_body, token);
        m_numbers.push_back(std::move(parameter));
    }

    void placeInline(std::vector<Parameter> parameters) {
        std::set<int> taken;
        for (const Parameter& parameter : m_result.parameters)
            taken.insert(parameter.pfield);
        for (const Parameter& parameter : m_numbers)
            taken.insert(parameter.pfield);
        int pfield = firstPositionalPfield;
        for (Parameter& parameter : parameters) {
            if (const auto known = m_byName.find(parameter.name); known != m_byName.end()) {
                const Parameter* plain = &m_result.parameters[known->second];
                report(plain->place,
                       "Parameter " + parameter.name +
                           " is declared in the list at the top and again here from p" +
                           std::to_string(plain->pfield),
                       ErrorCode::Conflict);
                continue;
            }
            while (taken.contains(pfield))
                ++pfield;
            parameter.pfield = pfield++;
            add(std::move(parameter));
        }
    }

    void addNumbers() {
        for (Parameter& parameter : m_numbers)
            if (!m_byPfield.contains(parameter.pfield))
                m_result.parameters.push_back(std::move(parameter));
    }

    Parameter* writable(const Parameter* found) {
        return found ? &m_result.parameters[found - m_result.parameters.data()] : nullptr;
    }

    /// The n-th value of `pset` is the default of p(n); what is no literal is left to Csound.
    void applyPset() {
        int pfield = 1;
        for (std::size_t begin = 0; begin < m_pset.size(); ++pfield) {
            std::size_t end = begin;
            while (end < m_pset.size() && text(m_pset[end]) != ",")
                ++end;
            const auto value = readLiteral(std::span(m_pset).subspan(begin, end - begin), m_body);
            Parameter* parameter = writable(m_result.atPfield(pfield));
            if (value && parameter && parameter->notation != Parameter::Notation::Inline &&
                value->index() == parameter->defaultValue.index())
                parameter->defaultValue = *value;
            begin = end + 1;
        }
    }

    void applyArgs() {
        for (const auto& [name, value] : m_instrument.args) {
            Parameter* parameter = writable(findParameter(m_instrument, m_result, name));
            if (!parameter) {
                m_problems.push_back(unknownParameter(m_instrument, m_result, name));
            } else if (parameter->notation == Parameter::Notation::Inline) {
                report(parameter->place,
                       "Parameter " + parameter->name +
                           " has a default in the list at the top and another among the arguments",
                       ErrorCode::Conflict);
            } else if (value.index() != parameter->defaultValue.index()) {
                report(parameter->place,
                       "The default of parameter " + parameter->name + " must be a " +
                           (parameter->kind == Parameter::Kind::Text ? "text" : "number"),
                       ErrorCode::WrongType);
            } else {
                parameter->defaultValue = value;
            }
        }
    }

    void addHints() {
        m_result.hints = m_instrument.hints;
        for (ParameterHint& hint : readHints(m_body, m_tokens)) {
            const bool known = std::any_of(
                m_result.hints.begin(), m_result.hints.end(),
                [&](const ParameterHint& own) { return own.parameter == hint.parameter; });
            if (!known && m_result.find(hint.parameter))
                m_result.hints.push_back(std::move(hint));
        }
    }

    const Instrument& m_instrument;
    std::string_view m_body;
    std::vector<Token> m_tokens;
    Place m_place;
    InstrumentParameters m_result;
    std::map<std::string, std::size_t, std::less<>> m_byName; ///< indices of the parameters
    std::map<int, std::size_t> m_byPfield;
    std::set<int> m_numbersKnown;
    std::vector<Parameter> m_numbers; ///< used by number, in the order of the text
    std::vector<Token> m_pset;        ///< what follows the word
    Diagnostics m_problems;
};

} // namespace

const Parameter* InstrumentParameters::find(std::string_view nameOrNumber) const {
    for (const Parameter& parameter : parameters)
        if (parameter.name == nameOrNumber)
            return &parameter;
    if (nameOrNumber.size() < 2 || (nameOrNumber[0] != 'p' && nameOrNumber[0] != 'P'))
        return nullptr;
    const auto number = readNumber(nameOrNumber.substr(1));
    return number && *number < 100000 ? atPfield(static_cast<int>(*number)) : nullptr;
}

const Parameter* InstrumentParameters::atPfield(int pfield) const {
    for (const Parameter& parameter : parameters)
        if (parameter.pfield == pfield)
            return &parameter;
    return nullptr;
}

ExpectedAll<InstrumentParameters> readParameters(const Instrument& instrument) {
    return ParameterReader(instrument).read();
}

const Parameter* findParameter(const Instrument& instrument, const InstrumentParameters& parameters,
                               std::string_view name) {
    if (const Parameter* parameter = parameters.find(name))
        return parameter;
    for (const auto& [shown, variable] : instrument.aliases)
        if (shown == name)
            return parameters.find(variable);
    return nullptr;
}

Diagnostic unknownParameter(const Instrument& instrument, const InstrumentParameters& parameters,
                            std::string_view name) {
    std::vector<std::string> candidates;
    for (const Parameter& parameter : parameters.parameters)
        candidates.push_back(parameter.name);
    for (const auto& [shown, variable] : instrument.aliases)
        candidates.push_back(shown);
    const std::string nearest = nearestName(name, candidates);
    std::string message =
        "Instrument " + instrument.name + " has no parameter " + std::string(name);
    if (!nearest.empty())
        message += "; did you mean " + nearest + "?";
    Place place;
    place.instrument = instrument.id;
    place.instrumentName = instrument.name;
    return {ErrorCode::UnknownName, std::move(message), std::move(place), Severity::Error};
}

} // namespace stria
