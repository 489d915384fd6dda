// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_scene.h"

#include <algorithm>
#include <utility>

namespace stria {

TimelineScene::TimelineScene(Document& document, TimeAxis& axis, TimeGrid& grid, QObject* parent)
    : QObject(parent), m_document(document), m_axis(axis), m_grid(grid), m_lanes(m_facts) {
    connect(&document, &Document::changed, this, &TimelineScene::take);
    connect(&document, &Document::settled, this, &TimelineScene::settle);
    connect(&document, &Document::replaced, this, [this] {
        m_facts.clear();
        m_lanes.forgetChoices();
        m_playHead = 0;
        m_grid.setTempo(project().settings().tempo);
        // Who gave the piece a tempo counts in beats.
        m_grid.setKind(project().settings().tempo == TempoMap() ? TimeGrid::Kind::Seconds
                                                                : TimeGrid::Kind::Beats);
        rebuild();
    });
    connect(&document.selection(), &Selection::eventsChanged, this,
            &TimelineScene::appearanceChanged);
    m_grid.setTempo(project().settings().tempo);
    m_lanes.rebuild(project());
}

void TimelineScene::take(const Change& change) {
    if (const auto* event = std::get_if<EntityChange<ScoreEvent>>(&change))
        m_changedEvents.push_back(event->id);
    else if (const auto* track = std::get_if<EntityChange<Track>>(&change))
        takeTrack(*track);
    else if (const auto* instrument = std::get_if<EntityChange<Instrument>>(&change))
        takeInstrument(*instrument);
    else if (const auto* automation = std::get_if<EntityChange<Automation>>(&change))
        takeAutomation(*automation);
    else
        m_appearanceChanged = true;
    if (std::holds_alternative<EntityChange<Bus>>(change))
        m_layoutChanged = true;
    if (const auto* settings = std::get_if<SettingsChange>(&change)) {
        m_grid.setTempo(settings->after.tempo);
        if (settings->before.tempo == TempoMap() && settings->after.tempo != TempoMap())
            m_grid.setKind(TimeGrid::Kind::Beats);
    }
}

/// Typing in an instrument's code sorts nothing anew, unless its pitch is another one.
void TimelineScene::takeInstrument(const EntityChange<Instrument>& change) {
    m_appearanceChanged = true;
    if (!change.before || !change.after) {
        m_structureChanged = true;
        return;
    }
    const auto pitchOfText = [this](const Instrument& instrument) {
        const Parameter* parameter = pitchParameter(m_facts.of(&instrument));
        return parameter ? std::pair(parameter->name, parameter->defaultValue)
                         : std::pair(std::string(), ParameterDefault(0.0));
    };
    const auto before = pitchOfText(*change.before);
    if (change.before->name != change.after->name ||
        change.before->colour != change.after->colour ||
        change.before->order != change.after->order || pitchOfText(*change.after) != before)
        m_structureChanged = true;
}

/// Events show their curves; a bus that is automated shows its lane by itself.
void TimelineScene::takeAutomation(const EntityChange<Automation>& change) {
    const bool isOfBus =
        std::holds_alternative<BusId>((change.before ? change.before : change.after)->target);
    if (!isOfBus)
        m_appearanceChanged = true;
    else if (!change.before || !change.after)
        m_layoutChanged = true;
}

/// Heights and automation lanes sort nothing anew.
void TimelineScene::takeTrack(const EntityChange<Track>& change) {
    if (!change.before || !change.after) {
        m_structureChanged = true;
        return;
    }
    Track before = *change.before;
    before.height = change.after->height;
    before.folded = change.after->folded;
    before.lanes = change.after->lanes;
    if (before == *change.after)
        m_layoutChanged = true;
    else
        m_structureChanged = true;
}

void TimelineScene::settle() {
    if (m_held) {
        emit appearanceChanged();
        return;
    }
    if (m_structureChanged) {
        rebuild();
    } else if (!m_changedEvents.empty()) {
        m_lanes.refresh(project(), std::exchange(m_changedEvents, {}));
        emit lanesChanged();
    } else if (m_layoutChanged) {
        m_lanes.place(project());
        emit lanesChanged();
    } else if (m_appearanceChanged) {
        emit appearanceChanged();
    }
    m_appearanceChanged = m_layoutChanged = false;
}

void TimelineScene::rebuild() {
    m_structureChanged = m_layoutChanged = false;
    m_changedEvents.clear();
    m_lanes.rebuild(project());
    emit lanesChanged();
}

void TimelineScene::chooseRows(const Lane& lane, LaneRows rows) {
    m_lanes.chooseRows(lane, rows);
    rebuild();
}

void TimelineScene::fold(const std::vector<Lane>& lanes, bool folded) {
    if (lanes.empty())
        return;
    const bool one = lanes.size() == 1;
    m_document.edit(folded ? (one ? tr("Fold track") : tr("Fold tracks"))
                           : (one ? tr("Unfold track") : tr("Unfold tracks")),
                    [&](Project& project) {
                        for (const Lane& lane : lanes) {
                            Track track = *project.find(trackOfLane(project, m_lanes, lane));
                            track.folded = folded;
                            (void)project.change(std::move(track));
                        }
                    });
}

const Lane* TimelineScene::currentLane() const {
    const auto& lanes = m_lanes.all();
    const Selection& selection = m_document.selection();
    if (const ScoreEvent* event = project().find(selection.currentEvent()))
        if (const int lane = m_lanes.laneOf(*event); lane >= 0)
            return &lanes[static_cast<std::size_t>(lane)];
    const auto it = std::find_if(lanes.begin(), lanes.end(), [&](const Lane& lane) {
        return lane.instrument && lane.instrument == selection.currentInstrument();
    });
    return it != lanes.end() ? &*it : nullptr;
}

void TimelineScene::setPlayHead(double seconds) {
    if (seconds == m_playHead)
        return;
    const double before = m_playHead;
    m_playHead = seconds;
    emit playHeadMoved(before, seconds);
}

double TimelineScene::scoreEnd() const {
    return std::max(m_lanes.latestEnd(), project().settings().endMarker);
}

void TimelineScene::setRendered(std::vector<RenderedStretch> stretches) {
    m_rendered = std::move(stretches);
    emit appearanceChanged();
}

void TimelineScene::setPeaks(PeakReader peaks) {
    m_peaks = std::move(peaks);
    emit appearanceChanged();
}

void TimelineScene::hold() {
    m_held = true;
}

void TimelineScene::letGo() {
    m_held = false;
    settle();
}

std::vector<EventId> TimelineScene::chosen() const {
    std::vector<std::pair<double, EventId>> ranked;
    ranked.reserve(m_document.selection().events().size());
    for (const EventId id : m_document.selection().events()) {
        const ScoreEvent* event = project().find(id);
        ranked.emplace_back(event ? event->start : 0, id);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<EventId> events;
    events.reserve(ranked.size());
    for (const auto& [start, id] : ranked)
        events.push_back(id);
    return events;
}

} // namespace stria
