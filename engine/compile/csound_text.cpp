// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/csound_text.h"

#include <charconv>

namespace stria {

namespace {

/// Csound reads lines with quotes up to 4096 characters; the rest of the line needs room too.
constexpr std::size_t longestQuoted = 3000;

void appendEscaped(std::string& out, char c) {
    switch (c) {
    case '"':
    case '\\':
    case '$':
        out += '\\';
        out += c;
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
            out += c;
            return;
        }
        // Octal, three digits.
        const auto code = static_cast<unsigned char>(c);
        out += '\\';
        out += static_cast<char>('0' + (code >> 6));
        out += static_cast<char>('0' + ((code >> 3) & 7));
        out += static_cast<char>('0' + (code & 7));
    }
}

bool startsCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

} // namespace

void csound_text::append(std::string& text, double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    text.append(digits, end);
}

std::string csound_text::number(double value) {
    std::string text;
    append(text, value);
    return text;
}

std::string csound_text::quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, text.find('\0')))
        appendEscaped(out, c);
    out += '"';
    return out;
}

std::vector<std::string> csound_text::pieces(std::string_view text) {
    text = text.substr(0, text.find('\0'));
    std::vector<std::string> out(1);
    std::size_t length = 0;
    for (const char c : text) {
        if (length >= longestQuoted && startsCharacter(c)) {
            out.emplace_back();
            length = 0;
        }
        std::string escaped;
        appendEscaped(escaped, c);
        length += escaped.size();
        out.back() += c;
    }
    return out;
}

std::string csound_text::comment(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    // A backslash at the end of a line would hide the line end.
    while (!out.empty() && (out.back() == '\\' || out.back() == ' '))
        out.pop_back();
    return out;
}

} // namespace stria
