// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/score_code.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/compile/csound_text.h"
#include "engine/model/checks.h"
#include "engine/model/event_tracks.h"

namespace stria {

namespace {

constexpr double neverStops = std::numeric_limits<double>::infinity();
constexpr std::size_t noParameter = static_cast<std::size_t>(-1);

/// Opcodes that let an event sound beyond its end.
bool maySoundOn(const std::vector<std::string>& opcodes) {
    static const std::set<std::string, std::less<>> extending = {
        "linsegr", "expsegr", "transegr", "cosegr",  "linenr",  "envlpxr",
        "madsr",   "mxadsr",  "xtratim",  "release", "expsegb", "lincos"};
    return std::any_of(opcodes.begin(), opcodes.end(),
                       [](const std::string& name) { return extending.contains(name); });
}

/// What Csound's `seed` takes: above 0, below 2^31.
double seedOf(const ScoreEvent& event) {
    constexpr std::uint64_t limit = 0x7fffffff;
    // Spread the bits (splitmix64): the first draws of Csound's seeds 11 and 12 are nearly equal.
    std::uint64_t x = event.seed > 0 ? event.seed : event.id.bits;
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    x ^= x >> 31;
    return static_cast<double>(1 + x % (limit - 1));
}

} // namespace

ScoreCode::ScoreCode(Draft& draft, Ensemble& ensemble, CurveTable& curves,
                     const FixedNumbers& fixed)
    : m_draft(draft), m_ensemble(ensemble), m_curves(curves), m_fixed(fixed),
      m_busUse(draft.project, ensemble.reading(), fixed.buses) {
    for (const auto& [id, number] : fixed.events)
        m_fixedNumbers.insert(number);
    draft.project.all<Automation>().forEach([this](const Automation& automation) {
        if (const EventId* event = std::get_if<EventId>(&automation.target))
            m_automations[*event].push_back(&automation);
    });
    for (auto& [event, automations] : m_automations)
        std::sort(automations.begin(), automations.end(),
                  [](const Automation* a, const Automation* b) {
                      return a->order != b->order ? a->order < b->order : a->id < b->id;
                  });
}

std::vector<const ScoreEvent*> ScoreCode::playingEvents() const {
    if (m_draft.onlyChecks())
        return m_draft.project.inOrder<ScoreEvent>();
    const std::set<EventId> only(m_draft.spec.onlyEvents.begin(), m_draft.spec.onlyEvents.end());
    const EventTracks tracks(m_draft.project);
    std::vector<const ScoreEvent*> events = m_draft.project.inOrder<ScoreEvent>();
    std::erase_if(events, [&](const ScoreEvent* event) {
        return !event->plays() || (!only.empty() && !only.contains(event->id)) ||
               (only.empty() && tracks.isSilent(*event));
    });
    return events;
}

bool ScoreCode::findEnd(const std::vector<const ScoreEvent*>& events) {
    const RenderSpec& spec = m_draft.spec;
    const double marker = m_draft.project.settings().endMarker;
    const ScoreEvent* endless = nullptr;
    double lastEnd = 0;
    for (const ScoreEvent* event : events)
        if (const double end = event->end(); end < neverStops)
            lastEnd = std::max(lastEnd, end);
        else if (!endless)
            endless = event;
    m_end.scoreEnd = std::max(lastEnd, marker);
    m_end.endlessStop = marker > 0 || spec.endTime <= 0 ? m_end.scoreEnd : neverStops;
    if (spec.endTime > 0)
        m_end.cutTime = spec.endTime + spec.tail;
    m_draft.lastTime = m_end.cutTime > 0 ? m_end.cutTime : m_end.scoreEnd + spec.tail;

    if (m_draft.onlyChecks())
        return true;
    if (endless && marker <= 0 && spec.endTime <= 0) {
        m_draft.fail(ErrorCode::EndlessScore,
                     "The event " + describeEvent(m_draft.project, *endless) +
                         " is endless, and nothing says where the score ends. Stop the event, or "
                         "give the score an end marker or the render an end time.",
                     placeOf(m_draft.project, *endless));
        return false;
    }
    if (events.empty() && marker <= 0 && spec.endTime <= 0) {
        m_draft.fail(ErrorCode::NothingToRender,
                     "There is nothing to render: no event plays, and neither an end marker nor "
                     "an end time gives a length.");
        return false;
    }
    const double length = m_end.cutTime > 0 ? m_end.cutTime : m_end.scoreEnd + spec.tail;
    if (spec.startTime > 0 && spec.startTime >= length) {
        m_draft.fail(ErrorCode::NothingToRender, "There is nothing to render: the start time " +
                                                     csound_text::number(spec.startTime) +
                                                     " s is not before the end at " +
                                                     csound_text::number(length) + " s.");
        return false;
    }
    return true;
}

bool ScoreCode::addEvents() {
    const std::vector<const ScoreEvent*> events = playingEvents();
    if (!findEnd(events))
        return false;
    m_firstNote = m_draft.notes.size();
    m_draft.notes.reserve(m_firstNote + events.size() + 16);
    m_sources.reserve(events.size());
    for (const ScoreEvent* event : events)
        addEvent(*event);
    return true;
}

ScoreCode::FormNotes* ScoreCode::notesOf(InstrumentId instrument, int priority) {
    FormNotes& notes = m_forms[{instrument, priority}];
    if (notes.form)
        return &notes;
    notes.form = m_ensemble.form(instrument, priority);
    if (!notes.form)
        return nullptr;
    notes.defaults.resize(static_cast<std::size_t>(notes.form->fieldCount), 0);
    for (const Parameter& parameter : notes.form->source->parameters.parameters) {
        const auto* text = std::get_if<std::string>(&parameter.defaultValue);
        notes.defaults[static_cast<std::size_t>(parameter.pfield - 1)] =
            text ? m_draft.strings.number(*text) : std::get<double>(parameter.defaultValue);
    }
    return &notes;
}

double ScoreCode::eventNumberFor(const ScoreEvent& event, FormNotes& notes) {
    if (!m_fixedNumbers.empty()) {
        if (const auto known = m_fixed.events.find(event.id); known != m_fixed.events.end())
            return known->second;
        while (m_fixedNumbers.contains(eventNumber(notes.form->number, notes.events + 1)))
            ++notes.events;
    }
    return eventNumber(notes.form->number, ++notes.events);
}

/// When it is told to stop; never for one that ends by itself.
double ScoreCode::stopOf(const ScoreEvent& event) const {
    double stop = neverStops;
    if (event.stop && (event.isEndless() || *event.stop < event.start + event.duration))
        stop = *event.stop;
    return event.isEndless() ? std::min(stop, m_end.endlessStop) : stop;
}

void ScoreCode::addEvent(const ScoreEvent& event) {
    const Expected<int> priority =
        resolvePriority(event.priority, m_draft.project.settings().priorities);
    m_unknown.clear();
    FormNotes* notes = priority ? notesOf(event.instrument, *priority) : nullptr;
    if (!notes)
        return;
    CsdNote note;
    note.event = event.id;
    note.pfields.reserve(notes->defaults.size() + 1);
    note.pfields = notes->defaults;
    note.pfields[0] = eventNumberFor(event, *notes);

    const bool crops = m_draft.spec.past == RenderSpec::PastSound::Crop;
    double leftOut = 0;
    if (crops && event.start < m_draft.spec.startTime) {
        if (event.end() <= m_draft.spec.startTime)
            return;
        leftOut = m_draft.spec.startTime - event.start;
    }
    const double start = event.start + leftOut;
    const bool isOver = (m_end.cutTime > 0 && start >= m_end.cutTime) ||
                        (event.isEndless() && start >= m_end.endlessStop);
    if (isOver && !m_draft.onlyChecks())
        return;
    double stop = stopOf(event);
    note.pfields[1] = start + 0.0; // no -0
    note.pfields[2] = event.isEndless() ? -1 : event.duration - leftOut;
    if (notes->form->source->instrument->stopShortens && stop < neverStops) {
        note.pfields[2] = stop - start;
        stop = neverStops;
    }
    setArguments(event, *notes, note.pfields);
    m_busOrder.add(*notes->form, m_busUse.of(event));
    automate(event, *notes, leftOut, note);

    const double number = note.pfields[0];
    m_draft.notes.push_back(std::move(note));
    m_sources.push_back({&event, notes->form});
    if (stop < neverStops) {
        if (m_stopper == 0)
            m_stopper = m_draft.addGenerated("stops");
        const std::size_t before = m_draft.notes.size();
        m_draft.addNote(m_stopper, stop, 0, {number});
        if (m_draft.notes.size() > before)
            m_sources.push_back({});
    }
}

/// Once for each event, whether it has a value, a curve or both.
void ScoreCode::tellUnknown(const ScoreEvent& event, const ReadInstrument& source,
                            const std::string& name) {
    if (std::find(m_unknown.begin(), m_unknown.end(), name) != m_unknown.end())
        return;
    m_unknown.push_back(name);
    Place place = placeOf(m_draft.project, event);
    place.parameter = name;
    if (m_draft.spec.unknownParameters == RenderSpec::UnknownParameters::Refuse) {
        Diagnostic problem = unknownParameter(*source.instrument, source.parameters, name);
        problem.place = std::move(place);
        m_draft.problems.push_back(std::move(problem));
        return;
    }
    std::string& message = m_leftOut[{source.instrument->id, name}];
    if (message.empty()) {
        message = unknownParameter(*source.instrument, source.parameters, name).message;
        message += message.back() == '?' ? "" : ".";
        message += " What events give it is left out.";
    }
    m_draft.problems.push_back(
        {ErrorCode::UnknownName, message, std::move(place), Severity::Warning});
}

/// Events of one instrument tend to name their arguments in one order, so the last answer for a
/// position is tried first.
std::size_t ScoreCode::parameterOf(const ScoreEvent& event, FormNotes& notes, std::size_t position,
                                   const std::string& name) {
    if (position < notes.names.size() && notes.names[position].first == name)
        return notes.names[position].second;
    const ReadInstrument& source = *notes.form->source;
    const Parameter* parameter = findParameter(*source.instrument, source.parameters, name);
    if (!parameter) {
        tellUnknown(event, source, name);
        return noParameter;
    }
    const auto index = static_cast<std::size_t>(parameter - source.parameters.parameters.data());
    if (position >= notes.names.size())
        notes.names.resize(position + 1);
    notes.names[position] = {name, index};
    return index;
}

void ScoreCode::setArguments(const ScoreEvent& event, FormNotes& notes,
                             std::vector<double>& fields) {
    for (std::size_t i = 0; i < event.arguments.size(); ++i) {
        const Argument& argument = event.arguments[i];
        const std::size_t index = parameterOf(event, notes, i, argument.parameter);
        if (index == noParameter)
            continue;
        const Parameter& parameter = notes.form->source->parameters.parameters[index];
        if (const auto value = valueOf(event, parameter, argument.value))
            fields[static_cast<std::size_t>(parameter.pfield - 1)] = *value;
    }
}

std::optional<double> ScoreCode::valueOf(const ScoreEvent& event, const Parameter& parameter,
                                         const ArgumentValue& value) {
    const auto fail = [&](ErrorCode code, const std::string& message) {
        m_draft.fail(code, message, placeOf(m_draft.project, event));
        return std::nullopt;
    };
    const std::string* text = std::get_if<std::string>(&value);
    if (text && parameter.kind != Parameter::Kind::Text)
        return fail(ErrorCode::WrongType, "The parameter " + parameter.name +
                                              " is a number, and the event gives it the text \"" +
                                              *text + "\".");
    if (!text && parameter.kind == Parameter::Kind::Text && !parameter.byStrget)
        return fail(ErrorCode::WrongType, "The parameter " + parameter.name +
                                              " is a text, and the event gives it a number.");
    if (text && *text == "?")
        m_draft.warn("The event gives " + parameter.name +
                         " the text \"?\", by which the window asks for a sound file. If it is "
                         "to be one, choose it there or give its path.",
                     placeOf(m_draft.project, event));
    if (text)
        return m_draft.strings.number(*text);
    if (const double* number = std::get_if<double>(&value))
        return *number;
    if (const BusId* bus = std::get_if<BusId>(&value))
        return m_draft.buses.numbers.at(*bus);
    if (const TableId* table = std::get_if<TableId>(&value))
        return m_draft.tables.number(*table);
    if (const SoundSourceId* source = std::get_if<SoundSourceId>(&value)) {
        const auto file = m_draft.facts.soundFiles.find(*source);
        const SoundSource* known = m_draft.project.find(*source);
        if (file != m_draft.facts.soundFiles.end() && file->second.problem.empty())
            return m_draft.tables.number(*source);
        return fail(ErrorCode::FileUnreadable,
                    "The sound file " + known->path + " cannot be used: " +
                        (file != m_draft.facts.soundFiles.end() ? file->second.problem
                                                                : "it has not been looked for") +
                        ". Put it back, or choose another for the event.");
    }
    const InstrumentForm* form = m_ensemble.form(std::get<InstrumentId>(value), 1);
    return form ? std::optional<double>(form->number) : std::nullopt;
}

void ScoreCode::automate(const ScoreEvent& event, FormNotes& notes, double leftOut, CsdNote& note) {
    if (m_automations.empty())
        return;
    const auto found = m_automations.find(event.id);
    if (found == m_automations.end())
        return;
    const ReadInstrument& source = *notes.form->source;
    std::map<std::size_t, std::vector<const Automation*>> byParameter;
    for (const Automation* automation : found->second) {
        const Parameter* parameter =
            findParameter(*source.instrument, source.parameters, automation->parameter);
        if (!parameter) {
            tellUnknown(event, source, automation->parameter);
        } else if (!parameter->isDynamic()) {
            m_draft.fail(ErrorCode::WrongType,
                         "The parameter " + parameter->name +
                             " cannot be automated: it is fixed at the start of the event. Only "
                             "parameters whose name begins with k can.",
                         placeOf(m_draft.project, event));
        } else {
            byParameter[static_cast<std::size_t>(parameter - source.parameters.parameters.data())]
                .push_back(automation);
        }
    }
    Automated automated;
    automated.note = m_draft.notes.size();
    for (const auto& [parameter, automations] : byParameter)
        mergeOne(event, notes, parameter, automations, leftOut, note, automated);
    if (!automated.curves.empty())
        m_automated.push_back(std::move(automated));
}

void ScoreCode::mergeOne(const ScoreEvent& event, FormNotes& notes, std::size_t parameter,
                         const std::vector<const Automation*>& automations, double leftOut,
                         CsdNote& note, Automated& automated) {
    const ReadInstrument& source = *notes.form->source;
    const auto field = static_cast<std::size_t>(source.parameters.parameters[parameter].pfield - 1);
    ParameterCurve curve =
        mergeAutomations(automations, note.pfields[field], leftOut, source.cycle);
    note.pfields[field] = curve.initial;
    if (leftOut <= 0)
        warnUnheard(event, *notes.form, automations, curve.unheard);
    if (!curve.points.empty()) {
        notes.form->curveFields[parameter] = 1;
        automated.curves.emplace_back(parameter, std::move(curve.points));
    }
}

void ScoreCode::warnUnheard(const ScoreEvent& event, const InstrumentForm& form,
                            const std::vector<const Automation*>& automations,
                            const std::vector<const Automation*>& unheard) {
    for (const Automation* automation : unheard)
        m_draft.warn("The automation of " + automation->parameter +
                         " lies wholly before the event: it has no effect.",
                     placeOf(m_draft.project, event));
    const double length = event.end() - event.start;
    if (!(length < neverStops) || maySoundOn(form.source->effects.opcodes))
        return;
    for (const Automation* automation : automations)
        if (automation->points.front().time >= length)
            m_draft.warn("The automation of " + automation->parameter + " begins at " +
                             csound_text::number(automation->points.front().time) +
                             " s, when the event is over: it cannot be heard.",
                         placeOf(m_draft.project, event));
}

void ScoreCode::completeNotes() {
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        const auto& [event, form] = m_sources[i];
        if (!event)
            continue;
        std::vector<double>& fields = m_draft.notes[m_firstNote + i].pfields;
        fields.resize(static_cast<std::size_t>(form->fieldCount), 0);
        if (form->seedField > 0)
            fields[static_cast<std::size_t>(form->seedField - 1)] = seedOf(*event);
    }
    for (const Automated& automated : m_automated) {
        const InstrumentForm& form = *m_sources[automated.note - m_firstNote].form;
        std::vector<double>& fields = m_draft.notes[automated.note].pfields;
        for (const auto& [parameter, points] : automated.curves) {
            const auto field = static_cast<std::size_t>(form.curveFields[parameter]);
            fields[field - 1] = static_cast<double>(m_curves.add(points));
            fields[field] = static_cast<double>(points.size());
        }
    }
}

void ScoreCode::addStopInstrument() const {
    if (m_stopper > 0)
        m_draft.orchestra.add("\ninstr " + std::to_string(m_stopper) +
                              " ; stops the event p4, which plays its release\n"
                              " turnoff2_i p4, 4, 1\nendin");
}

} // namespace stria
