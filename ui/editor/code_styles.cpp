// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_styles.h"

#include <QFontInfo>
#include <Qsci/qsciscintilla.h>
#include <algorithm>

#include "engine/orchestra/opcode_calls.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

CodeStyle variableStyle(std::string_view name) {
    if (name.starts_with('g'))
        name.remove_prefix(1);
    switch (name.empty() ? '\0' : name[0]) {
    case 'i':
        return CodeStyle::FixedVariable;
    case 'k':
        return CodeStyle::ControlVariable;
    case 'a':
        return CodeStyle::AudioVariable;
    case 'S':
        return CodeStyle::TextVariable;
    default:
        return CodeStyle::Plain;
    }
}

/// Reads the tokens of one line with their neighbours.
class LineStyler {
  public:
    LineStyler(std::string_view line, const std::vector<Token>& tokens, const KnownNames& names)
        : m_line(line), m_tokens(tokens), m_names(names) {}

    CodeStyle styleOf(std::size_t index) const {
        const Token& token = m_tokens[index];
        switch (token.kind) {
        case TokenKind::LineComment:
        case TokenKind::BlockComment:
            return CodeStyle::Comment;
        case TokenKind::String:
        case TokenKind::RawString:
            return CodeStyle::String;
        case TokenKind::Number:
            return CodeStyle::Number;
        case TokenKind::PField:
            return CodeStyle::FixedVariable;
        case TokenKind::Macro:
        case TokenKind::Directive:
        case TokenKind::MacroText:
            return CodeStyle::Directive;
        case TokenKind::Name:
            return nameStyle(index);
        case TokenKind::Operator:
            return isHeaderBar(index) ? CodeStyle::Opcode : CodeStyle::Plain;
        default:
            return CodeStyle::Plain;
        }
    }

  private:
    std::string_view text(std::size_t index) const {
        return index < m_tokens.size() ? m_tokens[index].in(m_line) : std::string_view();
    }

    CodeStyle nameStyle(std::size_t index) const {
        const std::string_view name = text(index);
        if (m_names.parameters.contains(name))
            return CodeStyle::Parameter;
        if (isKeyword(name))
            return CodeStyle::Keyword;
        if (isOpcodeName(name) || text(index + 1) == "(" || isRateCall(index) || isRate(index))
            return CodeStyle::Opcode;
        return looksLikeVariable(name) ? variableStyle(name) : CodeStyle::Plain;
    }

    bool isOpcodeName(std::string_view name) const {
        return m_names.opcodes.contains(name) || m_names.ownOpcodes.contains(name) ||
               name == "busin" || name == "busout" || name == "busmix";
    }

    /// `mtof` of `mtof:k(`.
    bool isRateCall(std::size_t index) const {
        return text(index + 1) == ":" && index + 2 < m_tokens.size() &&
               m_tokens[index + 2].kind == TokenKind::Name && isRate(index + 2);
    }
    /// `k` of `mtof:k(`.
    bool isRate(std::size_t index) const {
        return index >= 2 && text(index).size() == 1 && text(index - 1) == ":" &&
               m_tokens[index - 2].kind == TokenKind::Name &&
               m_tokens[index - 1].begin == m_tokens[index - 2].end() &&
               m_tokens[index].begin == m_tokens[index - 1].end();
    }

    /// A bar with nothing but blanks before or behind it on its line.
    bool isHeaderBar(std::size_t index) const {
        if (text(index) != "|")
            return false;
        const auto isBlank = [](const Token& token) { return token.isBlank(); };
        const auto here = m_tokens.begin() + static_cast<std::ptrdiff_t>(index);
        return std::all_of(m_tokens.begin(), here, isBlank) ||
               std::all_of(here + 1, m_tokens.end(), isBlank);
    }

    std::string_view m_line;
    const std::vector<Token>& m_tokens;
    const KnownNames& m_names;
};

} // namespace

std::vector<CodeStyle> styleLine(std::string_view line, LineState& state, const KnownNames& names) {
    const std::vector<Token> tokens = tokenizeLine(line, state);
    const LineStyler styler(line, tokens, names);
    std::vector<CodeStyle> styles(line.size(), CodeStyle::Plain);
    for (std::size_t i = 0; i < tokens.size(); ++i)
        std::fill_n(styles.begin() + tokens[i].begin, tokens[i].length, styler.styleOf(i));
    return styles;
}

void applyCodeStyles(QsciScintilla& view) {
    const Colours& colours = look::colours();
    const QFont font = look::codeFont();
    const auto set = [&](int style, const QColor& colour, bool bold = false) {
        view.SendScintilla(QsciScintilla::SCI_STYLESETFORE, static_cast<unsigned long>(style),
                           colour);
        view.SendScintilla(QsciScintilla::SCI_STYLESETBOLD, static_cast<unsigned long>(style),
                           static_cast<long>(bold));
    };
    const auto code = [&](CodeStyle style, const QColor& colour, bool bold = false) {
        set(static_cast<int>(style), colour, bold);
    };

    view.SendScintilla(QsciScintilla::SCI_STYLESETFONT,
                       static_cast<unsigned long>(QsciScintilla::STYLE_DEFAULT),
                       font.family().toUtf8().constData());
    const double points = QFontInfo(font).pixelSize() * 72.0 / view.logicalDpiY();
    view.SendScintilla(
        QsciScintilla::SCI_STYLESETSIZEFRACTIONAL,
        static_cast<unsigned long>(QsciScintilla::STYLE_DEFAULT),
        static_cast<long>(points * static_cast<int>(QsciScintilla::SC_FONT_SIZE_MULTIPLIER)));
    view.SendScintilla(QsciScintilla::SCI_STYLESETFORE,
                       static_cast<unsigned long>(QsciScintilla::STYLE_DEFAULT), colours.text);
    view.SendScintilla(QsciScintilla::SCI_STYLESETBACK,
                       static_cast<unsigned long>(QsciScintilla::STYLE_DEFAULT),
                       colours.background);
    view.SendScintilla(QsciScintilla::SCI_STYLECLEARALL);

    code(CodeStyle::Comment, colours.comment);
    code(CodeStyle::String, colours.string);
    code(CodeStyle::TextVariable, colours.string);
    code(CodeStyle::Keyword, colours.opcode, true);
    code(CodeStyle::Opcode, colours.opcode);
    code(CodeStyle::Directive, colours.dimText, true);
    code(CodeStyle::Parameter, colours.parameter, true);
    code(CodeStyle::FixedVariable, colours.iRate);
    code(CodeStyle::ControlVariable, colours.kRate);
    code(CodeStyle::AudioVariable, colours.aRate);
    set(QsciScintilla::STYLE_LINENUMBER, colours.dimText);

    view.SendScintilla(QsciScintilla::SCI_SETCARETFORE, colours.text);
    view.SendScintilla(QsciScintilla::SCI_SETSELBACK, 1UL, colours.selected);
    view.SendScintilla(QsciScintilla::SCI_SETSELFORE, 0UL, colours.text);
}

} // namespace stria
