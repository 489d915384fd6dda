// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/sound_placing.h"

#include <QFileInfo>
#include <QtConcurrentRun>
#include <algorithm>
#include <utility>

#include "engine/compile/sample_instruments.h"
#include "ui/document/event_edits.h"
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
        batch.sounds.push_back({file, {}});
    enqueue(std::move(batch));
}

void SoundPlacing::place(const QStringList& files, const Place& place) {
    Batch batch;
    batch.place = place;
    for (const QString& file : files)
        batch.sounds.push_back({file, {}});
    enqueue(std::move(batch));
}

void SoundPlacing::place(SoundSourceId sound, const Place& place) {
    const SoundSource* const source = m_scene.project().find(sound);
    if (!source)
        return;
    Batch batch;
    batch.place = place;
    batch.sounds.push_back({fileOf(*source, m_scene.document().folder()), sound});
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
            batch->found.push_back(lookAtSound(sound.file));
    }));
}

void SoundPlacing::take(const Batch& batch) {
    Diagnostics problems;
    QStringList names;
    for (std::size_t i = 0; i < batch.found.size(); ++i)
        if (batch.found[i])
            names << QFileInfo(batch.sounds[i].file).fileName();
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
        ScoreEvent event = eventOf(project, *project.find(id), found, place);
        if (!place.together)
            place.start += event.duration;
        events.push_back(event.id);
        (void)project.insert(std::move(event));
    }
    return events;
}

ScoreEvent SoundPlacing::eventOf(Project& project, const SoundSource& source,
                                 const FoundSound& found, const Place& place) const {
    ScoreEvent event;
    event.id = EventId::random();
    event.order = nextEventOrder(project);
    const SoundSourceId sound = source.id;
    const double length = lengthOf(source, found.info);
    const int channels = source.channel > 0 ? 1 : found.info.channels;
    for (const InstrumentId id : {place.instrument, m_scene.selection().currentInstrument()})
        if (const auto parameter = sampleParameter(project.find(id), channels);
            parameter && !event.instrument) {
            event.instrument = id;
            event.arguments = {{*parameter, sound}};
        }
    if (!event.instrument) {
        Instrument player = sampleInstrument(channels, false);
        player.name = nameForOurs(project, player);
        if (const Instrument* const known = project.instrumentNamed(player.name)) {
            event.instrument = known->id;
        } else {
            const auto all = project.inOrder<Instrument>();
            event.instrument = player.id = InstrumentId::random();
            player.order = all.empty() ? 1 : all.back()->order + 1;
            (void)project.insert(std::move(player));
        }
        event.arguments = {{"itable", sound}};
    }
    if (m_scene.grid().kind() == TimeGrid::Kind::Beats)
        event.beats.emplace();
    score_edits::setTimes(event, place.start, length, project.settings().tempo);
    putOnLane(project, event, place);
    return event;
}

std::optional<std::string> SoundPlacing::sampleParameter(const Instrument* instrument,
                                                         int channels) const {
    if (!instrument)
        return std::nullopt;
    const SampleCode code = readSampleCode(*instrument, m_scene.facts().of(instrument));
    if (code.sound.empty() || (code.channels != 0 && code.channels != channels))
        return std::nullopt;
    return code.sound;
}

void SoundPlacing::putOnLane(Project& project, ScoreEvent& event, const Place& place) const {
    if (project.find(place.track)) {
        event.track = place.track;
        return;
    }
    if (!place.instrument || place.instrument == event.instrument)
        return;
    const auto& lanes = m_scene.lanes().all();
    const auto lane = std::find_if(lanes.begin(), lanes.end(), [&](const Lane& each) {
        return !each.track && each.instrument == place.instrument;
    });
    if (lane != lanes.end())
        event.track = trackOfLane(project, m_scene.lanes(), *lane);
}

} // namespace stria
