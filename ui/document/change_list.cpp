// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/change_list.h"

#include <unordered_map>

namespace stria {
namespace {

/// Settings have no id.
std::uint64_t idOf(const Change& change) {
    return std::visit(
        [](const auto& one) -> std::uint64_t {
            if constexpr (requires { one.id; })
                return one.id.bits;
            else
                return 0;
        },
        change);
}

void takeAfter(Change& first, Change&& next) {
    std::visit(
        [&](auto& one) {
            one.after = std::move(std::get<std::decay_t<decltype(one)>>(next).after);
        },
        first);
}

bool isNoChange(const Change& change) {
    return std::visit([](const auto& one) { return one.before == one.after; }, change);
}

} // namespace

std::vector<Change> merged(std::vector<Change> changes) {
    std::vector<Change> result;
    result.reserve(changes.size());
    std::unordered_map<std::uint64_t, std::size_t> places[std::variant_size_v<Change>];
    for (Change& change : changes) {
        const auto [place, isFirst] =
            places[change.index()].try_emplace(idOf(change), result.size());
        if (isFirst)
            result.push_back(std::move(change));
        else
            takeAfter(result[place->second], std::move(change));
    }
    std::erase_if(result, isNoChange);
    return result;
}

} // namespace stria
