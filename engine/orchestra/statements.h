// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "engine/orchestra/tokenizer.h"

namespace stria {

/// Orchestra code as Csound takes it: tokens without blanks, comments and line ends, one statement
/// after the other. A line that ends in an operator, a comma or `(` goes on in the next, as in
/// Csound. A label is a statement of its own, and so is a directive with what belongs to it.
class Statements {
  public:
    /// Reads `text` from byte `from` on (the end of an inline header).
    explicit Statements(std::string_view text, std::uint32_t from = 0);
    /// The same from the tokens of the whole text.
    Statements(std::string_view text, const std::vector<Token>& tokens, std::uint32_t from);
    /// The code between the marks of a MacroText token of `text`; places are those in `text`.
    static Statements ofMacro(std::string_view text, const Token& macroText);
    Statements(Statements&&) noexcept = default;
    Statements& operator=(Statements&&) noexcept = default;
    Statements(const Statements&) = delete;
    Statements& operator=(const Statements&) = delete;

    using Tokens = std::span<const Token>;
    std::size_t size() const { return m_ends.size(); }
    Tokens operator[](std::size_t index) const&;
    Tokens operator[](std::size_t index) const&& = delete;
    std::string_view text() const { return m_text; }
    std::string_view textOf(const Token& token) const { return token.in(m_text); }
    /// All tokens that are no blanks and no line ends.
    Tokens all() const& { return m_tokens; }
    Tokens all() const&& = delete;

  private:
    std::size_t begin() const { return m_ends.empty() ? 0 : m_ends.back(); }
    bool isOpen() const;
    bool endsLabel() const;
    void finish();

    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::vector<std::size_t> m_ends;
};

} // namespace stria
