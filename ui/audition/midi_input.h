// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
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
    /// Listens to this one from now on, also when it goes and comes back and when the program is
    /// started again; empty: to none.
    void choose(const QString& port);
    /// Goes back to the one that was chosen last.
    void restore();
    const QString& chosen() const { return m_chosen; }
    /// The chosen one while it is there and can be opened, else empty.
    const QString& port() const { return m_port; }
    /// Takes a message as a keyboard sends it: notes of any channel; all else is passed over.
    void take(const std::vector<unsigned char>& message);

  signals:
    void pressed(int key, int velocity);
    void released(int key);
    /// Another one is listened to, or none.
    void portChanged();

  private:
    struct Device;
    bool open(const QString& port);
    void look();

    std::unique_ptr<Device> m_device;
    QString m_chosen;
    QString m_port;
    QTimer m_timer; ///< looks whether the chosen one is there
};

} // namespace stria
