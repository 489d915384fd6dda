// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>
#include <vector>

namespace stria {

/// Keys of a MIDI keyboard (by RtMidi, the only file that knows it). UI thread only; what is played
/// arrives there as well.
class MidiInput : public QObject {
    Q_OBJECT

  public:
    explicit MidiInput(QObject* parent = nullptr);
    ~MidiInput() override;

    /// False where the program was built without MIDI.
    static bool isSupported();
    /// The keyboards that are there now.
    QStringList ports();
    /// Listens to one in place of another; empty: to none. False when it cannot be opened.
    bool open(const QString& port);
    const QString& port() const { return m_port; }
    /// Takes a message as a keyboard sends it: notes of any channel; all else is passed over.
    void take(const std::vector<unsigned char>& message);

  signals:
    void pressed(int key, int velocity);
    void released(int key);

  private:
    struct Device;
    std::unique_ptr<Device> m_device;
    QString m_port;
};

} // namespace stria
