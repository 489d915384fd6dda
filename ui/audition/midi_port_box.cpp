// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/midi_port_box.h"

#include <algorithm>

namespace stria {

MidiPortBox::MidiPortBox(MidiInput& midi, QWidget* parent) : QComboBox(parent), m_midi(midi) {
    setAccessibleName(tr("MIDI keyboard"));
    setMinimumContentsLength(18);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    fill();
    connect(this, &QComboBox::activated, &m_midi,
            [this] { m_midi.choose(currentData().toString()); });
    connect(&m_midi, &MidiInput::portChanged, this, &MidiPortBox::fill);
}

void MidiPortBox::fill() {
    const QString chosen = m_midi.chosen();
    clear();
    addItem(tr("No MIDI keyboard"), QString());
    for (const QString& port : m_midi.ports())
        addItem(port, port);
    if (findData(chosen) < 0)
        addItem(tr("%1 (not there)").arg(chosen), chosen);
    else if (!chosen.isEmpty() && m_midi.port().isEmpty())
        setItemText(findData(chosen), tr("%1 (in use elsewhere)").arg(chosen));
    setCurrentIndex(std::max(0, findData(chosen)));
}

void MidiPortBox::showPopup() {
    fill();
    QComboBox::showPopup();
}

void MidiPortBox::showEvent(QShowEvent* event) {
    QComboBox::showEvent(event);
    fill();
}

} // namespace stria
