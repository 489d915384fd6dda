// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/literals.h"

#include <charconv>

namespace stria {

namespace {

/// A score line holds no more pfields (beyond that Csound reads zeros, then crashes).
constexpr int mostPfields = 1997;

char escaped(char letter) {
    switch (letter) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    default:
        return letter;
    }
}

} // namespace

std::optional<double> readNumber(std::string_view text) {
    const char* end = text.data() + text.size();
    if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        unsigned long long value = 0;
        const auto [last, error] = std::from_chars(text.data() + 2, end, value, 16);
        if (error != std::errc{} || last != end)
            return std::nullopt;
        return static_cast<double>(value);
    }
    double value = 0;
    const auto [last, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || last != end)
        return std::nullopt;
    return value;
}

int pfieldNumber(const Token& token, std::string_view text) {
    if (token.kind != TokenKind::PField)
        return 0;
    const std::string_view digits = token.in(text).substr(1);
    int number = 0;
    const auto [last, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && number <= mostPfields ? number : 0;
}

std::string readString(const Token& token, std::string_view text) {
    std::string_view inner = token.in(text);
    const std::size_t marks = token.kind == TokenKind::RawString ? 2 : 1;
    inner.remove_prefix(marks);
    if (token.closed)
        inner.remove_suffix(marks);
    if (token.kind == TokenKind::RawString)
        return std::string(inner);
    std::string value;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] == '\\' && i + 1 < inner.size())
            value += escaped(inner[++i]);
        else
            value += inner[i];
    }
    return value;
}

std::optional<ParameterDefault> readLiteral(std::span<const Token> tokens, std::string_view text) {
    double sign = 1;
    while (tokens.size() > 1 && (tokens[0].in(text) == "-" || tokens[0].in(text) == "+")) {
        if (tokens[0].in(text) == "-")
            sign = -sign;
        tokens = tokens.subspan(1);
    }
    if (tokens.size() != 1)
        return std::nullopt;
    const Token& token = tokens[0];
    if (token.kind == TokenKind::Number) {
        if (const auto number = readNumber(token.in(text)))
            return sign * *number;
    } else if (token.closed && sign > 0 &&
               (token.kind == TokenKind::String || token.kind == TokenKind::RawString)) {
        return readString(token, text);
    }
    return std::nullopt;
}

} // namespace stria
