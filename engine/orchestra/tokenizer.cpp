// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/tokenizer.h"

#include <algorithm>
#include <array>

namespace stria {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

constexpr std::array directives = {"define"sv, "undef"sv, "include"sv, "includestr"sv, "ifdef"sv,
                                   "ifndef"sv, "else"sv,  "end"sv,     "endif"sv,      "line"sv};

/// Longest first where one begins another.
constexpr std::array operators = {"@@"sv, "+="sv, "-="sv, "*="sv, "/="sv, "%="sv, "^="sv, "=="sv,
                                  "!="sv, "<="sv, ">="sv, "<<"sv, ">>"sv, "&&"sv, "||"sv, "¬"sv};
constexpr std::string_view singleOperators = "+-*/%^=!<>&|?~#@";

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isHexDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
}
bool isInLineBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\v';
}
bool isLineEnd(char c) {
    return c == '\n' || c == '\r';
}

/// Reads tokens one after the other; its state is what a line may begin in.
class Lexer {
  public:
    Lexer(std::string_view text, LineState state) : m_text(text), m_state(state) {}

    std::vector<Token> readAll() {
        std::vector<Token> tokens;
        tokens.reserve(m_text.size() / 3 + 1);
        while (m_position < m_text.size())
            tokens.push_back(next());
        return tokens;
    }

    LineState state() const { return m_state; }

  private:
    char at(std::size_t index) const { return index < m_text.size() ? m_text[index] : '\0'; }
    bool startsWith(std::string_view word) const {
        return m_text.substr(m_position).starts_with(word);
    }

    Token next() {
        switch (m_state) {
        case LineState::BlockComment:
            return until("*/", 0, TokenKind::BlockComment);
        case LineState::RawString:
            return until("}}", 0, TokenKind::RawString);
        case LineState::String:
            return string(m_position);
        case LineState::MacroText:
            return macroText(m_position);
        case LineState::MacroHead:
        case LineState::Code:
            break;
        }
        return code();
    }

    Token code() {
        const char c = m_text[m_position];
        if (isInLineBlank(c))
            return run(TokenKind::Space, isInLineBlank);
        if (isLineEnd(c))
            return make(TokenKind::NewLine, m_position + lineEndLength(m_position));
        if (c == '\\')
            return backslash();
        if (c == ';' || startsWith("//"))
            return make(TokenKind::LineComment, lineEnd(m_position));
        if (startsWith("/*"))
            return until("*/", 2, TokenKind::BlockComment);
        if (startsWith("{{"))
            return until("}}", 2, TokenKind::RawString);
        if (c == '"')
            return string(m_position + 1);
        if (c == '#')
            return hash();
        if (c == '$' && isNameStart(at(m_position + 1)))
            return macro();
        if (startsWith("0dbfs") && !isNamePart(at(m_position + 5)))
            return make(TokenKind::Name, m_position + 5);
        if (isDigit(c) || (c == '.' && isDigit(at(m_position + 1))))
            return make(TokenKind::Number, numberEnd());
        if (isNameStart(c))
            return name();
        return sign();
    }

    Token make(TokenKind kind, std::size_t end, bool closed = true) {
        Token token;
        token.kind = kind;
        token.closed = closed;
        token.begin = static_cast<std::uint32_t>(m_position);
        token.length = static_cast<std::uint32_t>(end - m_position);
        token.line = m_line;
        token.column = m_column;
        for (std::size_t i = m_position; i < end; ++i)
            if (m_text[i] == '\n' || (m_text[i] == '\r' && at(i + 1) != '\n')) {
                ++m_line;
                m_column = 1;
            } else if ((static_cast<unsigned char>(m_text[i]) & 0xC0U) != 0x80U) {
                ++m_column; // the byte that begins a character
            }
        m_position = end;
        return token;
    }

    template <class Predicate> Token run(TokenKind kind, Predicate belongs) {
        std::size_t end = m_position;
        while (end < m_text.size() && belongs(m_text[end]))
            ++end;
        return make(kind, end);
    }

    std::size_t lineEnd(std::size_t from) const {
        return std::min(m_text.find_first_of("\r\n", from), m_text.size());
    }
    std::size_t lineEndLength(std::size_t index) const {
        return m_text[index] == '\r' && at(index + 1) == '\n' ? 2 : 1;
    }

    /// A comment or raw string: to its closing mark, or to the end of the text.
    Token until(std::string_view mark, std::size_t skip, TokenKind kind) {
        const std::size_t found = m_text.find(mark, m_position + skip);
        if (found == std::string_view::npos) {
            m_state = kind == TokenKind::RawString ? LineState::RawString : LineState::BlockComment;
            return make(kind, m_text.size(), false);
        }
        m_state = m_macroHead ? LineState::MacroHead : LineState::Code;
        return make(kind, found + mark.size());
    }

