// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/json_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

namespace stria {

namespace {

/// A line of more bytes is refused: RapidJSON counts in 32 bits.
constexpr std::size_t longestLine = std::size_t{1} << 30;
/// Records nest four deep; what is deeper would only use up the stack.
constexpr int deepestNesting = 64;

/// Replaces U+DC80..U+DCFF, which stand for bytes that are no UTF-8, by these bytes, in place.
std::string_view decodeStrayBytes(char* text, std::size_t length) {
    if (!std::memchr(text, 0xED, length))
        return {text, length};
    std::size_t out = 0;
    for (std::size_t in = 0; in < length; ++out) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
        if (byte(in) == 0xED && in + 2 < length && (byte(in + 1) & 0xFE) == 0xB2 &&
            (byte(in + 2) & 0xC0) == 0x80) {
            const unsigned point = ((byte(in + 1) & 0x3Fu) << 6) | (byte(in + 2) & 0x3Fu);
            text[out] = static_cast<char>(point & 0xFF);
            in += 3;
        } else {
            text[out] = text[in++];
        }
    }
    return {text, out};
}

const char* nameOf(const JsonReader::Token& token) {
    switch (token.kind) {
    case JsonReader::Kind::ObjectStart:
        return "an object";
    case JsonReader::Kind::ArrayStart:
        return "a list";
    case JsonReader::Kind::ObjectEnd:
        return "the object's end";
    case JsonReader::Kind::ArrayEnd:
        return "the list's end";
    case JsonReader::Kind::Key:
        return "a key";
    case JsonReader::Kind::Text:
        return "a text";
    case JsonReader::Kind::Number:
        return "a number";
    case JsonReader::Kind::Word:
        return token.text == "true" ? "true" : token.text == "false" ? "false" : "null";
    case JsonReader::Kind::End:
        return "the end of the line";
    }
    return "";
}

std::string shortened(std::string_view text) {
    if (text.size() <= 30)
        return std::string(text);
    std::size_t end = 30;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + "...";
}

} // namespace

/// The handler that RapidJSON calls: it lists the tokens.
struct JsonReader::Parser {
    explicit Parser(JsonReader& owner) : m_owner(owner) {}

    bool parse(char* text) {
        m_text = text;
        m_depth = 0;
        rapidjson::InsituStringStream stream(text);
        m_stream = &stream;
        const bool whole = !m_reader.Parse<flags>(stream, *this).IsError();
        m_end = stream.Tell();
        return whole;
    }
    rapidjson::ParseErrorCode errorCode() const { return m_reader.GetParseErrorCode(); }
    std::size_t errorOffset() const { return m_reader.GetErrorOffset(); }
    std::size_t end() const { return m_end; }

    bool Null() { return addWord("null"); }
    bool Bool(bool truth) { return addWord(truth ? "true" : "false"); }
    bool RawNumber(const char* digits, rapidjson::SizeType length, bool) {
        return add(Kind::Number, static_cast<std::size_t>(digits - m_text), {digits, length});
    }
    bool String(const char* text, rapidjson::SizeType length, bool) {
        return addText(Kind::Text, text, length);
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        return addText(Kind::Key, text, length);
    }
    bool StartObject() { return ++m_depth <= deepestNesting && addMark(Kind::ObjectStart); }
    bool StartArray() { return ++m_depth <= deepestNesting && addMark(Kind::ArrayStart); }
    bool EndObject(rapidjson::SizeType) { return --m_depth, addMark(Kind::ObjectEnd); }
    bool EndArray(rapidjson::SizeType) { return --m_depth, addMark(Kind::ArrayEnd); }
    // Numbers come as text.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

  private:
    static constexpr unsigned flags =
        rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;

    bool add(Kind kind, std::size_t offset, std::string_view text) {
        m_owner.m_tokens.push_back({kind, offset, text});
        return true;
    }
    bool addMark(Kind kind) { return add(kind, m_stream->Tell() - 1, {}); }
    bool addWord(std::string_view word) {
        return add(Kind::Word, m_stream->Tell() - word.size(), word);
    }
    bool addText(Kind kind, const char* text, std::size_t length) {
        const std::size_t begin = static_cast<std::size_t>(text - m_text);
        return add(kind, begin - 1, decodeStrayBytes(m_text + begin, length));
    }

    JsonReader& m_owner;
    rapidjson::Reader m_reader;
    rapidjson::InsituStringStream* m_stream = nullptr;
    char* m_text = nullptr;
    int m_depth = 0;
    std::size_t m_end = 0;
};

JsonReader::JsonReader() : m_tokens(1), m_parser(std::make_unique<Parser>(*this)) {}
JsonReader::~JsonReader() = default;

bool JsonReader::read(std::string_view line) {
    m_line = line;
    m_failed = false;
    m_tokens.clear();
    m_position = 0;
    bool whole = false;
    if (line.size() <= longestLine) {
        m_scratch.assign(line.begin(), line.end());
        m_scratch.push_back('\0');
        whole = m_parser->parse(m_scratch.data());
    }
    m_last = m_tokens.size();
    m_tokens.push_back({Kind::End, line.size(), {}});
    if (line.size() > longestLine)
        return fail(ErrorCode::SyntaxError, "This line is longer than a gigabyte.", 0);
    if (!whole) {
        const bool deep = m_parser->errorCode() == rapidjson::kParseErrorTermination;
        return fail(ErrorCode::SyntaxError,
                    deep ? "Lists and objects nest too deep here."
                         : std::string("This is not JSON: ") +
                               rapidjson::GetParseError_En(m_parser->errorCode()),
                    m_parser->errorOffset());
    }
    if (m_parser->end() < line.size())
        return fail(ErrorCode::SyntaxError, "This is not JSON: a NUL byte stands here.",
                    m_parser->end());
    return checkKeys();
}

