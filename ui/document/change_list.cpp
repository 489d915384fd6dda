// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/change_list.h"

#include <map>

namespace stria {
namespace {

/// Kind and id of what a change is about; settings have no id.
std::pair<std::size_t, std::uint64_t> subjectOf(const Change& change) {
    return std::visit(
        [&](const auto& one) -> std::pair<std::size_t, std::uint64_t> {
            if constexpr (requires { one.id; })
                return {change.index(), one.id.bits};
            else
                return {change.index(), 0};
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
    std::map<std::pair<std::size_t, std::uint64_t>, std::size_t> places;
    for (Change& change : changes) {
        const auto [place, isFirst] = places.try_emplace(subjectOf(change), result.size());
        if (isFirst)
            result.push_back(std::move(change));
        else
            takeAfter(result[place->second], std::move(change));
    }
    std::erase_if(result, isNoChange);
    return result;
}

} // namespace stria
