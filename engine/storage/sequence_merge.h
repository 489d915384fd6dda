// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace stria {

/// Whose value stands where two sides cannot both have theirs.
enum class MergeSide { Mine, Theirs };

/// For each element of `base` the place of its partner in `other`, or -1; places ascend. The
/// shortest edit by Myers' greedy algorithm; where more than `mostEdits` lie between the common
/// beginning and the common end, these two alone are matched, so that the time stays bounded.
template <class Element>
std::vector<std::ptrdiff_t> partnersOf(const std::vector<Element>& base,
                                       const std::vector<Element>& other) {
    constexpr std::ptrdiff_t mostEdits = 400;
    const auto baseSize = static_cast<std::ptrdiff_t>(base.size());
    const auto otherSize = static_cast<std::ptrdiff_t>(other.size());
    const auto same = [&](std::ptrdiff_t b, std::ptrdiff_t o) {
        return base[static_cast<std::size_t>(b)] == other[static_cast<std::size_t>(o)];
    };
    std::vector<std::ptrdiff_t> partners(base.size(), -1);
    const auto match = [&](std::ptrdiff_t b, std::ptrdiff_t o) {
        partners[static_cast<std::size_t>(b)] = o;
    };
    std::ptrdiff_t begin = 0;
    for (; begin < std::min(baseSize, otherSize) && same(begin, begin); ++begin)
        match(begin, begin);
    std::ptrdiff_t baseEnd = baseSize;
    std::ptrdiff_t otherEnd = otherSize;
    while (baseEnd > begin && otherEnd > begin && same(baseEnd - 1, otherEnd - 1))
        match(--baseEnd, --otherEnd);

    const std::ptrdiff_t n = baseEnd - begin;
    const std::ptrdiff_t m = otherEnd - begin;
    if (n == 0 || m == 0)
        return partners;
    const std::ptrdiff_t most = std::min(n + m, mostEdits);
    // furthest[k + d] is how far into base the diagonal k is reached by d edits.
    std::vector<std::vector<std::ptrdiff_t>> trace;
    std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * most + 3), 0);
    const auto at = [&](std::vector<std::ptrdiff_t>& row, std::ptrdiff_t k) -> std::ptrdiff_t& {
        return row[static_cast<std::size_t>(k + most + 1)];
    };
    const auto comesFromAbove = [&](std::vector<std::ptrdiff_t>& row, std::ptrdiff_t k,
                                    std::ptrdiff_t d) {
        return k == -d || (k != d && at(row, k - 1) < at(row, k + 1));
    };
    bool reached = false;
    for (std::ptrdiff_t d = 0; d <= most && !reached; ++d) {
        trace.push_back(furthest);
        for (std::ptrdiff_t k = -d; k <= d && !reached; k += 2) {
            std::ptrdiff_t x =
                comesFromAbove(furthest, k, d) ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
            while (x < n && x - k < m && same(begin + x, begin + x - k))
                ++x;
            at(furthest, k) = x;
            reached = x >= n && x - k >= m;
        }
    }
    if (!reached)
        return partners;
    std::ptrdiff_t x = n;
    std::ptrdiff_t y = m;
    for (auto d = static_cast<std::ptrdiff_t>(trace.size()) - 1; d >= 0; --d) {
        auto& row = trace[static_cast<std::size_t>(d)];
        const std::ptrdiff_t k = x - y;
        const std::ptrdiff_t from = comesFromAbove(row, k, d) ? k + 1 : k - 1;
        const std::ptrdiff_t fromX = d == 0 ? 0 : at(row, from);
        const std::ptrdiff_t fromY = d == 0 ? 0 : fromX - from;
        while (x > fromX && y > fromY) {
            --x;
            --y;
            match(begin + x, begin + y);
        }
        x = fromX;
        y = fromY;
    }
    return partners;
}

/// A stretch in which both sides differ from the base and from each other.
template <class Element> struct SequenceClash {
    std::size_t mineAt = 0; ///< where it begins in mine
    std::vector<Element> mine;
    std::vector<Element> theirs;
};

