// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/unknown_parameters.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

#include "engine/model/event_tracks.h"
#include "engine/orchestra/parameters.h"

namespace stria {

namespace {

/// The parameters of the project's instruments, each read once.
class ReadOnce {
  public:
    explicit ReadOnce(const Project& project) : m_project(project) {}

    /// Null where the instrument is not there or its code cannot be read.
    const InstrumentParameters* of(InstrumentId id) {
        auto [known, isNew] = m_known.try_emplace(id);
        if (isNew)
            if (const Instrument* instrument = m_project.find(id))
                if (auto read = readParameters(*instrument))
                    known->second = std::move(*read);
        return known->second ? &*known->second : nullptr;
    }
    bool lacks(InstrumentId id, const std::string& name) {
        const InstrumentParameters* parameters = of(id);
        return parameters && !findParameter(*m_project.find(id), *parameters, name);
    }

  private:
    const Project& m_project;
    std::unordered_map<InstrumentId, std::optional<InstrumentParameters>> m_known;
};

const ScoreEvent* eventOf(const Project& project, const Automation& automation) {
    const auto* id = std::get_if<EventId>(&automation.target);
    return id ? project.find(*id) : nullptr;
}

bool canTake(const Parameter& parameter, const ArgumentValue& value) {
    const bool isText = std::holds_alternative<std::string>(value);
    return parameter.kind == Parameter::Kind::Text ? isText || parameter.byStrget : !isText;
}

const Argument* argumentNamed(const ScoreEvent& event, std::string_view name) {
    const auto found = std::find_if(event.arguments.begin(), event.arguments.end(),
                                    [&](const Argument& each) { return each.parameter == name; });
    return found != event.arguments.end() ? &*found : nullptr;
}

/// What the parameter is given as a rule, where that is a number.
std::optional<double> usualValue(const Project& project, const UnknownParameter& unknown) {
    std::vector<double> values;
    for (const EventId id : unknown.events)
        if (const Argument* argument = argumentNamed(*project.find(id), unknown.name))
            if (const double* number = std::get_if<double>(&argument->value))
                values.push_back(*number);
    if (values.empty())
        for (const AutomationId id : unknown.curves)
            values.push_back(project.find(id)->points.back().value);
    if (values.empty())
        return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Parameters that could take all of it and that none of those events uses yet.
std::vector<const Parameter*> candidatesFor(const Project& project, const UnknownParameter& unknown,
                                            const InstrumentParameters& parameters) {
    const Instrument& instrument = *project.find(unknown.instrument);
    std::set<const Parameter*> used;
    std::set<EventId> events(unknown.events.begin(), unknown.events.end());
    for (const AutomationId id : unknown.curves)
        events.insert(std::get<EventId>(project.find(id)->target));
    for (const EventId id : events) {
        for (const Argument& argument : project.find(id)->arguments)
            used.insert(findParameter(instrument, parameters, argument.parameter));
        for (const Automation* automation : project.automationsOf(id))
            used.insert(findParameter(instrument, parameters, automation->parameter));
    }
    std::vector<const Parameter*> candidates;
    for (const Parameter& parameter : parameters.parameters) {
        const bool takesValues =
            std::all_of(unknown.events.begin(), unknown.events.end(), [&](EventId id) {
                const Argument* argument = argumentNamed(*project.find(id), unknown.name);
                return !argument || canTake(parameter, argument->value);
            });
        if (!used.contains(&parameter) && takesValues &&
            (unknown.curves.empty() || parameter.isDynamic()))
            candidates.push_back(&parameter);
    }
    return candidates;
}

/// Events tend to name their arguments in the order of the code: those candidates that stand in it
/// between the neighbours of the parameter.
std::vector<const Parameter*> inItsPlace(const Project& project, const UnknownParameter& unknown,
                                         const InstrumentParameters& parameters,
                                         std::vector<const Parameter*> candidates) {
    const Instrument& instrument = *project.find(unknown.instrument);
    for (const EventId id : unknown.events) {
        const auto& arguments = project.find(id)->arguments;
        const auto pfieldOf = [&](std::size_t index) {
            const Parameter* parameter =
                index < arguments.size()
                    ? findParameter(instrument, parameters, arguments[index].parameter)
                    : nullptr;
            return parameter ? parameter->pfield : 0;
        };
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (arguments[i].parameter != unknown.name)
                continue;
            const int before = pfieldOf(i - 1), after = pfieldOf(i + 1);
            if (before == 0 || after <= before + 1)
                continue;
            std::erase_if(candidates, [&](const Parameter* candidate) {
                return candidate->pfield <= before || candidate->pfield >= after;
            });
            return candidates;
        }
    }
    return {};
}

/// By its name; else the only one that is free, or free where it stood; else that whose default is
/// of the same size.
std::string successorOf(const Project& project, const UnknownParameter& unknown,
                        const InstrumentParameters& parameters) {
    const auto candidates = candidatesFor(project, unknown, parameters);
    std::vector<std::string> names;
    names.reserve(candidates.size());
    for (const Parameter* candidate : candidates)
        names.push_back(candidate->name);
    if (const std::string near = nearestName(unknown.name, names); !near.empty())
        return near;
    if (names.size() == 1)
        return names.front();
    if (const auto there = inItsPlace(project, unknown, parameters, candidates); there.size() == 1)
        return there.front()->name;
    const std::optional<double> usual = usualValue(project, unknown);
    std::string best;
    double least = 0;
    for (const Parameter* candidate : candidates)
        if (const double* number = std::get_if<double>(&candidate->defaultValue);
            number && usual && candidate->kind != Parameter::Kind::Text) {
            const double distance = std::abs(std::asinh(*number) - std::asinh(*usual));
            if (best.empty() || distance < least) {
                best = candidate->name;
                least = distance;
            }
        }
    return best;
}

/// The tracks on which what uses the parameter lies.
std::set<TrackId> tracksOf(const Project& project, const UnknownParameter& unknown) {
    const EventTracks tracks(project);
    std::set<TrackId> found;
    const auto add = [&](const ScoreEvent* event) {
        if (const Track* track = event ? tracks.trackOf(*event) : nullptr)
            found.insert(track->id);
    };
    for (const EventId id : unknown.events)
        add(project.find(id));
    for (const AutomationId id : unknown.curves)
        add(eventOf(project, *project.find(id)));
    return found;
}

/// Those of them on which nobody uses the name any more.
std::set<TrackId> withoutUse(const Project& project, std::set<TrackId> tracks,
                             const std::string& name) {
    const EventTracks places(project);
    ReadOnce read(project);
    std::map<InstrumentId, bool> has;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        const Track* track = tracks.empty() ? nullptr : places.trackOf(event);
        if (!track || !tracks.contains(track->id))
            return;
        const auto [known, isNew] = has.try_emplace(event.instrument, false);
        if (isNew)
            known->second = !read.lacks(event.instrument, name);
        if (known->second || argumentNamed(event, name))
            tracks.erase(track->id);
    });
    project.all<Automation>().forEach([&](const Automation& automation) {
        if (automation.parameter == name)
            if (const ScoreEvent* event = eventOf(project, automation))
                if (const Track* track = places.trackOf(*event))
                    tracks.erase(track->id);
    });
    return tracks;
}

