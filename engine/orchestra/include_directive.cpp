// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/include_directive.h"

namespace stria {

std::optional<std::string> includedName(std::string_view text, const Token& directive) {
    const std::string_view word = directive.in(text);
    if (directive.kind != TokenKind::Directive ||
        !(word.ends_with("include") || word.ends_with("includestr")))
        return std::nullopt;
    const std::size_t open = text.find_first_not_of(" \t", directive.end());
    if (open == std::string_view::npos || text[open] == '\n' || text[open] == '\r')
        return std::nullopt;
    const std::size_t close = text.find_first_of(std::string{text[open], '\n', '\r'}, open + 1);
    if (close == std::string_view::npos || text[close] != text[open])
        return std::nullopt;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (name.empty())
        return std::nullopt;
    return std::string(name);
}

bool isMadeOfMacros(std::string_view text, const Token& directive, std::string_view name) {
    return directive.in(text).ends_with("includestr") && name.find('$') != std::string_view::npos;
}

} // namespace stria
