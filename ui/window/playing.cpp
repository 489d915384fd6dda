// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/playing.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/compile/asset_facts.h"
#include "engine/reading/bus_use.h"
#include "ui/document/document.h"

namespace stria {

using namespace std::chrono_literals;

namespace {

constexpr double endlessAfter = 60; ///< seconds played of what has no end
constexpr double tailOfEndless = 3;
constexpr double noteLength = 1.5;
/// How long after the last edit it is rendered.
constexpr auto afterEdit = 150ms;
constexpr auto afterTyping = 400ms;

/// Whether a change can be heard at all.
bool canBeHeard(const Change& change) {
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

bool movesLoop(const Change& change) {
    const auto* settings = std::get_if<SettingsChange>(&change);
    return settings && (settings->before.loopStart != settings->after.loopStart ||
                        settings->before.loopEnd != settings->after.loopEnd);
}

bool isCode(const Change& change) {
    return std::holds_alternative<EntityChange<Instrument>>(change) ||
           std::holds_alternative<EntityChange<GlobalCode>>(change);
}

} // namespace

Playing::Playing(Document& document, Player& player, EventAudition& audition, QObject* parent)
    : QObject(parent), m_document(document), m_player(player), m_audition(audition) {
    m_follow.setSingleShot(true);
    connect(&m_follow, &QTimer::timeout, this, &Playing::follow);
    connect(&m_document, &Document::changed, this, &Playing::look);
    connect(&m_document, &Document::settled, this, [this] {
        if (const auto after = std::exchange(m_followAfter, {}); after > 0ms && isPlaying())
            m_follow.start(after);
    });
    connect(&m_document, &Document::replaced, this, &Playing::replaced);
    connect(&m_player, &Player::positionChanged, this, &Playing::forgetUnheard);
    connect(&m_player, &Player::finished, this, &Playing::forgetUnheard);
    connect(&m_player, &Player::stateChanged, this, &Playing::stateChanged);
}

void Playing::replaced() {
    stop();
    m_isOld = true;
    m_render.reset();
    emit renderChanged();
}

void Playing::look(const Change& change) {
    const bool heard = canBeHeard(change);
    if (heard || movesLoop(change))
        m_followAfter = std::max(m_followAfter, isCode(change) ? afterTyping : afterEdit);
    if (m_isOld || !heard)
        return;
    m_isOld = true;
    // A render that nobody hears is of no use any more.
    if (!isPlaying())
        m_render.reset();
    emit renderChanged();
}

RenderSpec Playing::specOfOnly(const Project& project, double from) const {
    RenderSpec spec;
    spec.startTime = from;
    spec.keepGoing = true;
    Reading reading(project, gatherIncludedTexts(project, m_document.folder().toStdString()));
    BusUse use(project, reading);
    ChosenEvents chosen = withEffects(project, use, m_only, from);
    spec.onlyEvents = std::move(chosen.events);
    spec.endTime = std::max(chosen.end, from) + (chosen.hasEffects ? tailOfEffects : 0);
    return spec;
}

RenderSpec Playing::specFrom(const Project& project, double from) const {
    if (!m_only.empty())
        return specOfOnly(project, from);
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
    if (!m_only.empty())
        m_isOld = true;
    m_only.clear();
    playWanted(from);
}

void Playing::playOnly(std::vector<EventId> events) {
    double from = std::numeric_limits<double>::infinity();
    for (const EventId id : events)
        if (const ScoreEvent* event = m_document.project().find(id))
            from = std::min(from, event->start);
    if (!std::isfinite(from))
        return;
    std::sort(events.begin(), events.end());
    if (m_only != events)
        m_isOld = true;
    m_only = std::move(events);
    playWanted(from);
}

void Playing::playWanted(double from) {
    m_follow.stop();
    m_player.stop();
    m_audition.stop();
    m_heard.clear();
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
    m_wanted = from;
    startRender(from);
}

void Playing::startRender(double from) {
    m_isOld = false;
    RenderSpec spec = specFrom(m_document.project(), from);
    if (m_allowance)
        spec.allowed = m_allowance();
    m_render = std::make_unique<BackgroundRender>(m_document.project(), m_document.folder(),
                                                  std::move(spec), m_opcodes, false);
    connect(m_render.get(), &BackgroundRender::started, this, &Playing::begun);
    connect(m_render.get(), &BackgroundRender::progressChanged, this, &Playing::renderChanged);
    connect(m_render.get(), &BackgroundRender::finished, this, &Playing::ended);
    emit renderChanged();
    emit stateChanged();
}

void Playing::begun() {
    if (m_wanted)
        playRender(*m_wanted);
    else if (isDocumentHeard())
        m_player.setNext(PlayableSound::of(m_render->job(), m_render->spec().startTime));
}

void Playing::ended(const RenderResult& result) {
    const bool waiting = m_wanted.has_value();
    m_wanted.reset();
    if (!result.ok() && !m_heard.empty()) {
        // What was heard before stays, unless there is nothing of it here.
        m_player.setNext(std::nullopt);
        if (m_player.state() == Player::State::Waiting)
            m_player.stop();
    }
    if (waiting || !result.ok())
        emit stateChanged();
    emit renderFinished(result);
    emit renderChanged();
}

void Playing::playRender(double from) {
    m_wanted.reset();
    m_lastRegion = region();
    m_loop = m_lastRegion && from < m_lastRegion->end ? m_lastRegion : std::nullopt;
    m_player.play(PlayableSound::of(m_render->job(), m_render->spec().startTime), from, m_loop);
    follow();
    emit stateChanged();
}

/// Sees to it that what is heard is the document as it is now, the loop included.
void Playing::follow() {
    m_follow.stop();
    if (m_wanted) {
        if (m_isOld)
            startRender(*m_wanted);
        return;
    }
    if (!isDocumentHeard())
        return;
    if (m_lastRegion != region()) {
        // Playing from behind a loop does not repeat it, but a change means to hear it.
        m_lastRegion = m_loop = region();
        m_player.setLoop(m_loop);
    }
    if (m_isOld || (m_loop && m_render->spec().startTime > m_loop->start))
        renderAnew();
}

void Playing::renderAnew() {
    if (m_mayRender && !m_mayRender())
        return;
    if (m_render) {
        m_render->disconnect(this);
        m_heard.push_back(std::move(m_render));
    }
    const double position = m_player.position();
    startRender(m_loop ? std::min(position, m_loop->start) : position);
    forgetUnheard();
}

bool Playing::isHeard(const BackgroundRender& render) const {
    return render.job() && m_player.uses(render.job().stem());
}

/// The player plays sound files as well.
bool Playing::isDocumentHeard() const {
    return (m_render && isHeard(*m_render)) ||
           std::any_of(m_heard.begin(), m_heard.end(),
                       [this](const auto& render) { return isHeard(*render); });
}

/// Ends renders that the player has left behind.
void Playing::forgetUnheard() {
    std::erase_if(m_heard, [this](const auto& render) { return !isHeard(*render); });
}

void Playing::stop() {
    m_follow.stop();
    m_wanted.reset();
    m_player.stop();
    m_audition.stop();
    m_heard.clear();
    if (m_isOld)
        m_render.reset();
    emit stateChanged();
}

void Playing::setLooping(bool looping) {
    if (m_looping == looping)
        return;
    m_looping = looping;
    follow();
}

std::optional<PlayingVoice::Loop> Playing::region() const {
    const Settings& settings = m_document.project().settings();
    if (!m_looping || !m_only.empty() || settings.loopEnd <= settings.loopStart)
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
