// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/audition/keyboard_notes.h"
#include "ui/audition/midi_input.h"
#include "ui/audition/piano_keys.h"

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace stria {

class ParameterKnob;

/// Piano keys and knobs that play the current instrument, by mouse, computer keyboard and MIDI.
class KeyboardPanel : public QWidget {
    Q_OBJECT

  public:
    explicit KeyboardPanel(KeyboardNotes& notes, QWidget* parent = nullptr);

    PianoKeys& keys() { return *m_keys; }
    MidiInput& midi() { return m_midi; }
    const std::vector<ParameterKnob*>& knobs() const { return m_knobs; }
    QToolButton& stepButton() { return *m_step; }
    QToolButton& recordButton() { return *m_record; }

  signals:
    void leaveRequested();

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QToolButton* addButton(QHBoxLayout& layout, const QString& icon, const QString& name,
                           const QString& toolTip);
    void showInstrument();
    void listen();

    KeyboardNotes& m_notes;
    MidiInput m_midi;
    PianoKeys* m_keys;
    QLabel* m_name;
    QToolButton* m_step = nullptr;
    QToolButton* m_record = nullptr;
    QWidget* m_knobBox;
    QHBoxLayout* m_knobLayout;
    std::vector<ParameterKnob*> m_knobs;
};

} // namespace stria
