// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/sound/partial_tracks.h"
#include "tests/fuzz/fuzz_targets.h"

namespace stria::fuzz {

namespace {

constexpr int polyphony = 4;

bool isRight(const Partial& partial) {
    const auto isNumber = [](const PartialPoint& point) {
        return std::isfinite(point.time) && std::isfinite(point.frequency) &&
               std::isfinite(point.amplitude) && point.bandwidth >= 0 && point.bandwidth <= 1;
    };
    const auto isEarlier = [](const PartialPoint& a, const PartialPoint& b) {
        return a.time < b.time;
    };
    return partial.size() >= 2 && std::all_of(partial.begin(), partial.end(), isNumber) &&
           std::is_sorted(partial.begin(), partial.end(), isEarlier);
}

bool packsRight(Expected<PartialSet> set) {
    if (!set)
        return !set.error().message.empty();
    if (!std::all_of(set->partials.begin(), set->partials.end(), isRight))
        return false;
    PartialSelection selection;
    selection.start = set->end / 4;
    selection.stop = set->end;
    selection.polyphony = polyphony;
    if (!(selection.start < selection.stop))
        return true;
    const std::vector<Partial> tracks = packPartials(std::move(set->partials), selection);
    return tracks.size() <= polyphony && std::all_of(tracks.begin(), tracks.end(), isRight);
}

} // namespace

bool sdifFile(std::string_view bytes) {
    return packsRight(readSdif(bytes, "fuzzed.sdif"));
}

bool partialsStore(std::string_view bytes) {
    std::vector<double> values(bytes.size() / sizeof(float));
    for (std::size_t i = 0; i < values.size(); ++i) {
        float value = 0;
        std::memcpy(&value, bytes.data() + i * sizeof(float), sizeof(float));
        values[i] = value;
    }
    return packsRight(partialsOfStore(values));
}

} // namespace stria::fuzz
