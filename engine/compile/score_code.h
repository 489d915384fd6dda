// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/compile/bus_order.h"
#include "engine/compile/curve_table.h"
#include "engine/compile/draft.h"
#include "engine/compile/ensemble.h"

namespace stria {

/// Where the score ends (spec-session.md, section 6).
struct ScoreEnd {
    double scoreEnd = 0; ///< last finite end or end marker
    double cutTime = 0;  ///< 0: the last release decides
    /// When endless events are told to stop; infinite: the cut ends them.
    double endlessStop = 0;
};

/// Events to notes: which ones play, with which pfields, from when to when.
class ScoreCode {
  public:
    ScoreCode(Draft& draft, Ensemble& ensemble, CurveTable& curves, const FixedNumbers& fixed);

    /// Adds the notes of all events that play, without the pfields of curves and seeds. False when
    /// there is no score to render, which is reported.
    bool addEvents();
    /// Adds what the forms of instruments ask for, once they are settled.
    void completeNotes();
    void addStopInstrument() const;
    /// Warns of buses that are read before they are written.
    void checkBusOrder() { m_busOrder.warn(m_draft); }
    const ScoreEnd& end() const { return m_end; }

  private:
    /// Curves of one note.
    struct Automated {
        std::size_t note = 0;
        std::vector<std::pair<std::size_t, std::vector<CurvePoint>>> curves; ///< by parameter
    };
    /// What all events of a form share.
    struct FormNotes {
        InstrumentForm* form = nullptr;
        std::vector<double> defaults; ///< pfields of an event without arguments
        std::vector<std::pair<std::string, std::size_t>> names; ///< last ones asked for
        std::uint64_t events = 0;
    };
    struct SourceNote {
        const ScoreEvent* event = nullptr;
        const InstrumentForm* form = nullptr;
    };

    std::vector<const ScoreEvent*> playingEvents() const;
    bool findEnd(const std::vector<const ScoreEvent*>& events);
    void addEvent(const ScoreEvent& event);
    double stopOf(const ScoreEvent& event) const;
    FormNotes* notesOf(InstrumentId instrument, int priority);
    double eventNumberFor(const ScoreEvent& event, FormNotes& notes);
    void setArguments(const ScoreEvent& event, FormNotes& notes, std::vector<double>& fields);
    void tellUnknown(const ScoreEvent& event, const ReadInstrument& source,
                     const std::string& name);
    std::size_t parameterOf(const ScoreEvent& event, FormNotes& notes, std::size_t position,
                            const std::string& name);
    std::optional<double> valueOf(const ScoreEvent& event, const Parameter& parameter,
                                  const ArgumentValue& value);
    void automate(const ScoreEvent& event, FormNotes& notes, double leftOut, CsdNote& note);
    void mergeOne(const ScoreEvent& event, FormNotes& notes, std::size_t parameter,
                  const std::vector<const Automation*>& automations, double leftOut, CsdNote& note,
                  Automated& automated);
    void warnUnheard(const ScoreEvent& event, const InstrumentForm& form,
                     const std::vector<const Automation*>& automations,
                     const std::vector<const Automation*>& unheard);

    Draft& m_draft;
    Ensemble& m_ensemble;
    CurveTable& m_curves;
    const FixedNumbers& m_fixed;
    std::unordered_set<double> m_fixedNumbers;
    std::unordered_map<EventId, std::vector<const Automation*>> m_automations;
    std::map<std::pair<InstrumentId, int>, FormNotes> m_forms;
    std::vector<SourceNote> m_sources; ///< of the first notes
    std::size_t m_firstNote = 0;
    std::vector<Automated> m_automated;
    std::vector<std::string> m_unknown; ///< parameters of the event that is being added
    std::map<std::pair<InstrumentId, std::string>, std::string> m_leftOut; ///< what is said of each
    BusUse m_busUse;
    BusOrder m_busOrder;
    ScoreEnd m_end;
    int m_stopper = 0;
};

} // namespace stria
