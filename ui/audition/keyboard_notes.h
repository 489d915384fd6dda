// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/orchestra/opcode_catalogue.h"
#include "ui/audition/event_audition.h"
#include "ui/audition/knob_take.h"
#include "ui/document/document.h"
#include "ui/document/instrument_facts.h"
#include "ui/document/value_scale.h"

namespace stria {

/// What keys and knobs do: keys play notes of the current instrument while they are held, and write
/// them at the play head in step entry; knobs give its dynamic parameters other values, which can
/// be recorded as automation of an event that is auditioned. UI thread only.
class KeyboardNotes : public QObject {
    Q_OBJECT

  public:
    struct Knob {
        std::string parameter;
        ValueScale scale;
        double rest = 0; ///< the parameter's default
        double value = 0;
    };
    /// Where a step of step entry begins and how long it is, in seconds.
    struct Step {
        double start = 0;
        double length = 0;
    };

    KeyboardNotes(Document& document, EventAudition& audition, QObject* parent = nullptr);

    void setOpcodes(const OpcodeCatalogue& opcodes) { m_opcodes = opcodes; }
    /// Whether the project may run; asks the person only where `mayAsk` says so.
    void setPermission(std::function<bool(bool mayAsk)> permission) {
        m_permission = std::move(permission);
    }
    void setStepPlace(std::function<Step()> place) { m_stepPlace = std::move(place); }
    /// While somebody can see the keyboard it follows the current instrument and keeps it warm;
    /// otherwise it costs nothing, and keys and knobs do nothing.
    void setAwake(bool awake);

    const Instrument* instrument() const;
    const std::vector<Knob>& knobs() const { return m_knobs; }
    /// Pitches as MIDI counts them; velocities from 1 to 127, 100 is the instrument's own loudness.
    void press(int pitch, int velocity);
    void release(int pitch);
    void releaseAll();
    void turn(const std::string& parameter, double value);
    /// The knob is no longer held: a curve that it overruled counts again.
    void letGo(const std::string& parameter);

    /// Keys write events of the current instrument: those held together begin together.
    void setStepping(bool stepping);
    bool isStepping() const { return m_stepping; }
    /// A step without a note.
    void rest();
    /// Turning knobs while an event is auditioned becomes its automation.
    void setRecording(bool recording) { m_recording = recording; }
    bool isRecording() const { return m_recording; }

  signals:
    /// The instrument, its parameters, or that there is none.
    void instrumentChanged();
    /// For the status line.
    void said(const QString& text);
    /// Step entry has gone on to here.
    void stepped(double seconds);

  private:
    void look(const Change& change);
    void readInstrument();
    void prepare(bool mayAsk);
    void holdWaiting();
    std::map<std::string, double> valuesFor(int pitch, int velocity) const;
    void enterChord();
    void beginTake(EventId event);
    void endTake();

    Document& m_document;
    EventAudition& m_audition;
    OpcodeCatalogue m_opcodes;
    std::function<bool(bool)> m_permission;
    std::function<Step()> m_stepPlace;
    InstrumentFacts m_facts;
    QTimer m_changed; ///< so that not each letter of code is compiled
    InstrumentId m_instrument;
    std::vector<Knob> m_knobs;
    std::map<std::pair<InstrumentId, std::string>, double> m_turned;
    std::map<int, int> m_waiting; ///< pressed before the instrument was warm: pitch -> velocity
    std::set<int> m_down;
    std::map<int, int> m_chord; ///< of step entry: pitch -> velocity
    std::optional<KnobTake> m_take;
    QElapsedTimer m_takeTime;
    bool m_awake = false;
    bool m_stepping = false;
    bool m_recording = false;
};

} // namespace stria