/// Lanes of a name give way to those of another, or go.
void replaceLanes(Project& project, const std::set<TrackId>& tracks, const std::string& name,
                  std::string_view successor) {
    const std::set<TrackId> emptied = withoutUse(project, tracks, name);
    for (const TrackId id : tracks) {
        Track track = *project.find(id);
        const auto lane = [&](std::string_view parameter) {
            return std::find_if(
                track.lanes.begin(), track.lanes.end(),
                [&](const ParameterLane& each) { return each.parameter == parameter; });
        };
        const auto old = lane(name);
        if (old == track.lanes.end())
            continue;
        if (!successor.empty() && lane(successor) == track.lanes.end()) {
            ParameterLane next = *old;
            next.parameter = successor;
            track.lanes.insert(old + 1, std::move(next));
        }
        if (emptied.contains(id))
            track.lanes.erase(lane(name));
        (void)project.change(std::move(track));
    }
}

void changeInstrument(Project& project, InstrumentId id,
                      const std::function<void(Instrument&)>& work) {
    Instrument instrument = *project.find(id);
    work(instrument);
    (void)project.change(std::move(instrument));
}

} // namespace

std::vector<UnknownParameter> unknownParameters(const Project& project) {
    ReadOnce read(project);
    std::map<std::pair<InstrumentId, std::string>, UnknownParameter> found;
    std::map<std::pair<InstrumentId, std::string>, bool> lacking; ///< asked for once
    const auto unknown = [&](InstrumentId instrument,
                             const std::string& name) -> UnknownParameter* {
        const auto [known, isNew] = lacking.try_emplace({instrument, name}, false);
        if (isNew)
            known->second = read.lacks(instrument, name);
        return known->second ? &found[known->first] : nullptr;
    };
    for (const ScoreEvent* event : project.inOrder<ScoreEvent>())
        for (const Argument& argument : event->arguments)
            if (UnknownParameter* one = unknown(event->instrument, argument.parameter))
                one->events.push_back(event->id);
    for (const Automation* automation : project.inOrder<Automation>())
        if (const ScoreEvent* event = eventOf(project, *automation))
            if (UnknownParameter* one = unknown(event->instrument, automation->parameter))
                one->curves.push_back(automation->id);
    std::vector<UnknownParameter> all;
    for (const Instrument* instrument : project.inOrder<Instrument>())
        for (auto it = found.lower_bound({instrument->id, {}});
             it != found.end() && it->first.first == instrument->id; ++it) {
            it->second.instrument = instrument->id;
            it->second.name = it->first.second;
            it->second.successor = successorOf(project, it->second, *read.of(instrument->id));
            all.push_back(std::move(it->second));
        }
    return all;
}

