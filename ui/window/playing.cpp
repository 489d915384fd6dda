// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/playing.h"

#include <algorithm>
#include <cmath>

#include "ui/document/document.h"

namespace stria {
namespace {

constexpr double endlessAfter = 60; ///< seconds played of what has no end
constexpr double tailOfEndless = 3;
constexpr double noteLength = 1.5;

/// Whether a change can be heard at all.
bool isHeard(const Change& change) {
    if (std::holds_alternative<EntityChange<Marker>>(change))
        return false;
    if (const auto* track = std::get_if<EntityChange<Track>>(&change))
        return !track->before || !track->after || track->before->muted != track->after->muted ||
               track->before->solo != track->after->solo;
    if (const auto* settings = std::get_if<SettingsChange>(&change)) {
        Settings before = settings->before;
        before.title = settings->after.title;
        before.tempo = settings->after.tempo;
        before.loopStart = settings->after.loopStart;
        before.loopEnd = settings->after.loopEnd;
        return before != settings->after;
    }
    return true;
}

} // namespace

Playing::Playing(Document& document, Player& player, EventAudition& audition, QObject* parent)
    : QObject(parent), m_document(document), m_player(player), m_audition(audition) {
    connect(&m_document, &Document::changed, this, &Playing::look);
    connect(&m_document, &Document::replaced, this, [this] {
        stop();
        m_isOld = true;
        m_render.reset();
        emit renderChanged();
    });
    connect(&m_player, &Player::stateChanged, this, &Playing::stateChanged);
}

void Playing::look(const Change& change) {
    if (m_isOld || !isHeard(change))
        return;
    m_isOld = true;
    // What is being heard is heard to its end; a render that nobody hears is of no use any more.
    if (!isPlaying())
        m_render.reset();
    emit renderChanged();
}

RenderSpec Playing::specFrom(const Project& project, double from) const {
    RenderSpec spec;
    spec.startTime = from;
    spec.keepGoing = true;
    bool endless = false;
    double lastEnd = project.settings().endMarker;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (!event.plays())
            return;
        if (std::isfinite(event.end()))
            lastEnd = std::max(lastEnd, event.end());
        else
            endless = true;
    });
    if (from >= lastEnd)
        spec.endTime = from + (endless ? endlessAfter : 1);
    else if (endless && project.settings().endMarker < lastEnd)
        spec.endTime = lastEnd + tailOfEndless;
    return spec;
}

void Playing::play(double from) {
    m_player.stop();
    m_audition.stop();
    const bool fits = m_render && !m_isOld && m_render->spec().startTime <= from &&
                      !(m_render->isDone() && !m_render->result()->ok());
    // A render that is far from the wanted time would be waited for too long.
    constexpr double ahead = 10;
    const bool near =
        fits && (m_render->isDone() ||
                 m_render->spec().startTime + m_render->progress().secondsRendered + ahead >= from);
    if (near && m_render->job()) {
        playRender(from);
        return;
    }
    if (m_mayRender && !m_mayRender())
        return;
    startRender(from);
}

void Playing::startRender(double from) {
    m_isOld = false;
    m_wanted = from;
    m_render =
        std::make_unique<BackgroundRender>(m_document.project(), m_document.folder(),
                                           specFrom(m_document.project(), from), m_opcodes, false);
    connect(m_render.get(), &BackgroundRender::started, this, [this] {
        if (m_wanted)
            playRender(*m_wanted);
    });
    connect(m_render.get(), &BackgroundRender::progressChanged, this, &Playing::renderChanged);
    connect(m_render.get(), &BackgroundRender::finished, this, [this](const RenderResult& result) {
        const bool waiting = m_wanted.has_value();
        m_wanted.reset();
        if (waiting || !result.ok())
            emit stateChanged();
        emit renderFinished(result);
        emit renderChanged();
    });
    emit renderChanged();
    emit stateChanged();
}

void Playing::playRender(double from) {
    m_wanted.reset();
    m_player.play(PlayableSound::of(m_render->job(), m_render->spec().startTime), from, loop());
    emit stateChanged();
}

void Playing::stop() {
    m_wanted.reset();
    m_player.stop();
    m_audition.stop();
    if (m_isOld)
        m_render.reset();
    emit stateChanged();
}

void Playing::setLooping(bool looping) {
    if (m_looping == looping)
        return;
    m_looping = looping;
    if (m_player.isPlaying() && m_render && !m_isOld)
        playRender(m_player.position());
}

std::optional<PlayingVoice::Loop> Playing::loop() const {
    const Settings& settings = m_document.project().settings();
    if (!m_looping || settings.loopEnd <= settings.loopStart)
        return std::nullopt;
    return PlayingVoice::Loop{settings.loopStart, settings.loopEnd};
}

void Playing::cancelRender() {
    if (m_render)
        m_render->cancel();
}

void Playing::audition(EventId id) {
    if (const ScoreEvent* event = m_document.project().find(id))
        auditionAlone(*event);
}

void Playing::audition(InstrumentId id) {
    if (m_document.project().find(id))
        auditionAlone(auditionEvent(m_document.project(), id, noteLength));
}

void Playing::auditionAlone(ScoreEvent event) {
    if (!m_mayRender || m_mayRender())
        m_audition.play(m_document.project(), m_document.folder(), std::move(event), m_opcodes);
}

} // namespace stria
