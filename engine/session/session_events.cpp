// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "engine/compile/csound_text.h"
#include "engine/model/checks.h"
#include "engine/session/session_state.h"

namespace stria {

namespace {

std::string seconds(double time) {
    return csound_text::number(time) + " s";
}

std::string describeOptions(const SessionInstrument& instrument, const EventOptions& options) {
    std::string text = instrument.name;
    if (!options.name.empty())
        text += " '" + options.name + "'";
    return text + " at " + seconds(options.delay);
}

tl::unexpected<Diagnostic> notValid(const char* what) {
    return failure(ErrorCode::InvalidArgument, std::string(what) +
                                                   " is not of this session, or is no longer "
                                                   "there. Use what a call of this session "
                                                   "returned.");
}

} // namespace

Place SessionState::placeOf(const SessionInstrument& instrument,
                            const EventOptions& options) const {
    Place place;
    place.instrument = instrument.id;
    place.instrumentName = instrument.name;
    place.eventName = describeOptions(instrument, options);
    return place;
}

Expected<void> SessionState::addArgument(ScoreEvent& event, const SessionInstrument& instrument,
                                         const Parameter& parameter,
                                         const SessionValue& given) const {
    const ArgumentValue& value = given.value();
    const bool isText = std::holds_alternative<std::string>(value);
    if (isText != (parameter.kind == Parameter::Kind::Text) && !parameter.byStrget)
        return failure(ErrorCode::WrongType,
                       "The parameter " + parameter.name + " of " + instrument.name + " takes " +
                           (isText
                                ? "a number, not the text \"" + std::get<std::string>(value) + "\"."
                                : std::string("a text, not a number.")));
    const bool isThere = std::visit(
        [this](const auto& v) {
            using Value = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<Value, double> || std::is_same_v<Value, std::string>)
                return true;
            else
                return project.find(v) != nullptr;
        },
        value);
    if (!isThere)
        return failure(ErrorCode::UnknownName, "What is given for " + parameter.name + " of " +
                                                   instrument.name +
                                                   " (a bus or table) is not in this session.");
    event.arguments.push_back({parameter.name, value});
    return {};
}

Expected<void> SessionState::addArguments(ScoreEvent& event, const SessionInstrument& instrument,
                                          const EventOptions& options) const {
    const auto& byPosition = instrument.byPosition;
    if (options.args.size() > byPosition.size())
        return failure(ErrorCode::InvalidArgument,
                       instrument.name + " takes " + std::to_string(byPosition.size()) +
                           " arguments by position, and " + std::to_string(options.args.size()) +
                           " are given.");
    event.arguments.reserve(options.args.size() + options.named.size());
    for (std::size_t i = 0; i < options.args.size(); ++i)
        if (byPosition[i])
            if (auto done = addArgument(event, instrument, *byPosition[i], options.args[i]); !done)
                return done;
    for (const auto& [name, value] : options.named) {
        const Parameter* parameter = instrument.parameters.find(name);
        if (!parameter) {
            const Instrument& definition = *project.find(instrument.id);
            parameter = findParameter(definition, instrument.parameters, name);
            if (!parameter)
                return tl::make_unexpected(
                    unknownParameter(definition, instrument.parameters, name));
        }
        const auto isIt = [&](const Argument& a) { return a.parameter == parameter->name; };
        if (std::any_of(event.arguments.begin(), event.arguments.end(), isIt))
            return failure(ErrorCode::Conflict, "The parameter " + parameter->name + " of " +
                                                    instrument.name + " is given twice.");
        if (auto done = addArgument(event, instrument, *parameter, value); !done)
            return done;
    }
    return {};
}

