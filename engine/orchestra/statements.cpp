// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/statements.h"

namespace stria {

namespace {

/// What lets a statement go on behind the end of its line.
bool continues(const Token& token, std::string_view text) {
    if (token.kind == TokenKind::Operator)
        return true;
    const std::string_view word = token.in(text);
    return word == "," || word == "(";
}

} // namespace

Statements::Statements(std::string_view text, std::uint32_t from)
    : Statements(text, tokenize(text), from) {}

Statements Statements::ofMacro(std::string_view text, const Token& macroText) {
    std::string_view inner = macroText.in(text).substr(1);
    if (macroText.closed)
        inner.remove_suffix(1);
    std::vector<Token> tokens = tokenize(inner);
    for (Token& token : tokens) {
        token.begin += macroText.begin + 1;
        if (token.line == 1)
            token.column += macroText.column;
        token.line += macroText.line - 1;
    }
    return Statements(text, tokens, 0);
}

Statements::Statements(std::string_view text, const std::vector<Token>& tokens, std::uint32_t from)
    : m_text(text) {
    m_tokens.reserve(tokens.size() / 2);
    bool lineEnded = false;   // since the last token
    bool inMacroHead = false; // between #define and its text
    for (const Token& token : tokens) {
        if (token.begin < from || token.isBlank())
            continue;
        if (token.kind == TokenKind::NewLine) {
            if (!inMacroHead && (lineEnded || !isOpen() || !continues(m_tokens.back(), text)))
                finish();
            lineEnded = true;
            continue;
        }
        lineEnded = false;
        m_tokens.push_back(token);
        if (token.kind == TokenKind::Directive)
            inMacroHead = textOf(token).ends_with("define");
        if (token.kind == TokenKind::MacroText)
            inMacroHead = false;
        if (token.kind == TokenKind::MacroText || endsLabel())
            finish();
    }
    finish();
}

bool Statements::isOpen() const {
    return m_tokens.size() > begin();
}

/// `name:` and a blank at the start of a line.
bool Statements::endsLabel() const {
    if (m_tokens.size() != begin() + 2)
        return false;
    const Token& name = m_tokens[begin()];
    const Token& colon = m_tokens.back();
    return name.kind == TokenKind::Name && textOf(colon) == ":" && colon.begin == name.end() &&
           (colon.end() >= m_text.size() ||
            std::string_view(" \t\r\n;").find(m_text[colon.end()]) != std::string_view::npos);
}

void Statements::finish() {
    if (isOpen())
        m_ends.push_back(m_tokens.size());
}

Statements::Tokens Statements::operator[](std::size_t index) const& {
    const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
    return Tokens(m_tokens).subspan(begin, m_ends[index] - begin);
}

} // namespace stria
