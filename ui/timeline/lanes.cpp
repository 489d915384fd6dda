// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/lanes.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "ui/document/bus_edits.h"
#include "ui/look/palette.h"

namespace stria {

namespace {

constexpr int oneRowHeight = 56;
constexpr int moreRowHeight = 36;
constexpr int mostStackedHeight = 208;
constexpr int pitchHeight = 144;
constexpr int leastHeight = 24;

QColor colourOr(const std::string& colour, int index) {
    const QColor own(QString::fromStdString(colour));
    return own.isValid() ? own : look::instrumentColour(index);
}

/// What a file says may be any number.
int heightOr(double chosen, int usual) {
    return chosen > 0
               ? static_cast<int>(std::clamp(chosen, 1.0 * leastHeight, 1.0 * Lanes::mostHeight))
               : usual;
}

} // namespace

void Lanes::collectTracks(const Project& project) {
    m_lanes.clear();
    m_byTrack.clear();
    m_byInstrument.clear();
    std::unordered_map<std::string, int> byName;
    bool anySolo = false;
    int count = 0;
    for (const Track* track : project.inOrder<Track>()) {
        Lane lane;
        lane.track = track->id;
        lane.name = QString::fromStdString(track->name);
        lane.colour = colourOr(track->colour, count);
        lane.muted = track->muted;
        lane.solo = track->solo;
        lane.height = static_cast<int>(track->height);
        anySolo = anySolo || track->solo;
        m_byTrack[track->id] = count;
        byName.try_emplace(track->name, count);
        m_lanes.push_back(std::move(lane));
        ++count;
    }
    for (const Instrument* instrument : project.inOrder<Instrument>())
        if (const auto it = byName.find(instrument->name); it != byName.end()) {
            Lane& lane = m_lanes[static_cast<std::size_t>(it->second)];
            m_byInstrument[instrument->id] = it->second;
            lane.instrument = instrument->id;
            if (QColor(QString::fromStdString(instrument->colour)).isValid() &&
                project.find(lane.track)->colour.empty())
                lane.colour = QColor(QString::fromStdString(instrument->colour));
        }
    for (Lane& lane : m_lanes)
        lane.silent = lane.muted || (anySolo && !lane.solo);
}

int Lanes::laneFor(const Project& project, const ScoreEvent& event) {
    if (const int known = laneOf(event); known >= 0)
        return known;
    const Instrument* instrument = project.find(event.instrument);
    Lane lane;
    lane.instrument = event.instrument;
    lane.name = instrument ? QString::fromStdString(instrument->name)
                           : QStringLiteral("unknown instrument");
    lane.silent = std::any_of(m_lanes.begin(), m_lanes.end(), [](const Lane& l) { return l.solo; });
    const int index = static_cast<int>(m_lanes.size());
    m_byInstrument[event.instrument] = index;
    m_lanes.push_back(std::move(lane));
    return index;
}

void Lanes::rebuild(const Project& project) {
    collectTracks(project);
    // Lanes without a track come in the order in which their instruments are defined.
    std::unordered_set<InstrumentId> loose;
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        if (laneOf(event) < 0)
            loose.insert(event.instrument);
    });
    int instrumentCount = 0;
    for (const Instrument* instrument : project.inOrder<Instrument>()) {
        if (loose.contains(instrument->id)) {
            ScoreEvent event;
            event.instrument = instrument->id;
            m_lanes[static_cast<std::size_t>(laneFor(project, event))].colour =
                colourOr(instrument->colour, instrumentCount);
        }
        ++instrumentCount;
    }
    std::vector<std::vector<Span>> spans(m_lanes.size());
    project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
        const auto lane = static_cast<std::size_t>(laneFor(project, event));
        spans.resize(m_lanes.size());
        if (!m_lanes[lane].colour.isValid())
            m_lanes[lane].colour = look::instrumentColour(static_cast<int>(lane));
        spans[lane].push_back(spanFor(project, m_lanes[lane], event));
    });
    for (std::size_t i = 0; i < m_lanes.size(); ++i)
        finish(project, m_lanes[i], std::move(spans[i]), true);
    place(project);
}

