// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/sample_edits.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/compile/sample_instruments.h"
#include "ui/document/sound_files.h"

namespace stria {

namespace {

const ArgumentValue* givenFor(const ScoreEvent& event, std::string_view parameter) {
    for (const Argument& argument : event.arguments)
        if (argument.parameter == parameter)
            return &argument.value;
    return nullptr;
}

double numberGiven(const ScoreEvent& event, std::string_view parameter, double otherwise) {
    const ArgumentValue* const value = givenFor(event, parameter);
    const double* const number = value ? std::get_if<double>(value) : nullptr;
    return number ? *number : otherwise;
}

} // namespace

InstrumentId samplePlayer(Project& project, int channels, bool isLoop) {
    Instrument player = sampleInstrument(channels, isLoop);
    player.name = nameForOurs(project, player);
    if (const Instrument* const known = project.instrumentNamed(player.name))
        return known->id;
    const auto all = project.inOrder<Instrument>();
    player.id = InstrumentId::random();
    player.order = all.empty() ? 1 : all.back()->order + 1;
    const InstrumentId id = player.id;
    (void)project.insert(std::move(player));
    return id;
}

void setLooping(Project& project, const std::vector<EventId>& events, bool looping) {
    for (const EventId id : events) {
        const ScoreEvent* const event = project.find(id);
        const Instrument* const instrument = event ? project.find(event->instrument) : nullptr;
        const auto player = instrument ? readSamplePlayer(*instrument) : std::nullopt;
        if (!player || player->isLoop == looping)
            continue;
        ScoreEvent changed = *event;
        changed.instrument = samplePlayer(project, player->channels, looping);
        if (!looping)
            std::erase_if(changed.arguments, [](const Argument& argument) {
                return argument.parameter == "icrossfade";
            });
        (void)project.change(std::move(changed));
    }
}

const SoundSource* sampleOf(const Project& project, const ScoreEvent& event) {
    const Instrument* const instrument = project.find(event.instrument);
    const ArgumentValue* const value = givenFor(event, "itable");
    const auto* const sound = value ? std::get_if<SoundSourceId>(value) : nullptr;
    if (!sound || !instrument || !readSamplePlayer(*instrument))
        return nullptr;
    return project.find(*sound);
}

std::optional<double> naturalLength(const Project& project, const ScoreEvent& event,
                                    const SoundFileInfo& info) {
    const SoundSource* const source = sampleOf(project, event);
    const double speed = numberGiven(event, "kspeed", 1);
    if (!source || !(speed > 0))
        return std::nullopt;
    for (const Automation* const automation : project.automationsOf(event.id))
        if (automation->parameter == "kspeed")
            return std::nullopt;
    const double rest = lengthOf(*source, info) - numberGiven(event, "iskip", 0);
    return rest > 0 ? std::optional(rest / speed) : std::nullopt;
}

} // namespace stria
