// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/bus_numbers.h"

#include <algorithm>
#include <map>

namespace stria {

BusNumbers::BusNumbers(const Project& project, const std::unordered_map<BusId, int>& fixed) {
    std::map<int, const Bus*> byNumber[2];
    const auto& all = project.inOrder<Bus>();
    const auto ofKind = [&](const Bus* bus) -> std::map<int, const Bus*>& {
        return byNumber[bus->kind == Bus::Kind::Audio ? 0 : 1];
    };
    for (const Bus* bus : all)
        if (const auto known = fixed.find(bus->id); known != fixed.end())
            ofKind(bus).emplace(known->second, bus);
    int next[2] = {1, 1};
    for (const Bus* bus : all) {
        if (fixed.contains(bus->id))
            continue;
        auto& taken = ofKind(bus);
        int& number = next[bus->kind == Bus::Kind::Audio ? 0 : 1];
        while (taken.contains(number))
            ++number;
        taken.emplace(number, bus);
    }
    const auto take = [&](const std::map<int, const Bus*>& from, std::vector<const Bus*>& to,
                          int& count) {
        for (const auto& [number, bus] : from) {
            numbers.emplace(bus->id, number);
            to.push_back(bus);
            count = number;
        }
    };
    take(byNumber[0], audio, audioCount);
    take(byNumber[1], control, controlCount);
}

const Bus* BusNumbers::find(Bus::Kind kind, double number) const {
    const bool isAudioBus = kind == Bus::Kind::Audio;
    if (!(number >= 1 && number <= (isAudioBus ? audioCount : controlCount)))
        return nullptr;
    const std::vector<const Bus*>& all = isAudioBus ? audio : control;
    const int wanted = static_cast<int>(number);
    const auto found =
        std::lower_bound(all.begin(), all.end(), wanted,
                         [this](const Bus* bus, int value) { return numbers.at(bus->id) < value; });
    return found != all.end() && numbers.at((*found)->id) == wanted ? *found : nullptr;
}

} // namespace stria
