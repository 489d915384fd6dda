// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/model/checks.h"
#include "engine/session/session_state.h"

namespace stria {

Expected<const Parameter*> SessionState::dynamicParameter(const ScoreEvent& event,
                                                          std::string_view name) const {
    const SessionInstrument& instrument = instrumentOf(event);
    const Parameter* parameter = instrument.parameters.find(name);
    if (!parameter) {
        const Instrument& definition = *project.find(instrument.id);
        parameter = findParameter(definition, instrument.parameters, name);
        if (!parameter) {
            Diagnostic problem = unknownParameter(definition, instrument.parameters, name);
            problem.place = stria::placeOf(project, event);
            return tl::make_unexpected(std::move(problem));
        }
    }
    if (parameter->isDynamic())
        return parameter;
    const bool isText = parameter->kind == Parameter::Kind::Text;
    return failure(ErrorCode::WrongType,
                   "The parameter " + parameter->name + " of " + instrument.name + " is " +
                       (isText ? "a text" : "fixed at the start of an event") +
                       " and cannot be set or automated. Only parameters that begin with k can.",
                   stria::placeOf(project, event));
}

/// Points from pairs; `offset` is added to their times. Not yet checked.
Expected<Automation> SessionState::makeAutomation(std::span<const double> pairs,
                                                  const AutomationOptions& options,
                                                  double offset) const {
    if (pairs.size() % 2 != 0)
        return failure(ErrorCode::InvalidArgument, "takes pairs of time and value, and " +
                                                       std::to_string(pairs.size()) +
                                                       " numbers are an odd count.");
    const auto shape = SegmentShape::fromText(options.mode);
    if (!shape)
        return tl::make_unexpected(shape.error());
    Automation automation;
    automation.id = AutomationId::random();
    automation.overtake = options.overtake;
    automation.points.reserve(pairs.size() / 2);
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        automation.points.push_back({pairs[i] + offset, pairs[i + 1], *shape});
    if (!automation.points.empty()) {
        double& first = automation.points.front().value;
        automation.overtake = automation.overtake || std::isnan(first);
        if (automation.overtake)
            first = 0;
    }
    return automation;
}

Expected<void> SessionState::automate(const EventHandle& handle, std::string_view name,
                                      std::span<const double> pairs,
                                      const AutomationOptions& options, bool delayIsScoreTime) {
    const auto event = needEvent(handle);
    if (!event)
        return tl::make_unexpected(event.error());
    const auto parameter = dynamicParameter(**event, name);
    if (!parameter)
        return tl::make_unexpected(parameter.error());
    double offset = options.delay.value_or(0);
    if (options.delay && delayIsScoreTime)
        offset -= (*event)->start;
    auto automation = makeAutomation(pairs, options, offset);
    Expected<void> checked;
    if (automation) {
        automation->target = handle.id();
        automation->parameter = (*parameter)->name;
        checked = checks::automation(*automation);
    }
    if (!automation || !checked) {
        Diagnostic problem = automation ? checked.error() : automation.error();
        if (!automation)
            problem.message = "The automation of " + (*parameter)->name + ": " + problem.message;
        problem.place = stria::placeOf(project, **event);
        return tl::make_unexpected(std::move(problem));
    }
    automation->order = nextOrder();
    return project.insert(std::move(*automation));
}

Expected<void> SessionState::set(const EventHandle& handle, std::string_view name, double value,
                                 double delay) {
    const auto event = needEvent(handle);
    if (event && !std::isfinite(value)) {
        const auto parameter = dynamicParameter(**event, name);
        if (!parameter)
            return tl::make_unexpected(parameter.error());
        return failure(ErrorCode::InvalidArgument,
                       "The parameter " + (*parameter)->name + " cannot be set to NaN or infinity.",
                       stria::placeOf(project, **event));
    }
    const double pair[] = {delay, value};
    return automate(handle, name, pair, {}, false);
}

Expected<void> SessionState::automate(const BusHandle& handle, std::span<const double> pairs,
                                      const AutomationOptions& options) {
    const Bus* bus = busOf(handle);
    if (!bus)
        return failure(ErrorCode::InvalidArgument,
                       "The bus is not of this session, or has been released.");
    const std::string what = "bus " + std::to_string(numberOf(handle));
    if (bus->kind == Bus::Kind::Audio)
        return failure(ErrorCode::WrongType, "The audio " + what +
                                                 " cannot be set or automated; only control "
                                                 "buses can.");
    auto automation = makeAutomation(pairs, options, options.delay.value_or(0));
    if (!automation)
        return failure(automation.error().code,
                       "The automation of " + what + ": " + automation.error().message);
    automation->target = handle.id();
    if (auto checked = checks::automation(*automation); !checked)
        return failure(checked.error().code, checked.error().message + " (" + what + ")");
    automation->order = nextOrder();
    return project.insert(std::move(*automation));
}

Expected<void> SessionState::set(const BusHandle& handle, double value, double time) {
    if (busOf(handle) && !std::isfinite(value))
        return failure(ErrorCode::InvalidArgument, "A bus cannot be set to NaN or infinity.");
    const double pair[] = {time, value};
    return automate(handle, pair, {});
}

} // namespace stria
