// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/code_mistakes.h"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/orchestra/character_name.h"
#include "engine/orchestra/code_blocks.h"
#include "engine/orchestra/inline_header.h"
#include "engine/orchestra/literals.h"
#include "engine/orchestra/opcode_calls.h"
#include "engine/orchestra/statements.h"

namespace stria {

namespace {

using Tokens = Statements::Tokens;

/// Csound's parser gives up somewhere between 9,000 and 20,000.
constexpr int deepestNesting = 5000;
/// Behind that many the text is not what it was meant to be.
constexpr std::size_t mostMistakes = 1000;
/// Bytes of a call or a product that are looked at: each is looked at from its own place on, so
/// that nested ones would take the square of their length.
constexpr std::uint32_t longestCall = 500;

class MistakeFinder {
  public:
    MistakeFinder(std::string_view code, const Place& place)
        : m_code(code), m_tokens(tokenize(code)), m_place(place),
          m_inInstrument(place.text == TextKind::InstrumentBody) {}

    Diagnostics find() {
        if (m_inInstrument)
            m_headerEnd = readInlineHeader(m_code, m_tokens, m_place).range.end();
        findUnclosed();
        const Statements statements(m_code, m_tokens, m_headerEnd);
        for (std::size_t i = 0; i < statements.size(); ++i)
            readStatement(statements[i]);
        if (!m_blocksUnknown)
            for (Mistake& mistake : findBlockMistakes(statements, m_inInstrument))
                m_mistakes.push_back(std::move(mistake));
        return diagnostics();
    }

  private:
    std::string_view text(const Token& token) const { return token.in(m_code); }
    void report(const Token& token, std::string message) {
        m_mistakes.push_back({token, std::move(message)});
    }

    Diagnostics diagnostics() {
        std::stable_sort(
            m_mistakes.begin(), m_mistakes.end(),
            [](const Mistake& a, const Mistake& b) { return a.token.begin < b.token.begin; });
        Diagnostics result;
        for (Mistake& mistake : m_mistakes) {
            if (result.size() == mostMistakes)
                break;
            result.push_back({ErrorCode::SyntaxError, std::move(mistake.message),
                              placeOf(m_code, rangeOf(m_code, mistake.token), m_place),
                              Severity::Error});
        }
        return result;
    }

    /// Strings, comments and macros without end, and NUL. What `#ifdef` may leave out is skipped.
    void findUnclosed() {
        int conditions = 0;
        Token condition; // the outermost that is open
        bool nulFound = false;
        for (const Token& token : m_tokens) {
            if (token.kind == TokenKind::Directive) {
                const int step = conditionStep(token);
                if (conditions == 0 && step > 0)
                    condition = token;
                conditions += step;
            }
            if (!nulFound && text(token).find('\0') != std::string_view::npos) {
                nulFound = true;
                reportNul(token);
            }
            if (conditions > 0)
                continue;
            if (token.kind == TokenKind::Unknown)
                checkCharacter(token);
            if (token.closed)
                continue;
            if (token.kind == TokenKind::String)
                report(token, "The string is not closed: a '\"' is missing");
            else if (token.kind == TokenKind::RawString)
                report(token, "The string is not closed: '}}' is missing");
            else if (token.kind == TokenKind::BlockComment)
                report(token, "The comment is not closed: '*/' is missing");
            else if (token.kind == TokenKind::MacroText)
                report(token, "The text of the macro is not closed: a '#' is missing");
        }
        if (conditions > 0)
            report(condition, "'" + std::string(text(condition)) + "' without '#end'");
    }

    /// Csound refuses these without a word.
    void checkCharacter(Token token) {
        constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
        const auto first = static_cast<unsigned char>(m_code[token.begin]);
        if (first < 0xC0 || text(token) == byteOrderMark)
            return;
        token.length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        report(token, "The character " + characterName(m_code.substr(token.begin, token.length)) +
                          " means nothing here");
    }

    int conditionStep(const Token& directive) const {
        const std::string_view word = text(directive);
        if (word.ends_with("ifdef") || word.ends_with("ifndef"))
            return 1;
        return word.ends_with("end") || word.ends_with("endif") ? -1 : 0;
    }

