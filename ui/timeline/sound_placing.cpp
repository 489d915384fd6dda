// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/sound_placing.h"

#include <QFileInfo>
#include <QtConcurrentRun>
#include <algorithm>
#include <utility>

#include "engine/compile/sample_instruments.h"
#include "ui/document/event_edits.h"
#include "ui/document/sample_edits.h"
#include "ui/timeline/sample_playback.h"
#include "ui/timeline/score_edits.h"

namespace stria {

SoundPlacing::SoundPlacing(TimelineScene& scene, QObject* parent)
    : QObject(parent), m_scene(scene) {
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (const auto batch = std::exchange(m_read, nullptr))
            take(*batch);
        next();
    });
    connect(&scene.document(), &Document::replaced, this, [this] {
        m_waiting.clear();
        m_read.reset(); // it was meant for another project
    });
}

SoundPlacing::~SoundPlacing() {
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

void SoundPlacing::add(const QStringList& files) {
    Batch batch;
    for (const QString& file : files)
        batch.sounds.push_back({{file}, {}});
    enqueue(std::move(batch));
}

void SoundPlacing::place(const std::vector<ChosenSound>& sounds, const Place& place) {
    Batch batch;
    batch.place = place;
    for (const ChosenSound& chosen : sounds)
        batch.sounds.push_back({chosen, {}});
    enqueue(std::move(batch));
}

void SoundPlacing::place(const QStringList& files, const Place& place) {
    Batch batch;
    batch.place = place;
    for (const QString& file : files)
        batch.sounds.push_back({{file}, {}});
    enqueue(std::move(batch));
}

void SoundPlacing::place(SoundSourceId sound, const Place& place) {
    const SoundSource* const source = m_scene.project().find(sound);
    if (!source)
        return;
    Batch batch;
    batch.place = place;
    batch.sounds.push_back({{fileOf(*source, m_scene.document().folder())}, sound});
    enqueue(std::move(batch));
}

void SoundPlacing::enqueue(Batch batch) {
    if (batch.sounds.empty())
        return;
    m_waiting.push_back(std::move(batch));
    next();
}

void SoundPlacing::next() {
    if (m_read || m_waiting.empty())
        return;
    m_read = std::make_shared<Batch>(std::move(m_waiting.front()));
    m_waiting.pop_front();
    m_watcher.setFuture(QtConcurrent::run([batch = m_read] {
        for (const Sound& sound : batch->sounds)
            batch->found.push_back(lookAtSound(sound.chosen.path));
    }));
}

void SoundPlacing::take(const Batch& batch) {
    Diagnostics problems;
    QStringList names;
    for (std::size_t i = 0; i < batch.found.size(); ++i)
        if (batch.found[i])
            names << QFileInfo(batch.sounds[i].chosen.path).fileName();
        else
            problems.push_back(batch.found[i].error());
    if (!names.isEmpty()) {
        const int count = static_cast<int>(names.size());
        const QString what = count == 1 ? names.front() : tr("%n sound files", nullptr, count);
        std::vector<EventId> events;
        SourceId last;
        m_scene.document().edit(tr("Add %1").arg(what),
                                [&](Project& project) { events = insert(project, batch, last); });
        m_scene.selection().setCurrentSource(last);
        if (!events.empty()) {
            m_scene.selection().setEvents({events.begin(), events.end()}, events.front());
            emit placed(events.front());
        }
        emit said(events.empty() ? tr("Added %1 to the samples of the piece.").arg(what)
                                 : tr("Added %1.").arg(what));
    }
    if (!problems.empty())
        emit refused(problems);
}

std::vector<EventId> SoundPlacing::insert(Project& project, const Batch& batch,
                                          SourceId& last) const {
    std::vector<EventId> events;
    Place place = batch.place.value_or(Place());
    for (std::size_t i = 0; i < batch.found.size(); ++i) {
        if (!batch.found[i])
            continue;
        const FoundSound& found = *batch.found[i];
        SoundSourceId id = batch.sounds[i].known;
        if (!project.find(id))
            id = addSound(project, found, m_scene.document().folder());
        last = id;
        if (!batch.place)
            continue;
        ScoreEvent event =
            eventOf(project, *project.find(id), found, batch.sounds[i].chosen, place);
        if (!place.together)
            place.start += event.duration;
        events.push_back(event.id);
        (void)project.insert(std::move(event));
    }
    return events;
}

ScoreEvent SoundPlacing::eventOf(Project& project, const SoundSource& source,
                                 const FoundSound& found, const ChosenSound& chosen,
                                 const Place& place) const {
    ScoreEvent event;
    event.id = EventId::random();
    event.order = nextEventOrder(project);
    const SoundSourceId sound = source.id;
    const double all = std::max(lengthOf(source, found.info) - chosen.skip, 0.0);
    const double length = chosen.duration > 0 ? std::min(chosen.duration, all) : all;
    const SoundSource copy = source; // what is inserted may move it
    const int channels = source.channel > 0 ? 1 : found.info.channels;
    for (const InstrumentId id : {place.instrument, m_scene.selection().currentInstrument()})
        if (const auto parameter = sampleParameter(project.find(id), channels, chosen.skip > 0);
            parameter && !event.instrument) {
            event.instrument = id;
            event.arguments = {{*parameter, sound}};
        }
    if (!event.instrument) {
        event.instrument = samplePlayer(project, channels, false);
        event.arguments = {{"itable", sound}};
    }
    if (m_scene.grid().kind() == TimeGrid::Kind::Beats)
        event.beats.emplace();
    setStretch(event, chosen);
    score_edits::setTimes(event, place.start, length, project.settings().tempo);
    putOnLane(project, event, place, copy);
    return event;
}

std::optional<std::string> SoundPlacing::sampleParameter(const Instrument* instrument, int channels,
                                                         bool skips) const {
    if (!instrument)
        return std::nullopt;
    const SampleCode code = readSampleCode(*instrument, m_scene.facts().of(instrument));
    if (code.sound.empty() || (code.channels != 0 && code.channels != channels))
        return std::nullopt;
    if (skips && (code.start.parameter.empty() || code.startInFrames))
        return std::nullopt;
    return code.sound;
}

void SoundPlacing::setStretch(ScoreEvent& event, const ChosenSound& chosen) const {
    const Instrument* const instrument = m_scene.project().find(event.instrument);
    std::string skip = "iskip"; // of the library's own players, which may be new
    if (instrument) {
        const SampleCode code = readSampleCode(*instrument, m_scene.facts().of(instrument));
        skip = code.startInFrames ? std::string() : code.start.parameter;
    }
    if (chosen.isWhole() || skip.empty())
        return;
    const auto it = std::find_if(event.arguments.begin(), event.arguments.end(),
                                 [&](const Argument& each) { return each.parameter == skip; });
    if (it != event.arguments.end())
        it->value = chosen.skip;
    else if (chosen.skip > 0)
        event.arguments.push_back({skip, chosen.skip});
    if (chosen.duration > 0)
        score_edits::setTimes(event, event.start, chosen.duration,
                              m_scene.project().settings().tempo);
}

/// Events on it play samples, or there are none.
bool SoundPlacing::takesSamples(const Project& project, TrackId track) const {
    const auto& lanes = m_scene.lanes().all();
    const auto lane = std::find_if(lanes.begin(), lanes.end(),
                                   [track](const Lane& each) { return each.track == track; });
    if (lane == lanes.end() || !lane->instrument)
        return true;
    const Instrument* const instrument = project.find(lane->instrument);
    return instrument && !readSampleCode(*instrument, m_scene.facts().of(instrument)).sound.empty();
}

void SoundPlacing::putOnLane(Project& project, ScoreEvent& event, const Place& place,
                             const SoundSource& source) const {
    const Instrument* const player = project.find(event.instrument);
    const bool isOurs = player && readSamplePlayer(*player);
    if (project.find(place.track) && (!isOurs || takesSamples(project, place.track))) {
        event.track = place.track;
        return;
    }
    if (!isOurs)
        return;
    const std::string name =
        source.name.empty()
            ? QFileInfo(QString::fromStdString(source.path)).completeBaseName().toStdString()
            : source.name;
    double order = 0;
    for (const Track* track : project.inOrder<Track>()) {
        order = std::max(order, track->order);
        if (track->name == name) {
            event.track = track->id;
            return;
        }
    }
    Track track;
    track.id = event.track = TrackId::random();
    track.name = name;
    track.order = order + 1;
    (void)project.insert(std::move(track));
}

} // namespace stria