/// Two values of one key: neither may get lost.
bool JsonReader::checkKeys() {
    m_keys.clear();
    m_objects.clear();
    for (const Token& token : m_tokens) {
        if (token.kind == Kind::ObjectStart)
            m_objects.push_back(m_keys.size());
        else if (token.kind == Kind::Key)
            m_keys.push_back(&token);
        if (token.kind != Kind::ObjectEnd)
            continue;
        const auto first = m_keys.begin() + static_cast<std::ptrdiff_t>(m_objects.back());
        std::sort(first, m_keys.end(), [](const Token* a, const Token* b) {
            return a->text != b->text ? a->text < b->text : a->offset < b->offset;
        });
        const auto twice = std::adjacent_find(
            first, m_keys.end(), [](const Token* a, const Token* b) { return a->text == b->text; });
        if (twice != m_keys.end())
            return fail(ErrorCode::DamagedRecord,
                        "The key \"" + shortened((*twice)->text) + "\" stands twice here.",
                        twice[1]->offset);
        m_keys.erase(first, m_keys.end());
        m_objects.pop_back();
    }
    return true;
}

bool JsonReader::expect(Kind kind, const char* what) {
    if (!m_failed && peek().kind == kind) {
        take();
        return true;
    }
    return failExpecting(what);
}

bool JsonReader::readText(std::string& text, const char* what) {
    if (m_failed || peek().kind != Kind::Text)
        return failExpecting(what);
    text = take().text;
    return true;
}

bool JsonReader::readNumber(double& number, const char* what, bool anyNumber) {
    const Token& token = peek();
    if (!m_failed && token.kind == Kind::Number) {
        const char* const end = token.text.data() + token.text.size();
        const auto [stop, error] = std::from_chars(token.text.data(), end, number);
        if (error == std::errc::result_out_of_range && std::abs(number) < 1)
            number = 0; // smaller than any double
        else if (error != std::errc() || stop != end)
            return failExpecting(std::string(what) + " within the range of a double");
        take();
        return true;
    }
    if (!m_failed && anyNumber && token.kind == Kind::Text) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        if (token.text == "nan")
            number = std::numeric_limits<double>::quiet_NaN();
        else if (token.text == "inf" || token.text == "-inf")
            number = token.text == "inf" ? infinity : -infinity;
        else
            return failExpecting(what);
        take();
        return true;
    }
    return failExpecting(what);
}

namespace {

template <class Integer> bool parseWhole(std::string_view digits, Integer& number) {
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc() && stop == end;
}

} // namespace

bool JsonReader::readNumber(std::uint64_t& number, const char* what) {
    if (m_failed || peek().kind != Kind::Number || !parseWhole(peek().text, number))
        return failExpecting(std::string(what) + ", a whole number from 0 on");
    take();
    return true;
}

bool JsonReader::readNumber(int& number, const char* what) {
    if (m_failed || peek().kind != Kind::Number || !parseWhole(peek().text, number))
        return failExpecting(std::string(what) + ", a whole number");
    take();
    return true;
}

bool JsonReader::readTruth(bool& truth, const char* what) {
    if (m_failed || peek().kind != Kind::Word || peek().text == "null")
        return failExpecting(std::string(what) + ", true or false");
    truth = take().text == "true";
    return true;
}

void JsonReader::skipValue() {
    int depth = 0;
    do {
        const Kind kind = take().kind;
        if (kind == Kind::ObjectStart || kind == Kind::ArrayStart)
            ++depth;
        else if (kind == Kind::ObjectEnd || kind == Kind::ArrayEnd)
            --depth;
    } while (depth > 0 && m_position < m_last);
}

std::string_view JsonReader::takeMember() {
    const std::size_t begin = take().offset;
    skipValue();
    std::string_view member = m_line.substr(begin, peek().offset - begin);
    // What follows is a comma, blanks, or the closing brace at which the next token begins.
    while (!member.empty() && std::strchr(", \t\r\n", member.back()))
        member.remove_suffix(1);
    return member;
}

std::string_view JsonReader::textOf(std::string_view key) const {
    int depth = 0;
    for (std::size_t i = 0; i < m_last; ++i) {
        const Token& token = m_tokens[i];
        if (token.kind == Kind::ObjectStart || token.kind == Kind::ArrayStart)
            ++depth;
        else if (token.kind == Kind::ObjectEnd || token.kind == Kind::ArrayEnd)
            --depth;
        else if (depth == 1 && token.kind == Kind::Key && token.text == key)
            return m_tokens[i + 1].kind == Kind::Text ? m_tokens[i + 1].text : std::string_view();
    }
    return {};
}

bool JsonReader::failExpecting(const std::string& what) {
    return failExpecting(what, peek());
}

bool JsonReader::failExpecting(const std::string& what, const Token& at) {
    std::string found = nameOf(at);
    if (at.kind == Kind::Key || at.kind == Kind::Text)
        found += " \"" + shortened(at.text) + "\"";
    else if (at.kind == Kind::Number)
        found += " " + shortened(at.text);
    return fail(ErrorCode::DamagedRecord, "Expected " + what + ", found " + found + ".", at.offset);
}

bool JsonReader::fail(ErrorCode code, std::string message, std::size_t offset) {
    if (m_failed)
        return false;
    m_failed = true;
    m_problem = Diagnostic{code, std::move(message), {}, Severity::Error};
    const std::string_view before = m_line.substr(0, std::min(offset, m_line.size()));
    m_problem.place.column =
        1 + static_cast<int>(std::count_if(before.begin(), before.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }));
    return false;
}

} // namespace stria
