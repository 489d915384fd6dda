// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_cells.h"

#include <algorithm>

#include "engine/model/checks.h"
#include "ui/document/event_times.h"
#include "ui/document/instrument_facts.h"
#include "ui/look/figures.h"
#include "ui/score/score_words.h"

namespace stria::score_cells {
namespace {

tl::unexpected<Diagnostic> refused(const QString& sentence) {
    return failure(ErrorCode::InvalidArgument, sentence.toStdString());
}

QString shortened(const QString& text) {
    constexpr int longest = 24;
    return text.size() > longest ? text.left(longest) + QStringLiteral("…") : text;
}

bool isEndlessWord(const QString& text) {
    return text.compare(endlessWord(), Qt::CaseInsensitive) == 0 ||
           text.compare(QLatin1String("endless"), Qt::CaseInsensitive) == 0;
}

Expected<double> readTime(const QString& text) {
    if (const auto seconds = figures::readTime(text))
        return *seconds;
    return refused(
        scoreWords("“%1” is no time: 12.5, 1:02.5 or 500 ms was expected.").arg(shortened(text)));
}

/// An event that is told to stop ends there, else after its duration.
Expected<void> setEnd(ScoreEvent& event, const QString& text, const TempoMap& tempo) {
    if (isEndlessWord(text)) {
        event.stop.reset();
        placeEvent(event, event.start, ScoreEvent::endless, tempo);
        return {};
    }
    const auto end = readTime(text);
    if (!end)
        return tl::make_unexpected(end.error());
    if (*end < event.start)
        return refused(scoreWords("The end cannot lie before the start at %1 s.")
                           .arg(figures::shortest(event.start)));
    if (event.stop)
        event.stop = *end;
    else
        placeEvent(event, event.start, *end - event.start, tempo);
    return {};
}

Expected<void> setTime(const Project& project, ScoreEvent& event, ScoreColumn::Kind kind,
                       const QString& text) {
    const bool isStart = kind == ScoreColumn::Kind::Start;
    const auto seconds =
        !isStart && isEndlessWord(text) ? Expected<double>(ScoreEvent::endless) : readTime(text);
    if (!seconds)
        return tl::make_unexpected(seconds.error());
    ScoreEvent changed = event;
    (isStart ? changed.start : changed.duration) = *seconds;
    if (auto checked = checks::event(changed, project.settings().priorities); !checked)
        return checked;
    placeEvent(event, changed.start, changed.duration, project.settings().tempo);
    return {};
}

Expected<void> setTrack(Project& project, ScoreEvent& event, const std::string& name) {
    if (name.empty()) {
        event.track = {};
        return {};
    }
    const auto tracks = project.inOrder<Track>();
    const auto found = std::find_if(tracks.begin(), tracks.end(),
                                    [&](const Track* track) { return track->name == name; });
    if (found != tracks.end()) {
        event.track = (*found)->id;
        return {};
    }
    const Instrument* instrument = project.find(event.instrument);
    if (instrument && instrument->name == name) { // where it lies without a track of its own
        event.track = {};
        return {};
    }
    Track track;
    track.id = event.track = TrackId::random();
    track.name = name;
    track.order = tracks.empty() ? 0 : tracks.back()->order + 1;
    return project.insert(std::move(track));
}

Expected<void> setInstrument(const Project& project, ScoreEvent& event, const std::string& name) {
    if (const Instrument* instrument = project.instrumentNamed(name)) {
        event.instrument = instrument->id;
        return {};
    }
    std::vector<std::string> names;
    for (const Instrument* instrument : project.inOrder<Instrument>())
        names.push_back(instrument->name);
    const std::string nearest = nearestName(name, names);
    const QString wrong = shortened(QString::fromStdString(name));
    return refused(nearest.empty() ? scoreWords("There is no instrument “%1”.").arg(wrong)
                                   : scoreWords("There is no instrument “%1”: did you mean %2?")
                                         .arg(wrong, QString::fromStdString(nearest)));
}

template <class Entity>
std::optional<ArgumentValue> named(const Project& project, const std::string& name) {
    for (const Entity* entity : project.inOrder<Entity>()) {
        if (entity->name == name && !name.empty())
            return entity->id;
        if constexpr (std::is_same_v<Entity, SoundSource>)
            if (entity->name.empty() && entity->path == name)
                return entity->id;
    }
    return std::nullopt;
}

Expected<void> setParameter(const Project& project, ScoreEvent& event, const Parameter& parameter,
                            const QString& text) {
    const std::string typed = text.toStdString();
    if (parameter.kind == Parameter::Kind::Text) {
        setArgument(event, parameter, typed);
        return {};
    }
    if (text.isEmpty()) {
        setArgument(event, parameter, std::nullopt);
        return {};
    }
    if (const auto number = figures::read(text)) {
        setArgument(event, parameter, *number);
        return {};
    }
    auto thing = named<Bus>(project, typed);
    if (!thing)
        thing = named<Table>(project, typed);
    if (!thing)
        thing = named<SoundSource>(project, typed);
    if (!thing)
        return refused(scoreWords("“%1” is no number, bus, table or sound file for %2.")
                           .arg(shortened(text), QString::fromStdString(parameter.name)));
    setArgument(event, parameter, std::move(thing));
    return {};
}

} // namespace

bool isEditable(const ScoreColumns& columns, InstrumentId instrument, int column) {
    return columns.has(instrument, column);
}

Expected<void> set(Project& project, const ScoreColumns& columns, ScoreEvent& event, int column,
                   const QString& text) {
    const QString typed = text.trimmed();
    switch (const auto kind = columns.at(column).kind; kind) {
    case ScoreColumn::Kind::Start:
    case ScoreColumn::Kind::Duration:
        return setTime(project, event, kind, typed);
    case ScoreColumn::Kind::End:
        return setEnd(event, typed, project.settings().tempo);
    case ScoreColumn::Kind::Track:
        return setTrack(project, event, typed.toStdString());
    case ScoreColumn::Kind::Instrument:
        return setInstrument(project, event, typed.toStdString());
    case ScoreColumn::Kind::Name:
        event.name = text.toStdString();
        return {};
    case ScoreColumn::Kind::Parameter:
        break;
    }
    const Parameter* parameter = columns.parameterOf(event.instrument, column);
    if (!parameter)
        return refused(
            scoreWords("The event's instrument has no parameter %1.").arg(columns.title(column)));
    return setParameter(project, event, *parameter,
                        parameter->kind == Parameter::Kind::Text ? text : typed);
}

Expected<int> setAll(Project& project, const ScoreColumns& columns,
                     const std::vector<EventId>& events, int column, const QString& text) {
    std::vector<ScoreEvent> changed;
    for (const EventId id : events) {
        const ScoreEvent* found = project.find(id);
        if (!found || !isEditable(columns, found->instrument, column))
            continue;
        changed.push_back(*found);
        if (const auto done = set(project, columns, changed.back(), column, text); !done)
            return tl::make_unexpected(done.error());
    }
    for (ScoreEvent& event : changed)
        (void)project.change(std::move(event));
    return static_cast<int>(changed.size());
}

std::vector<std::string> choices(const Project& project, const ScoreColumns& columns,
                                 const ScoreEvent& event, int column) {
    std::vector<std::string> names;
    const auto add = [&](const auto& entities) {
        for (const auto* entity : entities)
            if (!entity->name.empty())
                names.push_back(entity->name);
    };
    const auto kind = columns.at(column).kind;
    if (kind == ScoreColumn::Kind::Instrument) {
        add(project.inOrder<Instrument>());
    } else if (kind == ScoreColumn::Kind::Track) {
        add(project.inOrder<Track>());
    } else if (const Parameter* parameter = columns.parameterOf(event.instrument, column);
               parameter && parameter->kind != Parameter::Kind::Text) {
        add(project.inOrder<Bus>());
        add(project.inOrder<Table>());
        add(project.inOrder<SoundSource>());
    }
    return names;
}

} // namespace stria::score_cells
