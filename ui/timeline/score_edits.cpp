// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/score_edits.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/document/event_edits.h"
#include "ui/document/event_times.h"
#include "ui/timeline/lanes.h"

namespace stria::score_edits {

namespace {

/// Changes each event by a function; what the function leaves equal is no change.
template <class Work> void changeEach(Project& project, const Events& events, Work&& work) {
    for (const EventId id : events)
        if (const ScoreEvent* found = project.find(id)) {
            ScoreEvent event = *found;
            work(event);
            (void)project.change(std::move(event));
        }
}

template <class Work> void changeAutomations(Project& project, EventId event, Work&& work) {
    std::vector<Automation> copies;
    for (const Automation* automation : project.automationsOf(event))
        copies.push_back(*automation);
    for (Automation& automation : copies) {
        work(automation);
        (void)project.change(std::move(automation));
    }
}

void copyAutomations(Project& project, EventId from, EventId to, double shift) {
    std::vector<Automation> copies;
    for (const Automation* automation : project.automationsOf(from))
        copies.push_back(*automation);
    for (Automation& automation : copies) {
        automation.id = AutomationId::random();
        automation.target = to;
        for (Breakpoint& point : automation.points)
            point.time += shift;
        (void)project.insert(std::move(automation));
    }
}

} // namespace

void setTimes(ScoreEvent& event, double start, double duration, const TempoMap& tempo) {
    placeEvent(event, start, event.isEndless() ? event.duration : duration, tempo);
}

std::pair<double, double> extent(const Project& project, const Events& events) {
    double first = std::numeric_limits<double>::infinity(), last = 0;
    for (const EventId id : events)
        if (const ScoreEvent* event = project.find(id)) {
            first = std::min(first, event->start);
            const double end = event->end();
            last = std::max(last, std::isfinite(end) ? end : event->start);
        }
    return std::isfinite(first) ? std::pair(first, std::max(first, last)) : std::pair(0.0, 0.0);
}

void move(Project& project, const Events& events, double seconds) {
    const TempoMap tempo = project.settings().tempo;
    const double shift = std::max(seconds, -extent(project, events).first);
    if (shift != 0)
        changeEach(project, events, [&](ScoreEvent& event) {
            setTimes(event, std::max(0.0, event.start + shift), event.duration, tempo);
        });
}

void transpose(Project& project, const Events& events, double semitones,
               const InstrumentFacts& facts) {
    if (semitones == 0)
        return;
    const double a4 = project.settings().a4;
    changeEach(project, events, [&](ScoreEvent& event) {
        const Parameter* parameter = pitchParameter(facts.of(project.find(event.instrument)));
        const auto value = parameter ? numberOf(event, *parameter) : std::nullopt;
        if (!value)
            return;
        const PitchMeaning meaning = pitchMeaning(parameter->name);
        if (const auto pitch = pitchOf(meaning, *value, a4))
            setArgument(event, *parameter, valueOfPitch(meaning, *pitch + semitones, a4));
    });
}

void changeLane(Project& project, const Lanes& lanes, const Events& events, int steps) {
    if (steps == 0)
        return;
    const auto& all = lanes.all();
    int highest = static_cast<int>(all.size()), lowest = -1;
    for (const EventId id : events)
        if (const ScoreEvent* event = project.find(id))
            if (const int lane = lanes.laneOf(*event); lane >= 0) {
                highest = std::min(highest, lane);
                lowest = std::max(lowest, lane);
            }
    if (lowest < 0)
        return;
    steps = std::clamp(steps, -highest, static_cast<int>(all.size()) - 1 - lowest);
    if (steps == 0)
        return;
    changeEach(project, events, [&](ScoreEvent& event) {
        const int lane = lanes.laneOf(event);
        if (lane < 0)
            return;
        const Lane& target = all[static_cast<std::size_t>(lane + steps)];
        const bool isItsOwn = !target.track && target.instrument == event.instrument;
        event.track = isItsOwn ? TrackId{} : trackOfLane(project, lanes, target);
    });
}

void moveEnd(Project& project, const Events& events, double seconds, double least) {
    const TempoMap tempo = project.settings().tempo;
    changeEach(project, events, [&](ScoreEvent& event) {
        if (event.isEndless())
            return;
        const double shortest = std::min(event.duration, least);
        setTimes(event, event.start, std::max(shortest, event.duration + seconds), tempo);
    });
}

void moveStart(Project& project, const Events& events, double seconds, double least) {
    const TempoMap tempo = project.settings().tempo;
    for (const EventId id : events) {
        const ScoreEvent* found = project.find(id);
        if (!found)
            continue;
        ScoreEvent event = *found;
        double shift = std::max(seconds, -event.start);
        if (!event.isEndless())
            shift = std::min(shift, std::max(0.0, event.duration - least));
        const auto stop = event.stop;
        setTimes(event, event.start + shift, event.duration - shift, tempo);
        event.stop = stop;
        (void)project.change(std::move(event));
        if (shift != 0)
            changeAutomations(project, id, [&](Automation& automation) {
                for (Breakpoint& point : automation.points)
                    point.time -= shift;
            });
    }
}

void removeRipple(Project& project, const Events& events) {
    const auto [first, last] = extent(project, events);
    removeEvents(project, events);
    Events later;
    project.all<ScoreEvent>().forEach([&, from = first](const ScoreEvent& event) {
        if (event.start >= from)
            later.push_back(event.id);
    });
    const TempoMap tempo = project.settings().tempo;
    changeEach(project, later, [&, from = first, to = last](ScoreEvent& event) {
        setTimes(event, std::max(from, event.start - (to - from)), event.duration, tempo);
    });
}

Copies newIds(const Events& events) {
    Copies copies;
    for (const EventId id : events)
        copies[id] = EventId::random();
    return copies;
}

namespace {

void copyInOrder(Project& project, const Copies& copies, double seconds, double& order) {
    std::vector<std::pair<double, EventId>> ranked;
    for (const auto& [original, unused] : copies)
        if (const ScoreEvent* event = project.find(original))
            ranked.emplace_back(event->order, original);
    std::sort(ranked.begin(), ranked.end());
    Events originals;
    for (const auto& [rank, original] : ranked)
        originals.push_back(original);
    const TempoMap tempo = project.settings().tempo;
    const double shift = std::max(seconds, -extent(project, originals).first);
    for (const EventId original : originals) {
        ScoreEvent event = *project.find(original);
        event.id = copies.at(original);
        event.order = order++;
        setTimes(event, std::max(0.0, event.start + shift), event.duration, tempo);
        const EventId id = event.id;
        (void)project.insert(std::move(event));
        copyAutomations(project, original, id, 0);
    }
}

} // namespace

void copy(Project& project, const Copies& copies, double seconds) {
    double order = nextEventOrder(project);
    copyInOrder(project, copies, seconds, order);
}

Events repeat(Project& project, const Events& events, int times, double length) {
    double order = nextEventOrder(project);
    Events copied;
    for (int i = 1; i <= times; ++i) {
        const Copies copies = newIds(events);
        copyInOrder(project, copies, length * i, order);
        for (const EventId event : events)
            copied.push_back(copies.at(event));
    }
    return copied;
}

Events split(Project& project, const Events& events, double time) {
    const TempoMap tempo = project.settings().tempo;
    double order = nextEventOrder(project);
    Events halves;
    for (const EventId id : events) {
        const ScoreEvent* found = project.find(id);
        if (!found || time <= found->start || time >= found->end())
            continue;
        ScoreEvent first = *found, second = *found;
        const double cut = time - first.start;
        second.id = EventId::random();
        second.order = order++;
        second.seed = 0;
        second.stop.reset();
        setTimes(second, time, second.duration - cut, tempo);
        second.stop = first.stop;
        first.duration = cut;
        first.stop.reset();
        setTimes(first, first.start, cut, tempo);
        const EventId half = second.id;
        (void)project.change(std::move(first));
        (void)project.insert(std::move(second));
        copyAutomations(project, id, half, -cut);
        halves.push_back(half);
    }
    return halves;
}

void quantise(Project& project, const Events& events, const std::function<double(double)>& snap,
              double strength) {
    const TempoMap tempo = project.settings().tempo;
    changeEach(project, events, [&](ScoreEvent& event) {
        const double start = event.start + (snap(event.start) - event.start) * strength;
        setTimes(event, std::max(0.0, start), event.duration, tempo);
    });
}

void stretch(Project& project, const Events& events, double factor) {
    if (!(factor > 0) || !std::isfinite(factor))
        return;
    const TempoMap tempo = project.settings().tempo;
    const double origin = extent(project, events).first;
    changeEach(project, events, [&](ScoreEvent& event) {
        const auto stop = event.stop;
        setTimes(event, origin + (event.start - origin) * factor, event.duration * factor, tempo);
        if (stop)
            event.stop = origin + (*stop - origin) * factor;
    });
    for (const EventId id : events)
        changeAutomations(project, id, [&](Automation& automation) {
            for (Breakpoint& point : automation.points)
                point.time *= factor;
        });
}

void followTempo(Project& project, const TempoMap& before) {
    const TempoMap tempo = project.settings().tempo;
    Events anchored;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (event.beats)
            anchored.push_back(event.id);
    });
    for (const EventId id : anchored) {
        ScoreEvent event = *project.find(id);
        const double oldStart = event.start;
        const auto moved = [&](double seconds) { return tempo.secondsAt(before.beatAt(seconds)); };
        event.start = tempo.secondsAt(event.beats->start);
        if (event.stop)
            event.stop = moved(*event.stop);
        if (!event.isEndless())
            event.duration =
                tempo.secondsAt(event.beats->start + event.beats->duration) - event.start;
        const double start = event.start;
        (void)project.change(std::move(event));
        changeAutomations(project, id, [&](Automation& automation) {
            for (Breakpoint& point : automation.points)
                point.time = moved(oldStart + point.time) - start;
        });
    }
}

} // namespace stria::score_edits