    void reportNul(Token token) {
        const std::size_t offset = text(token).find('\0');
        const std::string_view before = text(token).substr(0, offset);
        token.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
        token.begin += static_cast<std::uint32_t>(offset);
        token.length = 1;
        token.column = 0;
        report(token, "The text holds a NUL character, at which Csound stops reading");
    }

    void readStatement(Tokens statement) {
        if (statement[0].kind == TokenKind::Directive) {
            readDirective(statement);
            return;
        }
        if (m_conditions > 0)
            return;
        bool hasMacro = false;
        for (std::size_t i = 0; i < statement.size(); ++i) {
            if (statement[i].kind != TokenKind::Macro)
                continue;
            hasMacro = true;
            checkMacroCall(statement.subspan(i));
        }
        findDivisionByZero(statement);
        if (hasMacro)
            return;
        if (!checkBrackets(statement))
            return;
        const StatementParts parts = readParts(statement, m_code);
        if (!checkNeighbours(statement, parts))
            return;
        if (parts.form == StatementParts::Form::Assignment)
            checkRate(parts);
    }

    void readDirective(Tokens statement) {
        m_conditions += conditionStep(statement[0]);
        const std::string_view word = text(statement[0]);
        if (word.ends_with("ifdef") || word.ends_with("ifndef") || word.ends_with("include") ||
            word.ends_with("includestr"))
            m_blocksUnknown = true; // a block may begin or end there
        if (!word.ends_with("define") || statement.size() < 3 ||
            statement.back().kind != TokenKind::MacroText)
            return;
        Macro macro;
        macro.arguments =
            std::count_if(statement.begin() + 1, statement.end() - 1,
                          [](const Token& token) { return token.kind == TokenKind::Name; }) -
            1;
        const Statements inner = Statements::ofMacro(m_code, statement.back());
        macro.hasBlocks =
            std::any_of(inner.all().begin(), inner.all().end(), [&](const Token& token) {
                return token.kind == TokenKind::Macro || isKeyword(text(token));
            });
        m_macros[std::string(text(statement[1]))] = macro;
    }

    void checkMacroCall(Tokens tokens) {
        std::string_view name = text(tokens[0]).substr(1);
        if (name.ends_with('.'))
            name.remove_suffix(1);
        const auto known = m_macros.find(name);
        if (known == m_macros.end()) {
            m_blocksUnknown = true;
            return;
        }
        m_blocksUnknown = m_blocksUnknown || known->second.hasBlocks;
        const std::ptrdiff_t given = argumentCount(tokens);
        if (given < known->second.arguments)
            report(tokens[0], "Macro " + std::string(name) + " needs " +
                                  std::to_string(known->second.arguments) + " arguments and gets " +
                                  std::to_string(given));
    }

    /// Of `$NAME(a'b)`; 0 without brackets, and beyond counting in a call that is very long.
    std::ptrdiff_t argumentCount(Tokens tokens) const {
        if (tokens.size() < 2 || text(tokens[1]) != "(" || tokens[1].begin != tokens[0].end())
            return 0;
        std::ptrdiff_t count = 1;
        int depth = 0;
        for (const Token& token : tokens.subspan(1)) {
            if (token.begin - tokens[0].begin > longestCall)
                return std::numeric_limits<std::ptrdiff_t>::max();
            if (token.kind == TokenKind::Open)
                ++depth;
            else if (token.kind == TokenKind::Close && --depth == 0)
                break;
            else if (depth == 1 && (text(token) == "'" || text(token) == "#"))
                ++count;
        }
        return count;
    }

    /// Csound folds constants and dies of the infinity: `1/0`, `2*3/0`, `(1+1)/(0)`.
    void findDivisionByZero(Tokens tokens) {
        for (std::size_t i = 1; i + 1 < tokens.size(); ++i)
            if (text(tokens[i]) == "/" && isZero(tokens.subspan(i + 1)) &&
                isLiteralProduct(tokens.subspan(0, i))) {
                report(tokens[i], "Division by zero");
                return; // one in a statement tells enough
            }
    }

    bool isZero(Tokens tokens) const {
        while (tokens.size() > 1 && text(tokens[0]) == "(")
            tokens = tokens.subspan(1);
        return tokens[0].kind == TokenKind::Number && readNumber(text(tokens[0])) == 0.0 &&
               (tokens.size() == 1 || text(tokens[1]) != "^");
    }

