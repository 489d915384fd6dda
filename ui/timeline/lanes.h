// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/model/project.h"
#include "ui/document/instrument_facts.h"
#include "ui/timeline/span_index.h"

namespace stria {

/// What orders the events of a lane from top to bottom.
enum class LaneRows {
    Stacked, ///< in as few rows as keep them from covering each other
    Pitch    ///< by the parameter that says how high they sound
};

/// An automation lane: of one parameter of a track's events, below them, or of a control bus, below
/// all tracks.
struct CurveLane {
    TrackId track;
    std::string parameter;
    BusId bus;   ///< instead of both
    int top = 0; ///< pixels from the top of all lanes
    int height = 0;

    int bottom() const { return top + height; }
    bool isSame(const CurveLane& other) const {
        return track == other.track && parameter == other.parameter && bus == other.bus;
    }
};

/// One lane of the timeline: a track, or the events of one instrument that lie on no track.
struct Lane {
    TrackId track;           ///< none: a lane named after its instrument
    InstrumentId instrument; ///< of a lane without a track, and the commonest on one with
    QString name;
    QColor colour;
    bool muted = false;
    bool solo = false;
    bool silent = false; ///< muted, or another track is solo
    bool folded = false; ///< as low as a lane can be, without automation
    LaneRows rows = LaneRows::Stacked;
    bool canShowPitch = false;
    std::string pitchParameter;
    int rowCount = 1;
    double lowest = 0, highest = 0; ///< Pitch: semitones at the lower and the upper edge

    int top = 0;                   ///< pixels from the top of all lanes
    int height = 0;                ///< of the part with the events
    std::vector<CurveLane> curves; ///< below it
    std::string shownParameter;    ///< whose curve is drawn in events; empty: any

    SpanIndex index;
    std::vector<InstrumentId> instruments;         ///< those that Span::palette counts
    std::vector<std::optional<Parameter>> pitches; ///< of each of them what says how high it sounds

    int bottom() const { return curves.empty() ? top + height : curves.back().bottom(); }
    bool isSame(const Lane& other) const {
        return track == other.track && (track || instrument == other.instrument);
    }
};

/// The events of the document sorted into lanes, and where they lie from top to bottom. Reads the
/// Project when told to, keeps nothing of it but numbers.
class Lanes {
  public:
    explicit Lanes(const InstrumentFacts& facts) : m_facts(facts) {}

    void rebuild(const Project& project);
    /// After some events changed, and nothing but events. An event may be named more than once.
    void refresh(const Project& project, std::vector<EventId> changed);
    /// Another document: what was chosen for lanes is forgotten.
    void forgetChoices() { m_chosenRows.clear(); }
    void chooseRows(const Lane& lane, LaneRows rows);
    /// After heights, what is folded, or which automation lanes there are, and nothing else.
    void place(const Project& project);

    const std::vector<Lane>& all() const { return m_lanes; }
    const std::vector<CurveLane>& ofBuses() const { return m_ofBuses; }
    /// Without and with those of buses.
    int tracksHeight() const { return m_lanes.empty() ? 0 : m_lanes.back().bottom(); }
    int height() const { return m_ofBuses.empty() ? tracksHeight() : m_ofBuses.back().bottom(); }
    std::size_t eventCount() const { return m_eventCount; }
    double latestEnd() const { return m_latestEnd; }

    /// Index of the lane at a height (its automation included); the nearest one where `nearest`,
    /// else -1.
    int laneAt(int y, bool nearest = false) const;
    /// Index of the lane on which an event lies; -1 if none.
    int laneOf(const ScoreEvent& event) const;
    const Span* spanOf(const ScoreEvent& event) const;

    /// Top and height of a span in its lane, from the top of all lanes.
    struct Extent {
        double top = 0;
        double height = 0;
    };
    static Extent extentOf(const Lane& lane, float level);
    /// Pitch lanes: the height at which a pitch lies, and back.
    static double yOfPitch(const Lane& lane, double pitch);
    static double pitchAt(const Lane& lane, double y);

    static constexpr int pad = 6;
    static constexpr int mostRows = 64;
    static constexpr int curvesDefault = 88; ///< pixels, of an automation lane
    static constexpr int leastCurves = 40;
    static constexpr int mostHeight = 600;
    /// Pixels that the shortest event is drawn with.
    static constexpr double leastWidth = 2;

  private:
    using LaneKey = std::uint64_t;
    static LaneKey keyOf(const Lane& lane) {
        return lane.track ? lane.track.bits : lane.instrument.bits;
    }
    void collectTracks(const Project& project);
    int laneFor(const Project& project, const ScoreEvent& event);
    Span spanFor(const Project& project, Lane& lane, const ScoreEvent& event) const;
    /// False: it looks as if by pitch, but nobody has chosen.
    bool decideRows(const Project& project, Lane& lane, std::size_t events);
    /// `levelsArePitches`: else they are rows, or some are.
    void finish(const Project& project, Lane& lane, std::vector<Span> spans, bool levelsArePitches);
    static void stack(std::vector<Span>& spans, int& rowCount);
    static float pitchLevel(const std::optional<Parameter>& parameter, const ScoreEvent& event,
                            double a4);
    static void findRange(Lane& lane, const std::vector<Span>& spans);

    const InstrumentFacts& m_facts;
    std::vector<Lane> m_lanes;
    std::unordered_map<TrackId, int> m_byTrack;
    std::unordered_map<InstrumentId, int> m_byInstrument;
    /// Stays until the lane has more events than this, so that nothing jumps while values change.
    struct RowsChoice {
        LaneRows rows = LaneRows::Stacked;
        std::size_t holdsUpTo = std::numeric_limits<std::size_t>::max();
    };
    std::unordered_map<LaneKey, RowsChoice> m_chosenRows;
    std::vector<CurveLane> m_ofBuses;
    std::size_t m_eventCount = 0;
    double m_latestEnd = 0;
};

/// The track of a lane, for something that only a track can keep. Where the lane has none, all
/// lanes become tracks of their names, so that their order stays.
TrackId trackOfLane(Project& project, const Lanes& lanes, const Lane& lane);

} // namespace stria
