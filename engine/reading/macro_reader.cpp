// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/macro_reader.h"

#include <algorithm>
#include <cctype>

#include "engine/orchestra/inline_header.h"
#include "engine/orchestra/literals.h"
#include "engine/orchestra/text_range.h"

namespace stria {

namespace {

constexpr int deepest = 40;
constexpr int mostUses = 50'000;
constexpr std::size_t mostText = 8'000'000;

bool isMacroLetter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// `$NAME.` or `$NAME` without its marks.
std::string_view nameOfMacro(std::string_view word) {
    word.remove_prefix(1);
    if (word.ends_with('.'))
        word.remove_suffix(1);
    return word;
}

/// What stands between the `#` marks.
std::string textOfMacro(std::string_view marked, bool closed) {
    marked.remove_prefix(1);
    if (closed)
        marked.remove_suffix(1);
    std::string text;
    for (std::size_t i = 0; i < marked.size(); ++i)
        if (marked[i] != '\\' || i + 1 >= marked.size() || marked[i + 1] != '#')
            text += marked[i];
    return text;
}

std::size_t skipBlank(const std::vector<Token>& tokens, std::size_t i) {
    while (i < tokens.size() && tokens[i].isBlank())
        ++i;
    return i;
}

/// The index of the parenthesis that closes the one at `open`, or the end.
std::size_t closingOf(const std::vector<Token>& tokens, std::size_t open, std::string_view text) {
    int depth = 0;
    for (std::size_t i = open; i < tokens.size(); ++i) {
        const std::string_view word = tokens[i].in(text);
        if (word == "(")
            ++depth;
        else if (word == ")" && --depth == 0)
            return i;
    }
    return tokens.size();
}

/// `a'b` between the parentheses of a macro's use.
std::vector<std::string> splitMacroArguments(std::string_view text) {
    std::vector<std::string> arguments(1);
    for (const char c : text)
        if (c == '\'')
            arguments.emplace_back();
        else
            arguments.back() += c;
    return arguments;
}

} // namespace

UnfoldedCode::Origin UnfoldedCode::originOf(std::uint32_t offset) const {
    const auto next = std::upper_bound(
        stretches.begin(), stretches.end(), offset,
        [](std::uint32_t value, const Stretch& stretch) { return value < stretch.begin; });
    if (next == stretches.begin())
        return {};
    const Stretch& stretch = *std::prev(next);
    Origin origin = stretch.origin;
    if (!stretch.isMacro)
        origin.offset += offset - stretch.begin;
    return origin;
}

Place UnfoldedCode::placeOf(std::uint32_t offset) const {
    const Origin origin = originOf(offset);
    const Source& source = sources.at(static_cast<std::size_t>(origin.source));
    const std::string_view before = std::string_view(source.text).substr(0, origin.offset);
    Place place = source.place;
    place.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line = before.rfind('\n');
    place.column =
        1 + characterCount(line == std::string_view::npos ? before : before.substr(line + 1));
    return place;
}

void MacroReader::define(std::string name, std::string text) {
    m_macros[std::move(name)] = Macro{{}, std::move(text), true};
}

UnfoldedCode MacroReader::unfold(const ReachingText& code) {
    m_code = {};
    m_code.sources.push_back({code.place, code.text});
    m_conditions = m_uses = 0;
    m_gaveUp = false;
    std::uint32_t from = 0;
    if (code.place.text == TextKind::InstrumentBody)
        from = readInlineHeader(code.text, tokenize(code.text), {}).range.end();
    scan(std::string_view(code.text).substr(from), {0, from, false, 0});
    return std::exchange(m_code, {});
}

void MacroReader::write(std::string_view text, const At& at, std::uint32_t offset) {
    m_code.stretches.push_back({static_cast<std::uint32_t>(m_code.text.size()),
                                {at.source, at.isMacro ? at.offset : at.offset + offset},
                                at.isMacro});
    m_code.text += text;
}

void MacroReader::note(UnfoldingNote::What what, std::string name, const At& at,
                       std::uint32_t offset) {
    constexpr std::size_t most = 1000;
    if (m_notes.size() >= most)
        return;
    write("", at, offset);
    m_notes.push_back(
        {what, std::move(name), m_code.placeOf(static_cast<std::uint32_t>(m_code.text.size()))});
}

bool MacroReader::isTooMuch(const At& at, std::uint32_t offset) {
    if (m_gaveUp)
        return true;
    m_gaveUp = ++m_uses > mostUses || at.depth > deepest || m_code.text.size() > mostText;
    if (m_gaveUp)
        note(UnfoldingNote::What::TooManyMacros, {}, at, offset);
    return m_gaveUp;
}

void MacroReader::scan(std::string_view text, At at) {
    const std::vector<Token> tokens = tokenize(text);
    for (std::size_t i = 0; i < tokens.size() && !m_gaveUp;) {
        const Token& token = tokens[i];
        if (token.kind == TokenKind::Directive) {
            i = readDirective(tokens, i, text, at);
        } else if (token.kind == TokenKind::Macro) {
            i = readMacro(tokens, i, text, at);
        } else {
            if (token.kind == TokenKind::String)
                write(unfoldString(token.in(text)), at, token.begin);
            else if (token.kind == TokenKind::LineComment || token.kind == TokenKind::BlockComment)
                write(" ", at, token.begin);
            else
                write(token.in(text), at, token.begin);
            ++i;
        }
    }
}

std::size_t MacroReader::readDirective(const std::vector<Token>& tokens, std::size_t i,
                                       std::string_view text, const At& at) {
    std::string_view word = tokens[i].in(text);
    word.remove_prefix(1);
    while (word.starts_with(' ') || word.starts_with('\t'))
        word.remove_prefix(1);
    if (word == "define")
        return readDefine(tokens, i, text);
    if (word == "include" || word == "includestr")
        return readInclude(tokens, i, text, at);
    std::size_t next = skipBlank(tokens, i + 1);
    const bool hasName = next < tokens.size() && tokens[next].kind == TokenKind::Name;
    if (word == "ifdef" || word == "ifndef")
        ++m_conditions;
    else if (word.starts_with("end"))
        m_conditions = std::max(0, m_conditions - 1);
    else if (word == "undef" && hasName && m_conditions == 0)
        if (const auto macro = m_macros.find(tokens[next].in(text)); macro != m_macros.end())
            m_macros.erase(macro);
    const bool takesName = word == "ifdef" || word == "ifndef" || word == "undef";
    return takesName && hasName ? next + 1 : i + 1;
}

std::size_t MacroReader::readDefine(const std::vector<Token>& tokens, std::size_t i,
                                    std::string_view text) {
    i = skipBlank(tokens, i + 1);
    if (i >= tokens.size() || tokens[i].kind == TokenKind::NewLine)
        return i;
    const std::string name(tokens[i].in(text));
    Macro macro;
    for (++i; i < tokens.size(); ++i) {
        if (tokens[i].kind == TokenKind::MacroText) {
            macro.text = textOfMacro(tokens[i].in(text), tokens[i].closed);
            if (m_conditions > 0) {
                const auto other = m_macros.find(name);
                macro.isSure = other == m_macros.end() || other->second.text == macro.text;
            }
            m_macros[name] = std::move(macro);
            return i + 1;
        }
        if (tokens[i].kind == TokenKind::Directive)
            break;
        if (tokens[i].kind == TokenKind::Name || tokens[i].kind == TokenKind::PField)
            macro.parameters.emplace_back(tokens[i].in(text));
    }
    return i;
}

std::size_t MacroReader::readInclude(const std::vector<Token>& tokens, std::size_t i,
                                     std::string_view text, const At& at) {
    const std::uint32_t offset = tokens[i].begin;
    i = skipBlank(tokens, i + 1);
    const bool isText =
        i < tokens.size() && tokens[i].kind == TokenKind::String && tokens[i].closed;
    const std::string name = isText ? readString(tokens[i], text) : std::string();
    if (!isText || name.find('$') != std::string::npos) {
        note(UnfoldingNote::What::UnreadInclude, name, at, offset);
        return isText ? i + 1 : i;
    }
    note(UnfoldingNote::What::Include, name, at, offset);
    const auto file = m_includes.find(name);
    if (file == m_includes.end() || isTooMuch(at, offset))
        return i + 1;
    Place place;
    place.text = TextKind::File;
    place.file = name;
    m_code.sources.push_back({place, file->second});
    const int source = static_cast<int>(m_code.sources.size()) - 1;
    write("\n", at, offset);
    scan(file->second, {source, 0, false, at.depth + 1});
    write("\n", at, offset);
    return i + 1;
}

const MacroReader::Macro* MacroReader::find(std::string_view name, std::string_view& rest) const {
    // Csound takes the beginning of a name for a macro where the whole is none.
    for (std::size_t length = name.size(); length > 0; --length)
        if (const auto macro = m_macros.find(name.substr(0, length)); macro != m_macros.end()) {
            rest = name.substr(length);
            return &macro->second;
        }
    return nullptr;
}

std::size_t MacroReader::readMacro(const std::vector<Token>& tokens, std::size_t i,
                                   std::string_view text, const At& at) {
    const Token& use = tokens[i];
    std::string_view rest;
    const Macro* const found = find(nameOfMacro(use.in(text)), rest);
    if (!found || !found->isSure || isTooMuch(at, use.begin)) {
        write(use.in(text), at, use.begin);
        return i + 1;
    }
    const Macro macro = *found;
    std::size_t next = i + 1;
    std::map<std::string, Macro, std::less<>> hidden;
    if (!macro.parameters.empty() && next < tokens.size() && tokens[next].in(text) == "(") {
        const std::size_t close = closingOf(tokens, next, text);
        const std::uint32_t from = tokens[next].end();
        const auto to =
            close < tokens.size() ? tokens[close].begin : static_cast<std::uint32_t>(text.size());
        const auto arguments = splitMacroArguments(text.substr(from, to - from));
        for (std::size_t n = 0; n < macro.parameters.size(); ++n) {
            const std::string& parameter = macro.parameters[n];
            if (const auto other = m_macros.find(parameter); other != m_macros.end())
                hidden.insert(*other);
            m_macros[parameter] =
                Macro{{}, n < arguments.size() ? arguments[n] : std::string(), true};
        }
        next = std::min(close + 1, tokens.size());
    }
    scan(macro.text,
         {at.source, at.isMacro ? at.offset : at.offset + use.begin, true, at.depth + 1});
    for (const std::string& parameter : macro.parameters)
        m_macros.erase(parameter);
    m_macros.merge(hidden);
    write(rest, at, use.begin);
    return next;
}

std::string MacroReader::unfoldString(std::string_view text) const {
    std::string unfolded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t end = i + 1;
        while (text[i] == '$' && end < text.size() && isMacroLetter(text[end]))
            ++end;
        std::string_view rest;
        const Macro* const macro =
            end > i + 1 ? find(text.substr(i + 1, end - i - 1), rest) : nullptr;
        if (!macro) {
            unfolded += text[i];
            continue;
        }
        unfolded += macro->text;
        unfolded += rest;
        i = end - 1 + (end < text.size() && text[end] == '.' ? 1 : 0);
    }
    return unfolded;
}

} // namespace stria
