// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace stria {

namespace {

std::string text(double number) {
    if (std::isnan(number))
        return "NaN";
    if (std::isinf(number))
        return number > 0 ? "infinity" : "-infinity";
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return std::string(digits, end);
}

tl::unexpected<Diagnostic> outOfRange(const std::string& what, const std::string& value,
                                      const std::string& limits) {
    return failure(ErrorCode::InvalidArgument,
                   what + " cannot be " + value + ": it must be " + limits + ".");
}

bool within(double value, double least, double most) {
    return value >= least && value <= most; // false for NaN
}

Expected<void> checkTime(const char* what, double seconds) {
    if (!std::isfinite(seconds) || seconds < 0)
        return outOfRange(what, text(seconds), "a number of seconds from 0 on");
    return {};
}

} // namespace

Expected<void> checks::settings(const Settings& s) {
    if (!within(s.sampleRate, 8000, 384000))
        return outOfRange("The sample rate", text(s.sampleRate), "8000 to 384000 Hz");
    if (s.channels < 1 || s.channels > 64)
        return outOfRange("The number of channels", std::to_string(s.channels), "1 to 64");
    if (s.ksmps < 1 || s.ksmps > 4096)
        return outOfRange("ksmps", std::to_string(s.ksmps), "1 to 4096");
    if (!within(s.a4, 1, 20000))
        return outOfRange("The tuning reference A4", text(s.a4), "1 to 20000 Hz");
    if (s.priorities < 1 || s.priorities > 99)
        return outOfRange("The number of priorities", std::to_string(s.priorities), "1 to 99");
    if (s.audioBusLimit < 0 || s.controlBusLimit < 0)
        return outOfRange("A limit of buses",
                          std::to_string(std::min(s.audioBusLimit, s.controlBusLimit)),
                          "0 or more");
    return checkTime("The end marker", s.endMarker);
}

Expected<void> checks::event(const ScoreEvent& event, int priorities) {
    if (const auto start = checkTime("The start of an event", event.start); !start)
        return start;
    if (!std::isfinite(event.duration) ||
        (event.duration < 0 && event.duration != ScoreEvent::endless))
        return outOfRange("The duration of an event", text(event.duration),
                          "a number of seconds from 0 on, or -1 for an endless event");
    if (event.stop && !std::isfinite(*event.stop))
        return outOfRange("The time at which an event is stopped", text(*event.stop),
                          "a finite number of seconds");
    if (event.beats && !(std::isfinite(event.beats->start) && event.beats->start >= 0 &&
                         std::isfinite(event.beats->duration)))
        return outOfRange("The start of an event in beats", text(event.beats->start),
                          "a number from 0 on");
    for (const Argument& argument : event.arguments)
        if (const double* number = std::get_if<double>(&argument.value);
            number && !std::isfinite(*number))
            return outOfRange("The argument " + argument.parameter, text(*number),
                              "a finite number");
    if (const auto priority = resolvePriority(event.priority, priorities); !priority)
        return tl::make_unexpected(priority.error());
    return {};
}

Expected<void> checks::automation(const Automation& automation) {
    const std::string what = automation.parameter.empty()
                                 ? std::string("The automation of the bus")
                                 : "The automation of " + automation.parameter;
    if (automation.points.empty())
        return failure(ErrorCode::InvalidArgument, what + " needs at least one point.");
    double last = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < automation.points.size(); ++i) {
        const Breakpoint& point = automation.points[i];
        const std::string where = " (point " + std::to_string(i + 1) + ")";
        if (!std::isfinite(point.time))
            return outOfRange(what + where + ": its time", text(point.time), "a finite number");
        if (!std::isfinite(point.value))
            return outOfRange(what + where + ": its value", text(point.value), "a finite number");
        if (point.time < last)
            return failure(ErrorCode::InvalidArgument, what + where + " goes back in time, from " +
                                                           text(last) + " s to " +
                                                           text(point.time) + " s.");
        if (!(point.shape.exponent > 0) || !std::isfinite(point.shape.exponent))
            return outOfRange(what + where + ": its exponent", text(point.shape.exponent),
                              "above 0");
        last = point.time;
    }
    return {};
}

Expected<int> resolvePriority(int priority, int priorities) {
    if (priority == 0 || priority > priorities || priority < -priorities)
        return failure(ErrorCode::InvalidArgument,
                       "There is no priority " + std::to_string(priority) +
                           ": this project has the priorities 1 to " + std::to_string(priorities) +
                           ", or -1 (the last) to -" + std::to_string(priorities) + ".");
    return priority > 0 ? priority : priorities + 1 + priority;
}

