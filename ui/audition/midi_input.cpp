// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/midi_input.h"

#include <QFileInfo>
#include <QSettings>

#ifdef STRIA_HAS_MIDI
#include <RtMidi.h>
#endif

namespace stria {

namespace {
constexpr unsigned char noteOff = 0x80;
constexpr unsigned char noteOn = 0x90;
constexpr int lookEvery = 3000; ///< milliseconds
const QString portKey = QStringLiteral("midi/port");
} // namespace

#ifdef STRIA_HAS_MIDI

struct MidiInput::Device {
    RtMidiIn input;
};

bool MidiInput::isSupported() {
    return true;
}

QStringList MidiInput::ports() {
    QStringList names;
#ifdef Q_OS_LINUX
    // Where the sequencer is missing ALSA complains aloud.
    if (!QFileInfo::exists(QStringLiteral("/dev/snd/seq")))
        return names;
#endif
    try {
        if (!m_device)
            m_device = std::make_unique<Device>();
        for (unsigned port = 0; port < m_device->input.getPortCount(); ++port)
            names << QString::fromStdString(m_device->input.getPortName(port));
    } catch (const RtMidiError&) {
        m_device.reset(); // no MIDI system here
    }
    return names;
}

bool MidiInput::open(const QString& port) {
    m_device.reset();
    m_port.clear();
    if (port.isEmpty())
        return true;
    const auto index = ports().indexOf(port);
    if (index < 0)
        return false;
    try {
        // Called on a thread of RtMidi's.
        m_device->input.setCallback(
            [](double, std::vector<unsigned char>* message, void* self) {
                auto* const input = static_cast<MidiInput*>(self);
                QMetaObject::invokeMethod(
                    input, [input, bytes = *message] { input->take(bytes); }, Qt::QueuedConnection);
            },
            this);
        m_device->input.openPort(static_cast<unsigned>(index), "Stria");
    } catch (const RtMidiError&) {
        m_device.reset();
        return false;
    }
    m_port = port;
    return true;
}

#else

struct MidiInput::Device {};

bool MidiInput::isSupported() {
    return false;
}

QStringList MidiInput::ports() {
    return {};
}

bool MidiInput::open(const QString& port) {
    return port.isEmpty();
}

#endif

MidiInput::MidiInput(QObject* parent) : QObject(parent) {
    m_timer.setInterval(lookEvery);
    connect(&m_timer, &QTimer::timeout, this, &MidiInput::look);
}

MidiInput::~MidiInput() = default;

void MidiInput::choose(const QString& port) {
    QSettings().setValue(portKey, port);
    restore();
}

void MidiInput::restore() {
    m_chosen = isSupported() ? QSettings().value(portKey).toString() : QString();
    open(m_chosen);
    if (m_chosen.isEmpty())
        m_timer.stop();
    else
        m_timer.start();
    emit portChanged();
}

void MidiInput::look() {
    const bool isThere = ports().contains(m_chosen);
    if (isThere != m_port.isEmpty())
        return;
    if (open(isThere ? m_chosen : QString()))
        emit portChanged();
}

void MidiInput::take(const std::vector<unsigned char>& message) {
    if (message.size() < 3)
        return;
    const int kind = message[0] & 0xf0;
    const int key = message[1], velocity = message[2];
    if (kind == noteOn && velocity > 0)
        emit pressed(key, velocity);
    else if (kind == noteOn || kind == noteOff)
        emit released(key);
}

} // namespace stria