void Lanes::refresh(const Project& project, std::vector<EventId> changed) {
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    // Most spans are told apart by some bits of their id.
    std::bitset<1 << 16> some;
    for (const EventId id : changed)
        some.set(id.bits % some.size());
    const auto wasChanged = [&](const Span& span) {
        return some.test(span.event.bits % some.size()) &&
               std::binary_search(changed.begin(), changed.end(), span.event);
    };
    std::vector<std::vector<Span>> spans(m_lanes.size());
    std::vector<bool> touched(m_lanes.size(), false);
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        const auto& old = m_lanes[i].index.spans();
        touched[i] = std::any_of(old.begin(), old.end(), wasChanged);
    }
    for (const EventId id : changed)
        if (const ScoreEvent* event = project.find(id)) {
            const int lane = laneOf(*event);
            if (lane < 0)
                return rebuild(project);
            const auto at = static_cast<std::size_t>(lane);
            touched[at] = true;
            spans[at].push_back(spanFor(project, m_lanes[at], *event));
        }
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        if (!touched[i])
            continue;
        const auto& old = m_lanes[i].index.spans();
        std::vector<Span> added = std::exchange(spans[i], {});
        sortSpans(added);
        spans[i].reserve(old.size() + added.size());
        std::copy_if(old.begin(), old.end(), std::back_inserter(spans[i]),
                     [&](const Span& span) { return !wasChanged(span); });
        const auto kept = static_cast<std::ptrdiff_t>(spans[i].size());
        spans[i].insert(spans[i].end(), added.begin(), added.end());
        std::inplace_merge(spans[i].begin(), spans[i].begin() + kept, spans[i].end(), comesBefore);
        if (spans[i].empty() && !m_lanes[i].track)
            return rebuild(project);
        finish(project, m_lanes[i], std::move(spans[i]), m_lanes[i].rows == LaneRows::Pitch);
    }
    place(project);
}

Span Lanes::spanFor(const Project& project, Lane& lane, const ScoreEvent& event) const {
    auto known = std::find(lane.instruments.begin(), lane.instruments.end(), event.instrument);
    if (known == lane.instruments.end()) {
        lane.instruments.push_back(event.instrument);
        known = lane.instruments.end() - 1;
        const Parameter* pitch = pitchParameter(m_facts.of(project.find(event.instrument)));
        lane.pitches.push_back(pitch ? std::optional(*pitch) : std::nullopt);
        if (!lane.instrument && project.find(event.instrument))
            lane.instrument = event.instrument;
    }
    const auto palette = static_cast<std::uint32_t>(known - lane.instruments.begin());
    return {event.start, event.end(), event.id,
            pitchLevel(lane.pitches[palette], event, project.settings().a4), palette};
}

float Lanes::pitchLevel(const std::optional<Parameter>& parameter, const ScoreEvent& event,
                        double a4) {
    const auto value = parameter ? numberOf(event, *parameter) : std::nullopt;
    const auto pitch = value ? pitchOf(pitchMeaning(parameter->name), *value, a4) : std::nullopt;
    return static_cast<float>(std::clamp(pitch.value_or(60), -200.0, 400.0));
}

void Lanes::chooseRows(const Lane& lane, LaneRows rows) {
    m_chosenRows[keyOf(lane)] = {rows};
}

bool Lanes::decideRows(const Project& project, Lane& lane, std::size_t events) {
    const Parameter* pitch = pitchParameter(m_facts.of(project.find(lane.instrument)));
    lane.canShowPitch = pitch != nullptr;
    lane.pitchParameter = pitch ? pitch->name : std::string();
    if (!pitch) {
        lane.rows = LaneRows::Stacked;
        return true;
    }
    const auto choice = m_chosenRows.find(keyOf(lane));
    const bool holds = choice != m_chosenRows.end() && events <= choice->second.holdsUpTo;
    lane.rows = holds ? choice->second.rows : LaneRows::Pitch;
    return holds;
}

