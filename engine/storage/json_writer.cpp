// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/json_writer.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace stria {

namespace {

unsigned char byteAt(std::string_view text, std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

/// Bytes of the character that begins at i; 0 when what is there is no UTF-8.
std::size_t lengthOfCharacter(std::string_view text, std::size_t i) {
    const unsigned char first = byteAt(text, i);
    const unsigned char second = byteAt(text, i + 1);
    const auto follows = [&](std::size_t offset) {
        return (byteAt(text, i + offset) & 0xC0) == 0x80;
    };
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second >= 0xA0;
        return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && second < 0x90;
        const bool tooHigh = first == 0xF4 && second >= 0x90;
        return follows(1) && follows(2) && follows(3) && !overlong && !tooHigh ? 4 : 0;
    }
    return 0;
}

bool isUtf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = lengthOfCharacter(text, i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

/// The text as JSON with quotes; only for one that is no UTF-8.
std::string quotedWithStrayBytes(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string quoted = "\"";
    const auto escape = [&](const char* prefix, unsigned char byte) {
        quoted += prefix;
        quoted += digits[byte >> 4];
        quoted += digits[byte & 15];
    };
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = lengthOfCharacter(text, i);
        const unsigned char byte = byteAt(text, i);
        if (length == 0)
            escape("\\udc", byte);
        else if (length > 1)
            quoted += text.substr(i, length);
        else if (byte < 0x20)
            escape("\\u00", byte);
        else if (byte == '"' || byte == '\\')
            (quoted += '\\') += text[i];
        else
            quoted += text[i];
        i += std::max<std::size_t>(length, 1);
    }
    return quoted + '"';
}

} // namespace

void JsonWriter::key(std::string_view key) {
    if (isAscii(key) || isUtf8(key)) {
        m_writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    } else {
        const std::string quoted = quotedWithStrayBytes(key);
        m_writer.RawValue(quoted.data(), quoted.size(), rapidjson::kStringType);
    }
}

void JsonWriter::text(std::string_view text) {
    if (isAscii(text) || isUtf8(text)) {
        m_writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    } else {
        const std::string quoted = quotedWithStrayBytes(text);
        m_writer.RawValue(quoted.data(), quoted.size(), rapidjson::kStringType);
    }
}

void JsonWriter::number(double number) {
    if (std::isnan(number))
        return text("nan");
    if (std::isinf(number))
        return text(number > 0 ? "inf" : "-inf");
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    m_writer.RawValue(digits, static_cast<std::size_t>(end - digits), rapidjson::kNumberType);
}

void JsonWriter::rawMembers(std::string_view members) {
    if (members.empty())
        return;
    // RapidJSON counts keys and values: the first key and all that follows it pass as one pair.
    m_buffer.Put(',');
    std::copy(members.begin(), members.end(), m_buffer.Push(members.size()));
}

void JsonWriter::moveTo(std::string& out) {
    out.append(m_buffer.GetString(), m_buffer.GetSize());
    m_buffer.Clear();
    m_writer.Reset(m_buffer);
}

} // namespace stria