/// Three-way merge: stretches that one side changed are taken from it; where both did, differently,
/// `sideOf` (called with the clash) says who has its way, and the clash is told. Changes that touch
/// count as one stretch.
template <class Element, class SideOf>
std::vector<Element> mergeSequences(const std::vector<Element>& base,
                                    const std::vector<Element>& mine,
                                    const std::vector<Element>& theirs, SideOf&& sideOf,
                                    std::vector<SequenceClash<Element>>& clashes) {
    const auto inMine = partnersOf(base, mine);
    const auto inTheirs = partnersOf(base, theirs);
    std::vector<Element> merged;
    const auto part = [](const std::vector<Element>& all, std::size_t from, std::size_t to) {
        return std::vector<Element>(all.begin() + static_cast<std::ptrdiff_t>(from),
                                    all.begin() + static_cast<std::ptrdiff_t>(to));
    };
    std::size_t b = 0;
    std::size_t m = 0;
    std::size_t t = 0;
    while (b < base.size() || m < mine.size() || t < theirs.size()) {
        std::size_t next = b;
        while (next < base.size() && (inMine[next] < 0 || inTheirs[next] < 0))
            ++next;
        const bool isEnd = next == base.size();
        const std::size_t mineEnd = isEnd ? mine.size() : static_cast<std::size_t>(inMine[next]);
        const std::size_t theirsEnd =
            isEnd ? theirs.size() : static_cast<std::size_t>(inTheirs[next]);
        auto before = part(base, b, next);
        auto ours = part(mine, m, mineEnd);
        auto others = part(theirs, t, theirsEnd);
        bool takeTheirs = ours == before;
        if (!takeTheirs && others != before && ours != others) {
            clashes.push_back({m, ours, others});
            takeTheirs = sideOf(clashes.back()) == MergeSide::Theirs;
        }
        const auto& taken = takeTheirs ? others : ours;
        merged.insert(merged.end(), taken.begin(), taken.end());
        if (!isEnd)
            merged.push_back(base[next]);
        b = next + !isEnd;
        m = mineEnd + !isEnd;
        t = theirsEnd + !isEnd;
    }
    return merged;
}

/// Three-way merge of lists in which each element has a key of its own. Elements of the base stay
/// in the order of the side that changed it; new ones follow by key, so that both directions of a
/// merge agree. `clash` hears of what clashes and says whose it shall be. Nothing when a key stands
/// twice in one of the lists.
template <class Element, class KeyOf, class Clash>
std::optional<std::vector<Element>>
mergeKeyed(const std::vector<Element>& base, const std::vector<Element>& mine,
           const std::vector<Element>& theirs, KeyOf&& keyOf, Clash&& clash) {
    using Places = std::map<std::string, const Element*>;
    const auto placesOf = [&](const std::vector<Element>& list) {
        Places places;
        for (const Element& element : list)
            places.emplace(keyOf(element), &element);
        return places;
    };
    const Places inBase = placesOf(base);
    const Places inMine = placesOf(mine);
    const Places inTheirs = placesOf(theirs);
    if (inBase.size() != base.size() || inMine.size() != mine.size() ||
        inTheirs.size() != theirs.size())
        return std::nullopt;
    const auto find = [](const Places& places, const std::string& key) -> const Element* {
        const auto place = places.find(key);
        return place == places.end() ? nullptr : place->second;
    };
    const auto same = [](const Element* a, const Element* b) {
        return a == b || (a && b && *a == *b);
    };
    const auto resolve = [&](const std::string& key) -> const Element* {
        const Element* const b = find(inBase, key);
        const Element* const m = find(inMine, key);
        const Element* const t = find(inTheirs, key);
        if (same(m, b))
            return t;
        if (same(t, b) || same(m, t))
            return m;
        return clash(key, m, t) == MergeSide::Mine ? m : t;
    };
    const auto orderOfBase = [&](const std::vector<Element>& list) {
        std::vector<std::string> keys;
        for (const Element& element : list)
            if (inBase.count(keyOf(element)))
                keys.push_back(keyOf(element));
        return keys;
    };
    const auto mineKeys = orderOfBase(mine);
    std::vector<std::string> baseKeys;
    for (const Element& element : base)
        if (inMine.count(keyOf(element)))
            baseKeys.push_back(keyOf(element));
    std::vector<std::string> keys = mineKeys == baseKeys ? orderOfBase(theirs) : mineKeys;
    std::set<std::string> seen(keys.begin(), keys.end());
    std::set<std::string> rest;
    for (const Places* places : {&inBase, &inMine, &inTheirs})
        for (const auto& [key, element] : *places)
            if (!seen.count(key))
                rest.insert(key);
    keys.insert(keys.end(), rest.begin(), rest.end());
    std::vector<Element> merged;
    for (const std::string& key : keys)
        if (const Element* element = resolve(key))
            merged.push_back(*element);
    return merged;
}

} // namespace stria