Expected<EventHandle> SessionState::sched(std::string_view name, const EventOptions& options) {
    const auto found = needInstrument(name);
    if (!found)
        return tl::make_unexpected(found.error());
    SessionInstrument& instrument = **found;
    const auto refused = [&](Diagnostic problem) {
        problem.place = placeOf(instrument, options);
        return tl::make_unexpected(std::move(problem));
    };
    ScoreEvent event;
    event.instrument = instrument.id;
    event.start = options.delay;
    event.duration = options.duration;
    event.priority = options.priority;
    event.name = options.name;
    event.seed = options.seed;
    if (const auto done = addArguments(event, instrument, options); !done)
        return refused(done.error());
    const int priorities = project.settings().priorities;
    if (const auto checked = checks::event(event, priorities); !checked)
        return refused(checked.error());
    event.priority = *resolvePriority(event.priority, priorities);
    if (const auto number = instrumentNumber(instrument, event.priority); !number)
        return refused(number.error());
    event.id = EventId::random();
    event.order = nextOrder();
    useBuses(event);
    EventHandle handle = handleOf(event);
    if (auto done = project.insert(std::move(event)); !done)
        return refused(done.error());
    return handle;
}

const ScoreEvent* SessionState::eventOf(const EventHandle& handle) const {
    return handle.m_session.lock().get() == this ? project.find(handle.id()) : nullptr;
}

Expected<const ScoreEvent*> SessionState::needEvent(const EventHandle& handle) const {
    if (const ScoreEvent* event = eventOf(handle))
        return event;
    return notValid("The event");
}

double SessionState::p1Of(const ScoreEvent& event) const {
    const SessionInstrument& instrument = instrumentOf(event);
    return eventNumber(instrument.numbers[static_cast<std::size_t>(event.priority)],
                       static_cast<std::uint64_t>(event.order));
}

std::vector<const ScoreEvent*> SessionState::eventsByP1(double p1) const {
    std::vector<const ScoreEvent*> found;
    const bool isWhole = std::floor(p1) == p1;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        const double own = p1Of(event);
        if (own == p1 || (isWhole && std::floor(own) == p1))
            found.push_back(&event);
    });
    std::sort(found.begin(), found.end(),
              [](const ScoreEvent* a, const ScoreEvent* b) { return a->order < b->order; });
    return found;
}

Expected<void> SessionState::unsched(EventId id, double time) {
    const ScoreEvent* present = project.find(id);
    if (!present)
        return notValid("The event");
    if (!std::isfinite(time)) {
        const Place place = stria::placeOf(project, *present);
        return failure(ErrorCode::InvalidArgument,
                       "An event is stopped at a number of seconds of the score, not at NaN or "
                       "infinity.",
                       place);
    }
    ScoreEvent event = *present;
    event.stop = event.stop ? std::min(*event.stop, time) : time;
    if (present->plays() && !event.plays())
        giveBusesBack(id);
    return project.change(std::move(event));
}

Expected<void> SessionState::unschedByP1(double p1, double time) {
    std::vector<EventId> ids;
    for (const ScoreEvent* event : eventsByP1(p1))
        ids.push_back(event->id);
    if (ids.empty())
        return failure(ErrorCode::UnknownName,
                       "No event has the p1 " + csound_text::number(p1) + ".");
    for (const EventId id : ids)
        if (auto done = unsched(id, time); !done)
            return done;
    return {};
}

Expected<void> SessionState::setSeed(const EventHandle& handle, std::uint64_t seed) {
    const auto present = needEvent(handle);
    if (!present)
        return tl::make_unexpected(present.error());
    if (seed == 0)
        return failure(ErrorCode::InvalidArgument, "The seed of an event must be above 0.",
                       stria::placeOf(project, **present));
    ScoreEvent event = **present;
    event.seed = seed;
    return project.change(std::move(event));
}

SessionEvent SessionState::valueOf(const ScoreEvent& event) const {
    SessionEvent value{instrumentOf(event).name, {}};
    value.options.delay = event.start;
    value.options.duration = event.duration;
    value.options.priority = event.priority;
    value.options.name = event.name;
    value.options.seed = event.seed;
    for (const Argument& argument : event.arguments)
        value.options.named.emplace_back(argument.parameter, argument.value);
    return value;
}

std::optional<SessionEvent> SessionState::eventValue(const EventHandle& handle) const {
    const ScoreEvent* event = eventOf(handle);
    return event ? std::optional(valueOf(*event)) : std::nullopt;
}

} // namespace stria