    bool isLiteralProduct(Tokens tokens) const {
        int depth = 0;
        bool nonZero = false;
        const std::uint32_t end = tokens.empty() ? 0 : tokens.back().end();
        while (!tokens.empty()) {
            const Token& token = tokens.back();
            if (end - token.begin > longestCall)
                return false;
            const std::string_view word = text(token);
            if (word == ")")
                ++depth;
            else if (word == "(")
                --depth;
            const bool isSign = depth > 0 && (word == "+" || word == "-");
            if (depth < 0 || !(token.kind == TokenKind::Number || word == "(" || word == ")" ||
                               word == "*" || word == "/" || word == "^" || isSign))
                break;
            nonZero = nonZero || (token.kind == TokenKind::Number && readNumber(word) != 0.0);
            tokens = tokens.subspan(0, tokens.size() - 1);
        }
        // What is left of the product must not belong to it (`ix*1/0`, `f(1)/0`).
        return nonZero && (tokens.empty() || tokens.back().kind == TokenKind::Separator ||
                           tokens.back().kind == TokenKind::Open || text(tokens.back()) == "=" ||
                           text(tokens.back()) == "+" || text(tokens.back()) == "-");
    }

    bool checkBrackets(Tokens tokens) {
        std::vector<Token> open;
        for (const Token& token : tokens) {
            const std::string_view word = text(token);
            if (word == "(" || word == "[") {
                open.push_back(token);
                if (open.size() > deepestNesting) {
                    report(token, "The brackets are nested too deeply");
                    return false;
                }
            } else if (word == ")" || word == "]") {
                const std::string_view partner = word == ")" ? "(" : "[";
                if (open.empty() || text(open.back()) != partner) {
                    report(token, "There is no '" + std::string(partner) + "' for this '" +
                                      std::string(word) + "'");
                    return false;
                }
                open.pop_back();
            }
        }
        if (open.empty())
            return true;
        report(open.back(), "The bracket '" + std::string(text(open.back())) + "' is not closed");
        return false;
    }

    bool isValue(const Token& token) const {
        return token.kind == TokenKind::Number || token.kind == TokenKind::String ||
               token.kind == TokenKind::RawString || token.kind == TokenKind::PField ||
               (token.kind == TokenKind::Name && !isKeyword(text(token)));
    }
    static bool isBinary(std::string_view word) {
        return word != "-" && word != "+" && word != "!" && word != "~" && word != "¬" &&
               word != "@" && word != "@@";
    }

    /// Values side by side, operators side by side, operators and commas at the end.
    bool checkNeighbours(Tokens statement, const StatementParts& parts) {
        const bool isAssignment = parts.form == StatementParts::Form::Assignment;
        if (!isAssignment && parts.form != StatementParts::Form::Opcode)
            return true;
        const std::size_t begin = statement.size() - parts.inputs.size();
        int depth = 0;
        for (std::size_t i = begin; i < statement.size(); ++i) {
            const Token& token = statement[i];
            const bool isFirst = i == begin;
            depth += token.kind == TokenKind::Open ? 1 : token.kind == TokenKind::Close ? -1 : 0;
            if (depth == 0 && text(token) == "=" && lineEndsBefore(statement, i)) {
                reportBefore(statement, i, "Syntax error: unexpected '='");
                return false;
            }
            if (token.kind == TokenKind::Operator && isBinary(text(token)) &&
                (isFirst ? isAssignment : statement[i - 1].kind == TokenKind::Operator)) {
                reportBefore(statement, i,
                             "Syntax error: a value is missing before '" +
                                 std::string(text(token)) + "'");
                return false;
            }
            if (!isFirst && areSideBySide(statement[i - 1], token) &&
                (isAssignment || lineEndsBefore(statement, i))) {
                reportBefore(statement, i,
                             "Syntax error: an operator or a comma is missing before '" +
                                 std::string(text(token)) + "'");
                return false;
            }
        }
        const Token& last = statement.back();
        if (last.kind == TokenKind::Operator || text(last) == ",") {
            report(last,
                   "The line ends with '" + std::string(text(last)) + "', but nothing follows");
            return false;
        }
        return true;
    }