std::string describeEvent(const Project& project, const ScoreEvent& event) {
    const Instrument* instrument = project.find(event.instrument);
    std::string words = instrument ? instrument->name : std::string("of an unknown instrument");
    if (!event.name.empty())
        words += " '" + event.name + "'";
    return words + " at " + text(event.start) + " s";
}

Place placeOf(const Project& project, const ScoreEvent& event) {
    Place place;
    place.event = event.id;
    place.eventName = describeEvent(project, event);
    place.instrument = event.instrument;
    return place;
}

namespace {

class ProjectChecker {
  public:
    explicit ProjectChecker(const Project& project) : m_project(project) {}

    Diagnostics run() {
        add(checks::settings(m_project.settings()), {});
        for (const Instrument* instrument : m_project.inOrder<Instrument>())
            checkInstrument(*instrument);
        checkEvents();
        for (const Automation* automation : m_project.inOrder<Automation>())
            checkAutomation(*automation);
        for (const Bus* bus : m_project.inOrder<Bus>())
            if (bus->kind == Bus::Kind::Audio && bus->value)
                report(ErrorCode::InvalidArgument,
                       "The audio bus " + bus->name +
                           " has a value; only control buses hold one. Remove it.",
                       {});
        return std::move(m_found);
    }

  private:
    void add(const Expected<void>& result, const Place& place) {
        if (!result) {
            m_found.push_back(result.error());
            m_found.back().place = place;
        }
    }
    void report(ErrorCode code, std::string message, Place place) {
        m_found.push_back({code, std::move(message), std::move(place), Severity::Error});
    }

    void checkInstrument(const Instrument& instrument) {
        Place place;
        place.instrument = instrument.id;
        place.instrumentName = instrument.name;
        if (instrument.name.empty())
            report(ErrorCode::InvalidArgument, "An instrument has no name. Give it one.", place);
        else if (!m_names.insert(instrument.name).second)
            report(ErrorCode::Conflict,
                   "Two instruments are called " + instrument.name + ". Rename one of them.",
                   place);
    }

    /// Only events with a problem are put in order, and only they get words for their place: there
    /// may be 100,000 without.
    void checkEvents() {
        const std::size_t before = m_found.size();
        std::vector<const ScoreEvent*> wrong;
        m_project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            checkEvent(event);
            if (m_found.size() == before)
                return;
            m_found.resize(before);
            wrong.push_back(&event);
        });
        std::sort(wrong.begin(), wrong.end(), [](const ScoreEvent* a, const ScoreEvent* b) {
            return std::pair(a->order, a->id) < std::pair(b->order, b->id);
        });
        for (const ScoreEvent* event : wrong)
            checkEvent(*event);
    }

    void checkEvent(const ScoreEvent& event) {
        if (const auto checked = checks::event(event, m_project.settings().priorities); !checked)
            add(checked, placeOf(m_project, event));
        if (!m_project.find(event.instrument))
            report(ErrorCode::UnknownName,
                   "The event's instrument is not in the project. Choose another for it.",
                   placeOf(m_project, event));
        if (!event.plays()) // what it was given may be gone
            return;
        for (const Argument& argument : event.arguments)
            std::visit(
                [&](const auto& value) {
                    using Value = std::decay_t<decltype(value)>;
                    if constexpr (!std::is_same_v<Value, double> &&
                                  !std::is_same_v<Value, std::string>)
                        if (!m_project.find(value))
                            report(ErrorCode::UnknownName,
                                   "What the event is given for " + argument.parameter +
                                       " is not in the project any more. Choose another.",
                                   placeOf(m_project, event));
                },
                argument.value);
    }

    void checkAutomation(const Automation& automation) {
        Place place;
        if (const auto* id = std::get_if<EventId>(&automation.target)) {
            const ScoreEvent* event = m_project.find(*id);
            if (!event) {
                report(ErrorCode::UnknownName,
                       "An automation of " + automation.parameter +
                           " belongs to an event that is not in the project. Remove it.",
                       {});
                return;
            }
            place = placeOf(m_project, *event);
        } else if (const Bus* bus = m_project.find(std::get<BusId>(automation.target));
                   !bus || bus->kind == Bus::Kind::Audio) {
            report(ErrorCode::UnknownName,
                   bus ? "An automation moves the audio bus " + bus->name +
                             "; only control buses can be automated."
                       : std::string("An automation belongs to a bus that is not in the project."),
                   {});
            return;
        }
        add(checks::automation(automation), place);
    }

    const Project& m_project;
    std::set<std::string> m_names;
    Diagnostics m_found;
};

} // namespace

Diagnostics checkProject(const Project& project) {
    return ProjectChecker(project).run();
}

} // namespace stria
