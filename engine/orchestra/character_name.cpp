// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/character_name.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>

namespace stria {

namespace {

struct Invisible {
    std::uint32_t first;
    std::uint32_t last;
    const char* what;
};

constexpr std::array invisibleCharacters = {
    Invisible{0x0C, 0x0C, "form feed"},
    Invisible{0x00, 0x1F, "control character"},
    Invisible{0x7F, 0x9F, "control character"},
    Invisible{0xA0, 0xA0, "no-break space"},
    Invisible{0xAD, 0xAD, "soft hyphen"},
    Invisible{0x1680, 0x1680, "a space that is none to Csound"},
    Invisible{0x2000, 0x200A, "a space that is none to Csound"},
    Invisible{0x200B, 0x200B, "zero-width space"},
    Invisible{0x200C, 0x200D, "zero-width joiner"},
    Invisible{0x200E, 0x200F, "direction mark"},
    Invisible{0x2028, 0x2028, "line separator"},
    Invisible{0x2029, 0x2029, "paragraph separator"},
    Invisible{0x202A, 0x202E, "direction mark"},
    Invisible{0x202F, 0x202F, "narrow no-break space"},
    Invisible{0x205F, 0x205F, "a space that is none to Csound"},
    Invisible{0x2060, 0x2064, "invisible mark"},
    Invisible{0x2066, 0x2069, "direction mark"},
    Invisible{0x3000, 0x3000, "ideographic space"},
    Invisible{0xFE00, 0xFE0F, "variation mark"},
    Invisible{0xFEFF, 0xFEFF, "byte order mark"},
};

std::optional<std::uint32_t> codePoint(std::string_view bytes) {
    if (bytes.empty())
        return std::nullopt;
    const auto first = static_cast<unsigned char>(bytes[0]);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC0 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF8 ? 4
                                              : 0;
    if (length == 0 || bytes.size() != length)
        return std::nullopt;
    std::uint32_t code = length == 1 ? first : first & (0x7FU >> length);
    for (const char c : bytes.substr(1)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U)
            return std::nullopt;
        code = code << 6U | (byte & 0x3FU);
    }
    return code;
}

} // namespace

std::string characterName(std::string_view character) {
    std::array<char, 16> text{};
    const std::optional<std::uint32_t> code = codePoint(character);
    if (!code) {
        std::string bytes = "of the bytes";
        for (const char c : character) {
            std::snprintf(text.data(), text.size(), " %02X",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            bytes += text.data();
        }
        return bytes;
    }
    for (const Invisible& range : invisibleCharacters)
        if (*code >= range.first && *code <= range.last) {
            std::snprintf(text.data(), text.size(), "U+%04X (", static_cast<unsigned>(*code));
            return std::string(text.data()) + range.what + ")";
        }
    return std::string(character);
}

} // namespace stria