std::optional<UnknownParameter> unknownParameter(const Project& project, InstrumentId instrument,
                                                 std::string_view name) {
    for (UnknownParameter& unknown : unknownParameters(project))
        if (unknown.instrument == instrument && unknown.name == name)
            return std::move(unknown);
    return std::nullopt;
}

void renameUnknownParameter(Project& project, const UnknownParameter& unknown,
                            std::string_view name) {
    ReadOnce read(project);
    const InstrumentParameters* const parameters = read.of(unknown.instrument);
    const Instrument* const instrument = project.find(unknown.instrument);
    const Parameter* const target =
        parameters ? findParameter(*instrument, *parameters, name) : nullptr;
    if (!target)
        return;
    const std::set<TrackId> tracks = tracksOf(project, unknown);
    const auto isTarget = [&](const std::string& other) {
        return findParameter(*project.find(unknown.instrument), *parameters, other) == target;
    };
    for (const EventId id : unknown.events) {
        ScoreEvent event = *project.find(id);
        const bool hasOwn =
            std::any_of(event.arguments.begin(), event.arguments.end(),
                        [&](const Argument& each) { return isTarget(each.parameter); });
        for (Argument& argument : event.arguments)
            if (argument.parameter == unknown.name && !hasOwn && canTake(*target, argument.value))
                argument.parameter = target->name;
        (void)project.change(std::move(event));
    }
    std::set<EventId> taken; ///< events that had curves of their own there
    for (const AutomationId id : unknown.curves) {
        const EventId event = std::get<EventId>(project.find(id)->target);
        for (const Automation* other : project.automationsOf(event))
            if (isTarget(other->parameter))
                taken.insert(event);
    }
    for (const AutomationId id : unknown.curves) {
        Automation automation = *project.find(id);
        if (!target->isDynamic() || taken.contains(std::get<EventId>(automation.target)))
            continue;
        automation.parameter = target->name;
        (void)project.change(std::move(automation));
    }
    changeInstrument(project, unknown.instrument, [&](Instrument& changed) {
        const auto hint = [&](const std::string& of) {
            return std::find_if(changed.hints.begin(), changed.hints.end(),
                                [&](const ParameterHint& each) { return each.parameter == of; });
        };
        const auto old = hint(unknown.name);
        if (old != changed.hints.end() && hint(target->name) == changed.hints.end())
            old->parameter = target->name;
    });
    replaceLanes(project, tracks, unknown.name, target->name);
}

void removeUnknownParameter(Project& project, const UnknownParameter& unknown) {
    const std::set<TrackId> tracks = tracksOf(project, unknown);
    for (const EventId id : unknown.events) {
        ScoreEvent event = *project.find(id);
        std::erase_if(event.arguments,
                      [&](const Argument& each) { return each.parameter == unknown.name; });
        (void)project.change(std::move(event));
    }
    for (const AutomationId id : unknown.curves)
        (void)project.remove(id);
    changeInstrument(project, unknown.instrument, [&](Instrument& changed) {
        std::erase_if(changed.hints,
                      [&](const ParameterHint& each) { return each.parameter == unknown.name; });
    });
    replaceLanes(project, tracks, unknown.name, {});
}

} // namespace stria
