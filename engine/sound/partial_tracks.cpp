// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/partial_tracks.h"

#include <algorithm>
#include <set>
#include <utility>

namespace stria {

namespace {

PartialPoint between(const PartialPoint& a, const PartialPoint& b, double time) {
    const double part = b.time > a.time ? (time - a.time) / (b.time - a.time) : 1.0;
    const auto mix = [part](double from, double to) { return from + (to - from) * part; };
    return {time, mix(a.frequency, b.frequency), mix(a.amplitude, b.amplitude),
            mix(a.bandwidth, b.bandwidth)};
}

PartialPoint pointAt(const Partial& partial, double time) {
    const auto next =
        std::find_if(partial.begin(), partial.end(),
                     [time](const PartialPoint& point) { return point.time >= time; });
    if (next == partial.begin())
        return partial.front();
    return next == partial.end() ? partial.back() : between(*(next - 1), *next, time);
}

/// The part from `start` to `stop`, its times counted from `start`.
Partial cropped(const Partial& partial, double start, double stop) {
    const double from = std::max(start, partial.front().time);
    const double to = std::min(stop, partial.back().time);
    if (from >= to)
        return {};
    Partial result;
    result.reserve(partial.size() + 2);
    result.push_back(pointAt(partial, from));
    for (const PartialPoint& point : partial)
        if (point.time > from && point.time < to)
            result.push_back(point);
    result.push_back(pointAt(partial, to));
    for (PartialPoint& point : result)
        point.time -= start;
    return result;
}

/// Fades what begins or ends in full sound elsewhere than at the edges of the selection.
void fadeEdges(Partial& partial, double length, double fade) {
    fade = std::min(fade, (partial.back().time - partial.front().time) / 2);
    const bool fadesIn = partial.front().time > 0 && partial.front().amplitude != 0;
    const bool fadesOut = partial.back().time < length && partial.back().amplitude != 0;
    const double in = partial.front().time + fade;
    const double out = partial.back().time - fade;
    if (fadesIn) {
        PartialPoint silent = partial.front();
        silent.amplitude = 0;
        const PartialPoint full = pointAt(partial, in);
        std::erase_if(partial, [in](const PartialPoint& point) { return point.time <= in; });
        partial.insert(partial.begin(), {silent, full});
    }
    if (fadesOut) {
        PartialPoint silent = partial.back();
        silent.amplitude = 0;
        const PartialPoint full = pointAt(partial, out);
        std::erase_if(partial, [out](const PartialPoint& point) { return point.time >= out; });
        partial.insert(partial.end(), {full, silent});
    }
}

bool isInRange(const Partial& partial, const PartialSelection& selection) {
    const auto [low, high] = std::minmax_element(
        partial.begin(), partial.end(),
        [](const PartialPoint& a, const PartialPoint& b) { return a.frequency < b.frequency; });
    return high->frequency >= selection.minimumFrequency &&
           (selection.maximumFrequency <= 0 || low->frequency <= selection.maximumFrequency);
}

double meanPower(const Partial& partial) {
    double energy = 0;
    for (std::size_t i = 1; i < partial.size(); ++i) {
        const double a = partial[i - 1].amplitude;
        const double b = partial[i].amplitude;
        energy += (partial[i].time - partial[i - 1].time) * (a * a + a * b + b * b) / 3;
    }
    return energy / (partial.back().time - partial.front().time);
}

/// Takes away, whole, what would be one too many at any time, the softest first to go.
void keepLoudest(std::vector<Partial>& partials, std::size_t polyphony) {
    std::vector<double> times;
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < partials.size(); ++i) {
        times.push_back(partials[i].front().time);
        times.push_back(partials[i].back().time);
        order.emplace_back(-meanPower(partials[i]), i);
    }
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    std::sort(order.begin(), order.end());
    std::vector<std::size_t> sounding(times.size()); // from each time to the next
    const auto placeOf = [&](double time) {
        return sounding.begin() +
               (std::lower_bound(times.begin(), times.end(), time) - times.begin());
    };
    for (const auto& [power, i] : order) {
        const auto from = placeOf(partials[i].front().time);
        const auto to = placeOf(partials[i].back().time);
        if (std::any_of(from, to, [&](std::size_t count) { return count >= polyphony; }))
            partials[i].clear();
        else
            std::for_each(from, to, [](std::size_t& count) { ++count; });
    }
    std::erase_if(partials, [](const Partial& partial) { return partial.empty(); });
}

} // namespace

std::vector<Partial> packPartials(std::vector<Partial> partials,
                                  const PartialSelection& selection) {
    std::vector<Partial> chosen;
    for (Partial& whole : partials) {
        const Partial partial = std::exchange(whole, {}); // frees its memory: files are large
        Partial part = cropped(partial, selection.start, selection.stop);
        if (part.size() < 2 || !isInRange(part, selection))
            continue;
        fadeEdges(part, selection.stop - selection.start, selection.fade);
        chosen.push_back(std::move(part));
    }
    keepLoudest(chosen, static_cast<std::size_t>(selection.polyphony));
    std::stable_sort(chosen.begin(), chosen.end(), [](const Partial& a, const Partial& b) {
        return a.front().time < b.front().time;
    });
    std::vector<Partial> tracks;
    std::set<std::pair<double, std::size_t>> ends; // when each track is free, and which it is
    for (Partial& partial : chosen) {
        std::size_t track = tracks.size();
        if (!ends.empty() && ends.begin()->first <= partial.front().time) {
            track = ends.begin()->second;
            ends.erase(ends.begin());
        } else {
            tracks.emplace_back();
        }
        ends.emplace(partial.back().time, track);
        tracks[track].insert(tracks[track].end(), partial.begin(), partial.end());
        partial = {};
    }
    return tracks;
}

} // namespace stria