    Token string(std::size_t from) {
        m_state = LineState::Code;
        std::size_t end = from;
        while (end < m_text.size() && !isLineEnd(m_text[end])) {
            if (m_text[end] == '"')
                return make(TokenKind::String, end + 1);
            if (m_text[end] != '\\') {
                ++end;
            } else if (end + 1 == m_text.size()) {
                m_state = LineState::String;
                ++end;
            } else {
                end += 1 + (isLineEnd(m_text[end + 1]) ? lineEndLength(end + 1) : 1);
            }
        }
        return make(TokenKind::String, end, false);
    }

    Token macroText(std::size_t from) {
        m_macroHead = false;
        for (std::size_t end = from; end < m_text.size(); ++end) {
            if (m_text[end] == '\\') {
                ++end;
            } else if (m_text[end] == '#') {
                m_state = LineState::Code;
                return make(TokenKind::MacroText, end + 1);
            }
        }
        m_state = LineState::MacroText;
        return make(TokenKind::MacroText, m_text.size(), false);
    }

    Token backslash() {
        std::size_t end = m_position + 1;
        while (isInLineBlank(at(end)))
            ++end;
        if (at(end) == ';')
            end = lineEnd(end);
        if (end >= m_text.size())
            return make(TokenKind::Continuation, m_text.size());
        if (isLineEnd(m_text[end]))
            return make(TokenKind::Continuation, end + lineEndLength(end));
        return make(TokenKind::Unknown, m_position + 1);
    }

    Token hash() {
        if (m_state == LineState::MacroHead)
            return macroText(m_position + 1);
        std::size_t begin = m_position + 1;
        while (isInLineBlank(at(begin)))
            ++begin;
        std::size_t end = begin;
        while (isNamePart(at(end)))
            ++end;
        const std::string_view word = m_text.substr(begin, end - begin);
        if (std::find(directives.begin(), directives.end(), word) == directives.end())
            return sign();
        if (word == "define") {
            m_state = LineState::MacroHead;
            m_macroHead = true;
        }
        return make(TokenKind::Directive, end);
    }

    Token macro() {
        std::size_t end = m_position + 1;
        while (isNamePart(at(end)))
            ++end;
        return make(TokenKind::Macro, at(end) == '.' ? end + 1 : end);
    }

    std::size_t numberEnd() const {
        std::size_t end = m_position;
        if (at(end) == '0' && (at(end + 1) == 'x' || at(end + 1) == 'X') &&
            isHexDigit(at(end + 2))) {
            end += 2;
            while (isHexDigit(at(end)))
                ++end;
            return end;
        }
        while (isDigit(at(end)))
            ++end;
        if (at(end) == '.')
            ++end;
        while (isDigit(at(end)))
            ++end;
        if (at(end) == 'e' || at(end) == 'E') {
            std::size_t exponent = end + 1;
            if (at(exponent) == '+' || at(exponent) == '-')
                ++exponent;
            if (isDigit(at(exponent))) {
                end = exponent;
                while (isDigit(at(end)))
                    ++end;
            }
        }
        return end;
    }

    Token name() {
        std::size_t end = m_position;
        while (isNamePart(at(end)))
            ++end;
        const std::string_view word = m_text.substr(m_position, end - m_position);
        const bool isField = word.size() > 1 && (word[0] == 'p' || word[0] == 'P') &&
                             std::all_of(word.begin() + 1, word.end(), isDigit);
        return make(isField ? TokenKind::PField : TokenKind::Name, end);
    }

    Token sign() {
        if (m_position == 0 && startsWith(byteOrderMark))
            return make(TokenKind::Unknown, byteOrderMark.size());
        for (const std::string_view op : operators)
            if (startsWith(op))
                return make(TokenKind::Operator, m_position + op.size());
        const char c = m_text[m_position];
        TokenKind kind = TokenKind::Unknown;
        if (c == '(' || c == '[' || c == '{')
            kind = TokenKind::Open;
        else if (c == ')' || c == ']' || c == '}')
            kind = TokenKind::Close;
        else if (c == ',' || c == ':' || c == '\'')
            kind = TokenKind::Separator;
        else if (c != '\0' && singleOperators.find(c) != std::string_view::npos)
            kind = TokenKind::Operator;
        return make(kind, m_position + 1);
    }

    std::string_view m_text;
    std::size_t m_position = 0;
    std::uint32_t m_line = 1;
    std::uint32_t m_column = 1;
    LineState m_state;
    /// A comment within the head of a macro leads back to the head.
    bool m_macroHead = m_state == LineState::MacroHead;
};

} // namespace

std::vector<Token> tokenize(std::string_view orchestra) {
    return Lexer(orchestra, LineState::Code).readAll();
}

std::vector<Token> tokenizeLine(std::string_view line, LineState& state) {
    if (line.empty() && state == LineState::String)
        state = LineState::Code;
    Lexer lexer(line, state);
    std::vector<Token> tokens = lexer.readAll();
    state = lexer.state();
    return tokens;
}

} // namespace stria