void Lanes::finish(const Project& project, Lane& lane, std::vector<Span> spans,
                   bool levelsArePitches) {
    const bool isDecided = decideRows(project, lane, spans.size());
    if (lane.rows == LaneRows::Pitch && !levelsArePitches)
        for (Span& span : spans) // some hold rows
            if (const ScoreEvent* event = project.find(span.event))
                span.level = pitchLevel(lane.pitches[span.palette], *event, project.settings().a4);
    if (lane.rows == LaneRows::Pitch)
        findRange(lane, spans);
    // A melody of few different heights is no piano roll, unless someone asked for it.
    if (!isDecided) {
        constexpr std::size_t leastNotes = 8, leastPitches = 4;
        constexpr float leastRange = 5; // semitones
        std::vector<float> pitches;     // the first few that differ
        float lowest = 1e9F, highest = -1e9F;
        for (const Span& span : spans) {
            lowest = std::min(lowest, span.level);
            highest = std::max(highest, span.level);
            if (pitches.size() < leastPitches &&
                std::find(pitches.begin(), pitches.end(), span.level) == pitches.end())
                pitches.push_back(span.level);
        }
        const bool isMelody = spans.size() >= leastNotes && pitches.size() >= leastPitches &&
                              highest - lowest >= leastRange;
        if (isMelody)
            m_chosenRows[keyOf(lane)] = {LaneRows::Pitch};
        else
            m_chosenRows[keyOf(lane)] = {LaneRows::Stacked, spans.size()};
        lane.rows = m_chosenRows[keyOf(lane)].rows;
    }
    if (lane.rows == LaneRows::Stacked)
        stack(spans, lane.rowCount);
    lane.index.assign(std::move(spans));
}

void Lanes::stack(std::vector<Span>& spans, int& rowCount) {
    sortSpans(spans);
    std::vector<double> rowEnds;
    for (Span& span : spans) {
        constexpr double tolerance = 1e-9; // sums of durations
        auto row = std::find_if(rowEnds.begin(), rowEnds.end(),
                                [&](double end) { return end <= span.start + tolerance; });
        if (row == rowEnds.end()) {
            if (rowEnds.size() < mostRows) {
                rowEnds.push_back(0);
                row = rowEnds.end() - 1;
            } else {
                row = std::min_element(rowEnds.begin(), rowEnds.end());
            }
        }
        *row = std::max(*row, span.end);
        span.level = static_cast<float>(row - rowEnds.begin());
    }
    rowCount = std::max(1, static_cast<int>(rowEnds.size()));
}

void Lanes::findRange(Lane& lane, const std::vector<Span>& spans) {
    double lowest = 1e9, highest = -1e9;
    for (const Span& span : spans) {
        lowest = std::min<double>(lowest, span.level);
        highest = std::max<double>(highest, span.level);
    }
    if (spans.empty())
        lowest = 60, highest = 72;
    // At least an octave, with a tone of room at both sides.
    const double middle = (lowest + highest) / 2;
    lane.lowest = std::floor(std::min(lowest - 2, middle - 8));
    lane.highest = std::ceil(std::max(highest + 2, middle + 8));
}

