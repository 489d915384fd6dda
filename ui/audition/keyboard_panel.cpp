// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/keyboard_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/audition/midi_port_box.h"
#include "ui/audition/parameter_knob.h"
#include "ui/look/palette.h"

namespace stria {

KeyboardPanel::KeyboardPanel(KeyboardNotes& notes, QWidget* parent)
    : QWidget(parent), m_notes(notes), m_keys(new PianoKeys(this)), m_name(new QLabel(this)),
      m_knobBox(new QWidget), m_knobLayout(new QHBoxLayout) {
    m_name->setAccessibleName(tr("Instrument that the keys play"));

    auto* const bar = new QHBoxLayout;
    bar->setSpacing(sizes::grid);
    bar->addWidget(m_name);
    auto* const lower = addButton(*bar, QStringLiteral("chevron-down"), tr("Octave down"),
                                  tr("An octave lower (Left)"));
    auto* const higher = addButton(*bar, QStringLiteral("chevron-up"), tr("Octave up"),
                                   tr("An octave higher (Right)"));
    m_step = addButton(*bar, QStringLiteral("pen"), tr("Step entry"),
                       tr("Keys write notes at the play head, one grid step long; keys held "
                          "together make a chord"));
    m_step->setCheckable(true);
    auto* const rest =
        addButton(*bar, QStringLiteral("chevron-right"), tr("Rest"), tr("A step without a note"));
    rest->setEnabled(false);
    m_record = addButton(*bar, QStringLiteral("record"), tr("Record knobs"),
                         tr("Knobs that are turned while a chosen event sounds (Return) become its "
                            "automation; a curve that is there plays on once they are let go"));
    m_record->setCheckable(true);
    bar->addStretch(1);
    if (MidiInput::isSupported())
        bar->addWidget(new MidiPortBox(m_midi, this));

    m_knobLayout->setContentsMargins(0, 0, 0, 0);
    m_knobLayout->setSpacing(2 * sizes::grid);
    m_knobBox->setLayout(m_knobLayout);
    auto* const scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Knobs of the instrument"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_knobBox);
    scroll->setMinimumHeight(104);

    auto* const row = new QHBoxLayout;
    row->setSpacing(2 * sizes::grid);
    row->addWidget(m_keys, 3, Qt::AlignTop);
    row->addWidget(scroll, 2);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, sizes::grid, 12, sizes::grid);
    layout->setSpacing(sizes::grid);
    layout->addLayout(bar);
    layout->addLayout(row);

    connect(m_keys, &PianoKeys::pressed, &m_notes, &KeyboardNotes::press);
    connect(m_keys, &PianoKeys::released, &m_notes, &KeyboardNotes::release);
    connect(m_keys, &PianoKeys::leaveRequested, this, &KeyboardPanel::leaveRequested);
    connect(lower, &QToolButton::clicked, m_keys, [this] { m_keys->moveOctaves(-1); });
    connect(higher, &QToolButton::clicked, m_keys, [this] { m_keys->moveOctaves(1); });
    connect(&m_midi, &MidiInput::pressed, this, [this](int key, int velocity) {
        m_keys->setPressed(key, true);
        m_notes.press(key, velocity);
    });
    connect(&m_midi, &MidiInput::released, this, [this](int key) {
        m_keys->setPressed(key, false);
        m_notes.release(key);
    });
    connect(m_step, &QToolButton::toggled, this, [this, rest](bool on) {
        m_notes.setStepping(on);
        rest->setEnabled(on);
        m_keys->setFocus();
    });
    connect(rest, &QToolButton::clicked, &m_notes, &KeyboardNotes::rest);
    connect(m_record, &QToolButton::toggled, &m_notes, &KeyboardNotes::setRecording);
    connect(&m_midi, &MidiInput::portChanged, this, &KeyboardPanel::listen);
    connect(&m_notes, &KeyboardNotes::instrumentChanged, this, &KeyboardPanel::showInstrument);
    showInstrument();
    m_midi.restore();
}

QToolButton* KeyboardPanel::addButton(QHBoxLayout& layout, const QString& icon, const QString& name,
                                      const QString& toolTip) {
    auto* const button = new QToolButton(this);
    button->setProperty("kind", "tool");
    button->setIcon(look::icon(icon));
    button->setIconSize({16, 16});
    button->setFixedSize(sizes::row, sizes::row);
    button->setAccessibleName(name);
    button->setToolTip(toolTip);
    button->setFocusPolicy(Qt::TabFocus);
    layout.addWidget(button);
    return button;
}

void KeyboardPanel::showInstrument() {
    const Instrument* const instrument = m_notes.instrument();
    m_name->setText(instrument ? QString::fromStdString(instrument->name)
                               : tr("No instrument is chosen"));
    const auto& knobs = m_notes.knobs();
    const bool isSame =
        std::equal(knobs.begin(), knobs.end(), m_knobs.begin(), m_knobs.end(),
                   [](const KeyboardNotes::Knob& knob, ParameterKnob* shown) {
                       return knob.parameter == shown->parameter() && knob.scale == shown->scale();
                   });
    if (isSame) {
        for (std::size_t i = 0; i < knobs.size(); ++i)
            m_knobs[i]->setValue(knobs[i].value);
        return;
    }
    for (ParameterKnob* knob : std::exchange(m_knobs, {}))
        delete knob;
    while (QLayoutItem* const item = m_knobLayout->takeAt(0))
        delete item;
    for (const KeyboardNotes::Knob& knob : knobs) {
        auto* const shown = new ParameterKnob(knob.parameter, knob.scale, knob.rest);
        shown->setValue(knob.value);
        connect(shown, &ParameterKnob::turned, &m_notes, &KeyboardNotes::turn);
        connect(shown, &ParameterKnob::letGo, &m_notes, &KeyboardNotes::letGo);
        m_knobLayout->addWidget(shown, 0, Qt::AlignTop);
        m_knobs.push_back(shown);
    }
    m_knobLayout->addStretch(1);
}

/// A MIDI keyboard plays whether or not the panel can be seen.
void KeyboardPanel::listen() {
    m_notes.setAwake(isVisible() || !m_midi.port().isEmpty());
}

void KeyboardPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    listen();
}

void KeyboardPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_keys->releaseAll();
    listen();
}

} // namespace stria
