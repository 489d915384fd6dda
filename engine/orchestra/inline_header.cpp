// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/inline_header.h"

#include <set>

#include "engine/orchestra/literals.h"

namespace stria {

namespace {

/// Behind that many the list is not what it was meant to be.
constexpr std::size_t mostHeaderProblems = 20;

/// Reads `|name = default, ...|` from tokens without blanks and line ends.
class HeaderReader {
  public:
    HeaderReader(std::string_view body, const std::vector<Token>& tokens, const Place& place)
        : m_body(body), m_place(place) {
        for (const Token& token : tokens) {
            const bool isByteOrderMark = token.kind == TokenKind::Unknown && token.begin == 0;
            if (token.isBlank() || token.kind == TokenKind::NewLine || isByteOrderMark)
                continue;
            m_tokens.push_back(token);
            if (endsHeader(token.in(body)))
                break;
        }
    }

    InlineHeader read() {
        if (m_tokens.empty())
            return {};
        const Token& first = m_tokens[0];
        if (word() == "||")
            m_header.range = rangeOf(m_body, first);
        if (word() != "|" && word() != "{")
            return std::move(m_header);
        m_header.range = rangeOf(m_body, first);
        ++m_index;
        while (!atEnd() && word() != m_close && m_header.problems.size() < mostHeaderProblems)
            if (!readParameter())
                break;
        if (atEnd())
            report(first, "The list of parameters is not closed: a '" + std::string(m_close) +
                              "' is missing");
        else if (word() == m_close)
            m_header.range = rangeOf(m_body, first, m_tokens[m_index]);
        return std::move(m_header);
    }

  private:
    /// The first token decides whether there is a list and what closes it.
    bool endsHeader(std::string_view last) {
        if (m_tokens.size() > 1)
            return last == m_close;
        m_close = last == "|" ? "|" : last == "{" ? "}" : "";
        return m_close.empty();
    }

    bool atEnd() const { return m_index >= m_tokens.size(); }
    std::string_view word() const { return m_tokens[m_index].in(m_body); }

    void report(const Token& token, std::string message, ErrorCode code = ErrorCode::SyntaxError) {
        m_header.problems.push_back({code, std::move(message),
                                     placeOf(m_body, rangeOf(m_body, token), m_place),
                                     Severity::Error});
    }

    /// One `name` or `name = default` with the comma behind it; false where the list makes no sense
    /// any more.
    bool readParameter() {
        const Token& name = m_tokens[m_index];
        if (name.kind != TokenKind::Name) {
            report(name, "The name of a parameter was expected, not '" + std::string(word()) + "'");
            return skipToNext();
        }
        ++m_index;
        Parameter parameter;
        parameter.name = name.in(m_body);
        parameter.place = rangeOf(m_body, name);
        const bool nameIsGood = checkName(name, parameter);
        if (!atEnd() && word() == "=") {
            ++m_index;
            readDefault(name, parameter, nameIsGood);
        }
        if (nameIsGood)
            m_header.parameters.push_back(std::move(parameter));
        if (atEnd() || word() == m_close)
            return true;
        if (word() != ",") {
            report(m_tokens[m_index],
                   "A comma or '" + std::string(m_close) + "' was expected after parameter " +
                       std::string(name.in(m_body)) + ", not '" + std::string(word()) + "'");
            return false;
        }
        ++m_index;
        return true;
    }

    bool checkName(const Token& token, Parameter& parameter) {
        const auto kind = parameterKind(parameter.name);
        if (!kind) {
            const char* reason = parameter.name.starts_with('a')
                                     ? "an audio signal cannot be a parameter, use a bus"
                                     : "the name of a parameter begins with i, k or S";
            report(token, "Parameter " + parameter.name + ": " + reason, ErrorCode::WrongType);
            return false;
        }
        parameter.kind = *kind;
        if (*kind == Parameter::Kind::Text)
            parameter.defaultValue = std::string();
        const bool known = !m_names.insert(parameter.name).second;
        if (known)
            report(token, "Parameter " + parameter.name + " is declared twice",
                   ErrorCode::Conflict);
        return !known;
    }

    void readDefault(const Token& name, Parameter& parameter, bool nameIsGood) {
        const std::size_t begin = m_index;
        while (!atEnd() && word() != "," && word() != m_close && !startsParameter())
            ++m_index;
        const auto tokens = std::span(m_tokens).subspan(begin, m_index - begin);
        if (tokens.empty()) {
            report(name, "Parameter " + parameter.name + " has no value after '='");
            return;
        }
        const auto value = readLiteral(tokens, m_body);
        const bool isText = parameter.kind == Parameter::Kind::Text;
        if (value && std::holds_alternative<std::string>(*value) == isText)
            parameter.defaultValue = *value;
        else if (nameIsGood)
            report(tokens[0],
                   "The default of parameter " + parameter.name + " must be a " +
                       (isText ? "text in quotes" : "number"),
                   ErrorCode::WrongType);
    }

    /// A new line that begins with a name ends a default, so that a missing bar or comma is
    /// reported where it is missing.
    bool startsParameter() const {
        return m_index > 0 && m_tokens[m_index].kind == TokenKind::Name &&
               m_tokens[m_index].line > m_tokens[m_index - 1].line;
    }

    bool skipToNext() {
        while (!atEnd() && word() != "," && word() != m_close)
            ++m_index;
        if (!atEnd() && word() == ",")
            ++m_index;
        return true;
    }

    std::string_view m_body;
    Place m_place;
    std::vector<Token> m_tokens;
    std::size_t m_index = 0;
    std::string_view m_close;
    std::set<std::string> m_names;
    InlineHeader m_header;
};

} // namespace

std::optional<Parameter::Kind> parameterKind(std::string_view name) {
    if (name.size() < 2)
        return std::nullopt;
    switch (name[0]) {
    case 'i':
        return Parameter::Kind::Fixed;
    case 'k':
        return Parameter::Kind::Dynamic;
    case 'S':
        return Parameter::Kind::Text;
    default:
        return std::nullopt;
    }
}

InlineHeader readInlineHeader(std::string_view body, const std::vector<Token>& tokens,
                              const Place& place) {
    return HeaderReader(body, tokens, place).read();
}

} // namespace stria
