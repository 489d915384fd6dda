// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/docstring.h"

#include <algorithm>
#include <cctype>

#include "engine/orchestra/literals.h"

namespace stria {

namespace {

bool isSpace(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

/// One line of a comment without its marks.
std::string_view withoutMarks(std::string_view line, TokenKind kind) {
    line = trimmed(line);
    const std::string_view marks = kind == TokenKind::LineComment ? ";/" : "*";
    while (!line.empty() && marks.find(line.front()) != std::string_view::npos)
        line.remove_prefix(1);
    if (kind == TokenKind::BlockComment)
        while (!line.empty() && line.back() == '*')
            line.remove_suffix(1);
    return trimmed(line);
}

std::vector<std::string_view> linesOf(const Token& comment, std::string_view code) {
    std::string_view text = comment.in(code);
    if (comment.kind == TokenKind::BlockComment) {
        text.remove_prefix(2);
        if (comment.closed)
            text.remove_suffix(2);
    }
    std::vector<std::string_view> lines;
    while (true) {
        const std::size_t end = text.find_first_of("\r\n");
        lines.push_back(withoutMarks(text.substr(0, end), comment.kind));
        if (end == std::string_view::npos)
            return lines;
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
}

bool isComment(const Token& token) {
    return token.kind == TokenKind::LineComment || token.kind == TokenKind::BlockComment;
}

bool isByteOrderMark(const Token& token) {
    return token.kind == TokenKind::Unknown && token.begin == 0;
}

/// `20..20000 Hz log` within a line; false when it holds no range.
bool readRange(std::string_view line, ParameterHint& hint) {
    const std::size_t dots = line.find("..");
    if (dots == std::string_view::npos)
        return false;
    const std::string_view before = trimmed(line.substr(0, dots));
    const std::string_view after = trimmed(line.substr(dots + 2));
    const std::size_t from = before.find_last_of(" ,:;(=[");
    const std::size_t to = after.find_first_of(" ,;)]\t");
    hint.minimum = readNumber(from == std::string_view::npos ? before : before.substr(from + 1));
    hint.maximum = readNumber(after.substr(0, to));
    if (!hint.minimum || !hint.maximum)
        return false;
    std::string_view rest = to == std::string_view::npos ? "" : after.substr(to);
    while (!rest.empty()) {
        const std::size_t begin = rest.find_first_not_of(" ,;)]\t.");
        if (begin == std::string_view::npos)
            break;
        const std::size_t end = std::min(rest.find_first_of(" ,;)]\t", begin), rest.size());
        const std::string_view word = rest.substr(begin, end - begin);
        if (word == "log" || word == "logarithmic")
            hint.logarithmic = true;
        else if (hint.unit.empty())
            hint.unit = word;
        rest.remove_prefix(end);
    }
    return true;
}

} // namespace

std::string readLeadingComment(std::string_view code, const std::vector<Token>& tokens) {
    std::string doc;
    bool found = false;
    int lineEnds = 0;
    for (const Token& token : tokens) {
        if (token.kind == TokenKind::NewLine) {
            if (found && ++lineEnds > 1)
                break;
        } else if (isComment(token)) {
            for (const std::string_view line : linesOf(token, code))
                doc += std::string(line) + '\n';
            found = true;
            lineEnds = 0;
        } else if (token.kind != TokenKind::Space && !isByteOrderMark(token)) {
            break;
        }
    }
    return std::string(trimmed(doc));
}

std::vector<ParameterHint> readHints(std::string_view code, const std::vector<Token>& tokens) {
    std::vector<ParameterHint> hints;
    for (const Token& token : tokens) {
        if (!isComment(token))
            continue;
        for (const std::string_view line : linesOf(token, code)) {
            const std::size_t colon = line.find(':');
            if (colon == std::string_view::npos)
                continue;
            ParameterHint hint;
            hint.parameter = trimmed(line.substr(0, colon));
            const bool known =
                std::any_of(hints.begin(), hints.end(), [&](const ParameterHint& other) {
                    return other.parameter == hint.parameter;
                });
            if (!known && readRange(line.substr(colon + 1), hint))
                hints.push_back(std::move(hint));
        }
    }
    return hints;
}

} // namespace stria
