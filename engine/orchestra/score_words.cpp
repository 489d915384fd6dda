// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/score_words.h"

#include <algorithm>

namespace stria {
namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' || c == '\0';
}

/// Of a whole CSD the score; what stands around it becomes blanks, its line ends stay.
std::string scoreOf(std::string_view text) {
    std::string result(text);
    const std::size_t tag = text.find("<CsScore");
    const std::size_t begin = tag == std::string_view::npos ? tag : text.find('>', tag);
    if (begin == std::string_view::npos)
        return result;
    const std::size_t end = std::min(text.find("</CsScore>", begin), text.size());
    for (std::size_t i = 0; i < result.size(); ++i)
        if ((i <= begin || i >= end) && result[i] != '\n')
            result[i] = ' ';
    return result;
}

/// Comments become blanks, their line ends stay; so does a byte order mark.
std::string withoutComments(std::string_view text) {
    std::string result = scoreOf(text);
    if (text.substr(0, 3) == "\xef\xbb\xbf")
        result.replace(0, 3, 3, ' ');
    const auto blank = [&](std::size_t& at, std::size_t end) {
        for (; at < end; ++at)
            if (result[at] != '\n')
                result[at] = ' ';
        --at;
    };
    bool quoted = false;
    for (std::size_t i = 0; i < result.size(); ++i) {
        const char c = result[i];
        const char next = i + 1 < result.size() ? result[i + 1] : '\0';
        if (c == '\n')
            quoted = false;
        else if (quoted && c == '\\' && next != '\n')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == ';' || (c == '/' && next == '/')))
            blank(i, std::min(result.find('\n', i), result.size()));
        else if (!quoted && c == '/' && next == '*')
            blank(i,
                  std::min(std::min(result.find("*/", i + 2), result.size()) + 2, result.size()));
    }
    return result;
}

} // namespace

bool isDigitOfScore(char c) {
    return c >= '0' && c <= '9';
}

ScoreWords::ScoreWords(std::string_view score) : m_text(withoutComments(score)) {}

bool ScoreWords::atStatement() {
    skipBlanks(true);
    return m_at < m_text.size();
}

bool ScoreWords::atFieldOfLine() {
    skipBlanks(false);
    return m_at < m_text.size() && peek() != '\n';
}

bool ScoreWords::atField() {
    if (atFieldOfLine())
        return true;
    const std::size_t at = m_at, begin = m_lineBegin;
    const int line = m_line;
    skipBlanks(true);
    // What no statement begins with.
    const std::string_view ofFields = "+-.^<>!\"[(";
    if (m_at < m_text.size() &&
        (isDigitOfScore(peek()) || ofFields.find(peek()) != std::string_view::npos))
        return true;
    m_at = at;
    m_line = line;
    m_lineBegin = begin;
    return false;
}

ScoreWord ScoreWords::takeLetter() {
    const ScoreWord word{std::string_view(m_text).substr(m_at, 1), m_line, m_at, m_lineBegin};
    ++m_at;
    return word;
}

bool ScoreWords::atLetter() const {
    const char c = peek();
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

ScoreWord ScoreWords::takeWord() {
    ScoreWord word{{}, m_line, m_at, m_lineBegin};
    if (peek() == '"' || peek() == '[')
        skipEnclosed(peek() == '"' ? '"' : ']');
    else
        while (m_at < m_text.size() && !isBlank(peek()) && peek() != '\n' && peek() != '"' &&
               peek() != '[')
            ++m_at;
    word.text = std::string_view(m_text).substr(word.begin, m_at - word.begin);
    return word;
}

void ScoreWords::skipLine() {
    m_at = std::min(m_text.find('\n', m_at), m_text.size());
}

int ScoreWords::columnOf(const ScoreWord& word) const {
    if (word.text.empty())
        return 0;
    const auto begin = m_text.begin() + static_cast<std::ptrdiff_t>(word.lineBegin);
    const auto end = m_text.begin() + static_cast<std::ptrdiff_t>(word.begin);
    return 1 + static_cast<int>(std::count_if(begin, end, [](char c) {
               return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
           }));
}

void ScoreWords::skipBlanks(bool andLines) {
    for (; m_at < m_text.size() && (isBlank(peek()) || (andLines && peek() == '\n')); ++m_at)
        if (peek() == '\n') {
            ++m_line;
            m_lineBegin = m_at + 1;
        }
}

/// Past the closing mark, or to the end of the line.
void ScoreWords::skipEnclosed(char closing) {
    for (++m_at; m_at < m_text.size() && peek() != '\n'; ++m_at) {
        if (peek() == closing) {
            ++m_at;
            return;
        }
        if (closing == '"' && peek() == '\\' && m_at + 1 < m_text.size() &&
            m_text[m_at + 1] != '\n')
            ++m_at;
    }
}

} // namespace stria
