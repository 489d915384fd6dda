// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/id.h"

#include <charconv>
#include <random>

namespace stria::id_bits {

std::uint64_t random() {
    thread_local std::mt19937_64 generator = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device(),
                           device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    std::uint64_t bits = 0;
    while (bits == 0)
        bits = generator();
    return bits;
}

std::string toText(std::uint64_t bits) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t i = 16; i-- > 0; bits >>= 4)
        text[i] = digits[bits & 15];
    return text;
}

std::optional<std::uint64_t> fromText(std::string_view text) {
    if (text.empty() || text.size() > 16)
        return std::nullopt;
    std::uint64_t bits = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, bits, 16);
    if (error != std::errc() || stop != end || bits == 0)
        return std::nullopt;
    return bits;
}

} // namespace stria::id_bits
