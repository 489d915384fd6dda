// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/audition_score.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "engine/compile/compiler.h"
#include "engine/compile/parameter_curves.h"
#include "engine/orchestra/parameters.h"
#include "engine/reading/bus_use.h"

namespace stria {

namespace {

/// Of an endless event; nothing that matters to its orchestra depends on it.
constexpr double longEnough = 3600;

/// Events that play when `event` begins and belong to its sound: readers of audio buses that it or
/// they write, writers of control buses that it or they read.
std::vector<const ScoreEvent*> surroundingsOf(const Project& project, const ScoreEvent& event,
                                              Reading& reading) {
    BusUse use(project, reading);
    return use.surroundings(use.of(event), [&event](const ScoreEvent& other) {
        return other.id != event.id && other.plays() && other.start <= event.start &&
               other.end() > event.start;
    });
}

template <class Entity> void copyAll(const Project& from, Project& to) {
    from.all<Entity>().forEach([&](const Entity& entity) { static_cast<void>(to.insert(entity)); });
}

/// The project with only some events, their automations, and buses that stand still.
Project only(const Project& project, const std::vector<const ScoreEvent*>& events, double time) {
    Project result;
    Settings settings = project.settings();
    settings.endMarker = 0;
    result.changeSettings(settings);
    copyAll<Instrument>(project, result);
    copyAll<GlobalCode>(project, result);
    copyAll<FixedString>(project, result);
    copyAll<Channel>(project, result);
    copyAll<Table>(project, result);
    copyAll<SoundSource>(project, result);
    const double cycle = settings.ksmps / settings.sampleRate;
    project.all<Bus>().forEach([&](Bus bus) {
        if (const auto automations = project.automationsOf(bus.id);
            !automations.empty() && bus.kind == Bus::Kind::Control)
            bus.value = mergeAutomations(automations, bus.value.value_or(0), time, cycle).initial;
        static_cast<void>(result.insert(std::move(bus)));
    });
    for (const ScoreEvent* event : events) {
        ScoreEvent alone = *event;
        // Its end is its length: whoever listens stops what is endless.
        if (alone.stop && (alone.isEndless() || alone.end() < alone.start + alone.duration))
            alone.duration = alone.end() - alone.start;
        alone.stop.reset();
        alone.beats.reset();
        static_cast<void>(result.insert(std::move(alone)));
        for (const Automation* automation : project.automationsOf(event->id))
            static_cast<void>(result.insert(*automation));
    }
    return result;
}

std::map<std::string, AuditionScore::Field>
fieldsOf(const Project& project, const ScoreEvent& event, const CsdDocument& document,
         const std::vector<double>& note, Reading& reading) {
    std::map<std::string, AuditionScore::Field> fields;
    const Instrument* instrument = project.find(event.instrument);
    const auto read = instrument ? reading.of(*instrument) : nullptr;
    if (!read || !read->parameters)
        return fields;
    const ExpectedAll<InstrumentParameters>& parameters = read->parameters;
    for (const Parameter& parameter : parameters->parameters)
        if (parameter.kind != Parameter::Kind::Text)
            fields[parameter.name] = {parameter.pfield, parameter.isDynamic(), 0, {}};
    for (const Automation* automation : project.automationsOf(event.id))
        if (const Parameter* moved = findParameter(*instrument, *parameters, automation->parameter))
            fields[moved->name].untouched = note[static_cast<std::size_t>(moved->pfield - 1)];
    const auto played = std::find_if(
        document.instruments.begin(), document.instruments.end(),
        [&](const CsdInstrument& each) { return each.number == static_cast<int>(note[0]); });
    if (played == document.instruments.end())
        return fields;
    for (const auto& [parameter, touch] : played->touchFields) {
        fields[parameter].touchField = touch;
        fields[parameter].untouched = note[static_cast<std::size_t>(touch - 1)];
    }
    return fields;
}

} // namespace

ExpectedAll<AuditionScore> compileAudition(const Project& project, const ScoreEvent& event,
                                           const AssetFacts& facts, const OpcodeCatalogue& opcodes,
                                           RenderSpec::UnknownParameters unknown) {
    Reading reading(project, includedTexts(facts));
    std::vector<const ScoreEvent*> events = surroundingsOf(project, event, reading);
    events.push_back(&event);
    const Project alone = only(project, events, event.start);
    RenderSpec spec;
    spec.startTime = event.start;
    spec.endTime = event.start + longEnough;
    spec.past = RenderSpec::PastSound::Crop;
    spec.unknownParameters = unknown;
    ExpectedAll<CsdDocument> document = compileToAudition(alone, spec, facts, opcodes, &reading);
    if (!document)
        return tl::make_unexpected(std::move(document.error()));

    AuditionScore score;
    for (CsdNote& note : document->notes) {
        if (note.event == event.id)
            score.note = std::move(note.pfields);
        else if (note.event) {
            note.pfields[2] = -1;
            score.surroundings.push_back(std::move(note.pfields));
        }
    }
    std::erase_if(document->notes, [](const CsdNote& note) { return bool(note.event); });
    score.fields = fieldsOf(project, event, *document, score.note, reading);
    score.document = std::move(*document);
    return score;
}

ScoreEvent auditionEvent(const Project& project, InstrumentId instrument, double duration) {
    ScoreEvent event;
    event.id = EventId::random();
    event.instrument = instrument;
    event.duration = duration;
    const ScoreEvent* first = nullptr;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& other) {
        if (other.instrument == instrument && (!first || other.start < first->start))
            first = &other;
    });
    if (!first)
        return event;
    event.start = first->start;
    event.priority = first->priority;
    for (const Argument& argument : first->arguments)
        if (!std::holds_alternative<double>(argument.value))
            event.arguments.push_back(argument);
    return event;
}

} // namespace stria