    bool areSideBySide(const Token& left, const Token& right) const {
        const bool endsValue = isValue(left) || text(left) == ")" || text(left) == "]";
        return endsValue && isValue(right);
    }

    bool lineEndsBefore(Tokens statement, std::size_t index) const {
        return statement[index].line > statement[0].line;
    }

    /// The mistake is at the end of a line that goes on in this one against the writer's will, or
    /// at the token itself.
    void reportBefore(Tokens statement, std::size_t index, std::string message) {
        for (std::size_t i = index; i > 0; --i) {
            const Token& left = statement[i - 1];
            if (statement[i].line == left.line)
                continue;
            if (left.kind == TokenKind::Operator || text(left) == ",") {
                report(left, "The line ends with '" + std::string(text(left)) +
                                 "', so that the next line belongs to it");
                return;
            }
        }
        report(statement[index], std::move(message));
    }

    /// `iamp = kenv * 2`: an i variable cannot follow a signal.
    void checkRate(const StatementParts& parts) {
        std::string_view output = text(parts.outputs[0]);
        if (output.starts_with('g'))
            output.remove_prefix(1);
        if (parts.outputs.size() != 1 || !output.starts_with('i') || output.size() < 2)
            return;
        for (std::size_t i = 0; i < parts.inputs.size(); ++i) {
            const Token& token = parts.inputs[i];
            const std::string_view word = text(token);
            const bool isSimple = token.kind == TokenKind::Number ||
                                  token.kind == TokenKind::PField ||
                                  token.kind == TokenKind::Name || word == "+" || word == "-" ||
                                  word == "*" || word == "/";
            if (!isSimple)
                return;
        }
        for (const Token& token : parts.inputs)
            if (isSignal(token)) {
                report(token, "The i variable " + std::string(text(parts.outputs[0])) +
                                  " cannot follow the signal " + std::string(text(token)) +
                                  ": use i(" + std::string(text(token)) +
                                  ") for its value at the start, or a k variable");
                return;
            }
    }

    bool isSignal(const Token& token) const {
        std::string_view word = text(token);
        if (token.kind != TokenKind::Name || word == "kr" || word == "ksmps" ||
            !looksLikeVariable(word))
            return false;
        if (word.starts_with('g'))
            word.remove_prefix(1);
        return word.starts_with('k') || word.starts_with('a');
    }

    struct Macro {
        std::ptrdiff_t arguments = 0;
        bool hasBlocks = false;
    };

    std::string_view m_code;
    std::vector<Token> m_tokens;
    Place m_place;
    bool m_inInstrument;
    std::uint32_t m_headerEnd = 0;
    int m_conditions = 0; ///< depth of `#ifdef`
    bool m_blocksUnknown = false;
    std::map<std::string, Macro, std::less<>> m_macros;
    std::vector<Mistake> m_mistakes;
};

} // namespace

std::set<std::string, std::less<>> macrosDefinedIn(std::string_view code) {
    std::set<std::string, std::less<>> names;
    const Statements statements(code);
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Tokens statement = statements[i];
        if (statement.size() > 1 && statement[0].kind == TokenKind::Directive &&
            statement[0].in(code).ends_with("define"))
            names.emplace(statement[1].in(code));
    }
    return names;
}

Diagnostics findUndefinedMacros(std::string_view code,
                                const std::set<std::string, std::less<>>& defined,
                                const Place& place) {
    Diagnostics problems;
    for (const Token& token : tokenize(code)) {
        const std::string_view word = token.in(code);
        if (token.kind == TokenKind::Directive &&
            (word.ends_with("include") || word.ends_with("includestr") || word.ends_with("def")))
            return {};
        if (token.kind != TokenKind::Macro || word.size() < 2)
            continue;
        const std::string_view name = word.substr(1, word.size() - 1 - (word.back() == '.'));
        if (problems.size() < mostMistakes && !name.empty() && !name.starts_with("M_") &&
            !defined.contains(name))
            problems.push_back({ErrorCode::SyntaxError,
                                "There is no macro " + std::string(name) + ": define it",
                                placeOf(code, rangeOf(code, token), place), Severity::Error});
    }
    return problems;
}

Diagnostics findMistakes(std::string_view code, const Place& place) {
    return MistakeFinder(code, place).find();
}

} // namespace stria
