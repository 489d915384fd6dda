// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <vector>

#include "engine/sound/waveform_peaks.h"
#include "ui/document/document.h"
#include "ui/document/instrument_facts.h"
#include "ui/document/selection.h"
#include "ui/time/time_axis.h"
#include "ui/time/time_grid.h"
#include "ui/timeline/lanes.h"

namespace stria {

/// How far a stretch of the piece is rendered, for the band under the ruler.
struct RenderedStretch {
    enum class State { Ready, InWork };
    double from = 0;
    double to = 0;
    State state = State::Ready;
};

/// The waveform of a sound; null while it is not known.
using PeakReader = std::function<const WaveformPeaks*(SoundSourceId)>;

/// What the parts of the timeline share: the document sorted into lanes, the play head, and what is
/// being dragged. Keeps itself up to date with the document. UI thread only.
class TimelineScene : public QObject {
    Q_OBJECT

  public:
    TimelineScene(Document& document, TimeAxis& axis, TimeGrid& grid, QObject* parent = nullptr);

    Document& document() { return m_document; }
    const Project& project() const { return m_document.project(); }
    Selection& selection() { return m_document.selection(); }
    TimeAxis& axis() { return m_axis; }
    TimeGrid& grid() { return m_grid; }
    const InstrumentFacts& facts() const { return m_facts; }
    const Lanes& lanes() const { return m_lanes; }
    void chooseRows(const Lane& lane, LaneRows rows);
    void fold(const std::vector<Lane>& lanes, bool folded);
    /// That of the current event, else the first of the current instrument; null if neither.
    const Lane* currentLane() const;

    double playHead() const { return m_playHead; }
    void setPlayHead(double seconds);
    /// The latest end of anything, the end marker included.
    double scoreEnd() const;

    const std::vector<RenderedStretch>& rendered() const { return m_rendered; }
    void setRendered(std::vector<RenderedStretch> stretches);
    const PeakReader& peaks() const { return m_peaks; }
    void setPeaks(PeakReader peaks);

    /// While a drag shows what it would do the lanes stay as they were; afterwards they take in
    /// all that changed.
    void hold();
    void letGo();
    bool isHeld() const { return m_held; }

    /// Chosen events in order of start.
    std::vector<EventId> chosen() const;

  signals:
    void lanesChanged();      ///< which lanes there are, or where events lie
    void appearanceChanged(); ///< colours, values, selection: to paint anew
    void playHeadMoved(double before, double after);

  private:
    void take(const Change& change);
    void takeInstrument(const EntityChange<Instrument>& change);
    void takeAutomation(const EntityChange<Automation>& change);
    void takeTrack(const EntityChange<Track>& change);
    void settle();
    void rebuild();

    Document& m_document;
    TimeAxis& m_axis;
    TimeGrid& m_grid;
    InstrumentFacts m_facts;
    Lanes m_lanes;
    std::vector<EventId> m_changedEvents;
    bool m_structureChanged = false;
    bool m_layoutChanged = false;
    bool m_appearanceChanged = false;
    bool m_held = false;
    double m_playHead = 0;
    std::vector<RenderedStretch> m_rendered;
    PeakReader m_peaks;
};

} // namespace stria
