// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace stria {

bool isDigitOfScore(char c);

/// A piece of a score between blanks; a text in quotes and an expression in brackets are one, with
/// their marks.
struct ScoreWord {
    std::string_view text;
    int line = 0; ///< from 1
    std::size_t begin = 0;
    std::size_t lineBegin = 0;
};

/// Goes through a score, or the score of a whole CSD, word by word, past comments. The words live
/// as long as this does.
class ScoreWords {
  public:
    explicit ScoreWords(std::string_view score);
    ScoreWords(const ScoreWords&) = delete;
    ScoreWords& operator=(const ScoreWords&) = delete;

    /// Goes to the next statement; false at the end of the text.
    bool atStatement();
    /// Goes to the next field of the statement, which may stand in a later line; false if it has
    /// none.
    bool atField();
    /// The same, within the line.
    bool atFieldOfLine();
    /// REQUIRES: atStatement().
    ScoreWord takeLetter();
    /// Whether a letter follows at once, so that the one taken is the beginning of a word.
    bool atLetter() const;
    /// REQUIRES: atField(), or behind goBack().
    ScoreWord takeWord();
    void skipLine();
    /// To the first letter of a word of this line.
    void goBack(const ScoreWord& word) { m_at = word.begin; }
    /// From 1, in characters; 0 for a word of nowhere.
    int columnOf(const ScoreWord& word) const;

  private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void skipBlanks(bool andLines);
    void skipEnclosed(char closing);

    const std::string m_text;
    std::size_t m_at = 0;
    std::size_t m_lineBegin = 0;
    int m_line = 1;
};

} // namespace stria
