// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace stria {

enum class TokenKind : std::uint8_t {
    Space,        ///< blanks and tabs
    NewLine,      ///< one line end: LF, CR LF or CR
    Continuation, ///< a backslash with the line end it hides, blanks and comment between included
    LineComment,  ///< from `;` or `//` up to, not with, the line end
    BlockComment, ///< `/* ... */`; unclosed it runs to the end of the text
    String,       ///< `"..."`, quotes included; goes over a line end only behind a backslash;
                  ///< unclosed it runs to the line end
    RawString,    ///< `{{ ... }}`, over lines; unclosed it runs to the end of the text
    Number,       ///< 12, 0.5, .5, 1e-3, 0x1F
    Name,         ///< opcode, variable, word such as `instr` or `if`, label; also `0dbfs`
    PField,       ///< p4, P12: `p` and digits
    Macro,        ///< `$NAME`, `$NAME.`, without arguments
    Directive,    ///< `#define`, `#include`, `#ifdef`... the word with its `#`
    MacroText,    ///< the text of a `#define` between its `#` marks, with them
    Operator,     ///< + - * / % ^ = += == != < <= && || ? ! ~ & | # ¬ << >> @ @@
    Open,         ///< ( [ {
    Close,        ///< ) ] }
    Separator,    ///< , : and the ' between arguments of a macro
    Unknown       ///< a byte that means nothing here; one token each
};

/// A piece of the text. Tokens follow each other without gap: joined they are the text.
struct Token {
    TokenKind kind = TokenKind::Unknown;
    bool closed = true;      ///< false for a string, comment or macro text that never ends
    std::uint32_t begin = 0; ///< byte offset
    std::uint32_t length = 0;
    std::uint32_t line = 1;   ///< of its first byte, from 1
    std::uint32_t column = 0; ///< from 1, in characters; 0 when the token was cut afterwards

    std::uint32_t end() const { return begin + length; }
    std::string_view in(std::string_view text) const { return text.substr(begin, length); }
    bool isBlank() const {
        return kind == TokenKind::Space || kind == TokenKind::LineComment ||
               kind == TokenKind::BlockComment || kind == TokenKind::Continuation;
    }
    bool operator==(const Token&) const = default;
};

/// Reads Csound orchestra code (UTF-8, any bytes accepted). A byte order mark at the start is an
/// Unknown token. Never fails: what cannot be read is Unknown or not closed.
/// Source: the manual's chapter on orchestra syntax and Csound 6.18's behaviour.
std::vector<Token> tokenize(std::string_view orchestra);

/// What a line of an editor begins in, for colouring one line at a time.
enum class LineState : std::uint8_t {
    Code,
    BlockComment,
    String, ///< the line before ended in a backslash within the quotes
    RawString,
    MacroHead, ///< behind `#define NAME`, before the text
    MacroText
};
/// Reads one line (without its line end) that begins in `state`, which becomes that of the next.
/// A token that goes on in the next line is not closed. All tokens are of line 1.
std::vector<Token> tokenizeLine(std::string_view line, LineState& state);

} // namespace stria
