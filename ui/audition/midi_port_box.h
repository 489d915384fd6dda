// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

#include "ui/audition/midi_input.h"

namespace stria {

/// Chooses the MIDI keyboard among those that are there, and shows one that is chosen and not
/// there.
class MidiPortBox : public QComboBox {
    Q_OBJECT

  public:
    explicit MidiPortBox(MidiInput& midi, QWidget* parent = nullptr);

  protected:
    void showPopup() override;
    void showEvent(QShowEvent* event) override;

  private:
    void fill();

    MidiInput& m_midi;
};

} // namespace stria