void Lanes::place(const Project& project) {
    int y = 0;
    m_eventCount = 0;
    m_latestEnd = 0;
    for (Lane& lane : m_lanes) {
        const Track* track = project.find(lane.track);
        const int chosen = track ? heightOr(track->height, 0) : 0;
        const int natural =
            lane.rows == LaneRows::Pitch
                ? pitchHeight
                : std::min(mostStackedHeight, oneRowHeight + (lane.rowCount - 1) * moreRowHeight);
        lane.top = y;
        lane.folded = track && track->folded;
        lane.height = lane.folded  ? leastHeight
                      : chosen > 0 ? std::max(leastHeight, chosen)
                                   : natural;
        lane.curves.clear();
        lane.shownParameter = track && !track->lanes.empty() ? track->lanes.front().parameter : "";
        if (track && !lane.folded)
            for (const ParameterLane& shown : track->lanes) {
                const CurveLane curve{track->id,
                                      shown.parameter,
                                      {},
                                      lane.bottom(),
                                      heightOr(shown.height, curvesDefault)};
                if (std::none_of(lane.curves.begin(), lane.curves.end(),
                                 [&](const CurveLane& other) { return other.isSame(curve); }))
                    lane.curves.push_back(curve);
            }
        y = lane.bottom();
        m_eventCount += lane.index.size();
        m_latestEnd = std::max(m_latestEnd, lane.index.latestEnd());
    }
    m_ofBuses.clear();
    for (const Bus* bus : project.inOrder<Bus>())
        if (isLaneShown(project, *bus))
            m_ofBuses.push_back(
                {{}, {}, bus->id, height(), heightOr(bus->laneHeight, curvesDefault)});
}

int Lanes::laneAt(int y, bool nearest) const {
    for (std::size_t i = 0; i < m_lanes.size(); ++i)
        if (y < m_lanes[i].bottom())
            return y >= 0 || nearest ? static_cast<int>(i) : -1;
    return nearest ? static_cast<int>(m_lanes.size()) - 1 : -1;
}

int Lanes::laneOf(const ScoreEvent& event) const {
    if (const auto it = m_byTrack.find(event.track); it != m_byTrack.end())
        return it->second;
    const auto it = m_byInstrument.find(event.instrument);
    return it != m_byInstrument.end() ? it->second : -1;
}

const Span* Lanes::spanOf(const ScoreEvent& event) const {
    const int lane = laneOf(event);
    return lane < 0 ? nullptr
                    : m_lanes[static_cast<std::size_t>(lane)].index.find(event.id, event.start);
}

Lanes::Extent Lanes::extentOf(const Lane& lane, float level) {
    if (lane.rows == LaneRows::Pitch) {
        const double semitone = (lane.height - 2.0 * pad) / (lane.highest - lane.lowest);
        const double height = std::clamp(semitone, lane.folded ? 2.0 : 5.0, 14.0);
        return {yOfPitch(lane, level) - height / 2, height};
    }
    const double gap = lane.rowCount > 6 ? (lane.rowCount > 20 ? 0 : 1) : 3;
    const double row = (lane.height - 2.0 * pad + gap) / lane.rowCount;
    return {lane.top + pad + row * level, std::max(1.0, row - gap)};
}

double Lanes::yOfPitch(const Lane& lane, double pitch) {
    const double semitone = (lane.height - 2.0 * pad) / (lane.highest - lane.lowest);
    return lane.top + pad + (lane.highest - pitch) * semitone;
}

double Lanes::pitchAt(const Lane& lane, double y) {
    const double semitone = (lane.height - 2.0 * pad) / (lane.highest - lane.lowest);
    return lane.highest - (y - lane.top - pad) / semitone;
}

TrackId trackOfLane(Project& project, const Lanes& lanes, const Lane& lane) {
    if (project.find(lane.track))
        return lane.track;
    TrackId wanted;
    for (const Lane& each : lanes.all()) {
        const std::string name = each.name.toStdString();
        const auto tracks = project.inOrder<Track>();
        const auto known = std::find_if(tracks.begin(), tracks.end(), [&](const Track* track) {
            return track->id == each.track || track->name == name;
        });
        TrackId id;
        if (known != tracks.end()) {
            id = (*known)->id;
        } else {
            Track track;
            id = track.id = TrackId::random();
            track.name = name;
            track.colour = each.colour.name().toStdString();
            track.order = tracks.empty() ? 0 : tracks.back()->order + 1;
            (void)project.insert(std::move(track));
        }
        if (each.name == lane.name)
            wanted = id;
    }
    return wanted;
}

} // namespace stria
