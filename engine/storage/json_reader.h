// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// Reads one line of JSON (by RapidJSON) and gives its tokens one by one.
///
/// Texts come as the bytes that JsonWriter was given: lone surrogates U+DC80..U+DCFF stand for
/// bytes that are no UTF-8. A function that fails keeps the first problem and gives false; then
/// all others do the same. Everything that it gives out is valid until the next read().
class JsonReader {
  public:
    enum class Kind { ObjectStart, ObjectEnd, ArrayStart, ArrayEnd, Key, Text, Number, Word, End };
    struct Token {
        Kind kind = Kind::End;
        std::size_t offset = 0; ///< in the line, in bytes
        std::string_view text;  ///< the content of a key or text, the digits of a number, or a word
    };

    JsonReader();
    JsonReader(const JsonReader&) = delete;
    JsonReader& operator=(const JsonReader&) = delete;
    ~JsonReader();

    /// False when the line is no JSON, or a key stands twice in one object.
    bool read(std::string_view line);

    const Token& peek() const { return m_tokens[m_position]; }
    /// The present token, and on to the next.
    const Token& take() { return m_tokens[m_position == m_last ? m_last : m_position++]; }
    /// `what` is what was expected, as a person would say it: "a number of seconds".
    bool expect(Kind kind, const char* what);
    bool readText(std::string& text, const char* what);
    /// A finite number, unless `anyNumber`: then the texts "nan", "inf" and "-inf" too.
    bool readNumber(double& number, const char* what, bool anyNumber = false);
    bool readNumber(std::uint64_t& number, const char* what);
    bool readNumber(int& number, const char* what);
    bool readTruth(bool& truth, const char* what);
    /// Past the value that begins here.
    void skipValue();
    /// The member (key and value) that begins at this key, as it stands in the line; past it.
    std::string_view takeMember();
    /// The value of a text member of the outermost object; empty when there is none.
    std::string_view textOf(std::string_view key) const;

    /// Fails here: "Expected <what>, found <what is there>."
    bool failExpecting(const std::string& what);
    bool failExpecting(const std::string& what, const Token& at);
    bool fail(ErrorCode code, std::string message, std::size_t offset);
    bool failed() const { return m_failed; }
    /// With the column; the caller adds file and line.
    const Diagnostic& problem() const { return m_problem; }

  private:
    struct Parser;

    bool checkKeys();

    std::string_view m_line;
    std::vector<char> m_scratch; ///< a copy in which texts are decoded in place
    std::vector<Token> m_tokens;
    std::vector<const Token*> m_keys;   ///< of the objects that are open, in checkKeys
    std::vector<std::size_t> m_objects; ///< where the keys of each begin
    std::size_t m_position = 0;
    std::size_t m_last = 0; ///< the End token
    bool m_failed = false;
    Diagnostic m_problem;
    std::unique_ptr<Parser> m_parser;
};

} // namespace stria
