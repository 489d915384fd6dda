// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <mutex>
#include <string>

#include "ui/transport/playback_thread.h"
#include "ui/transport/sound_devices.h"

namespace stria {

/// Which device plays and how far ahead, as the person chose it; kept from one start of the program
/// to the next. UI thread only, but for the factories it gives.
class SoundSettings : public QObject {
    Q_OBJECT

  public:
    /// Handing over far ahead keeps the score without gaps on a busy computer; keys need to be
    /// heard soon.
    struct Choice {
        std::string device; ///< empty: as the system
        unsigned scoreFrames = 5120;
        unsigned keyFrames = 1024;

        bool operator==(const Choice&) const = default;
    };

    explicit SoundSettings(std::shared_ptr<SoundDevices> devices, QObject* parent = nullptr);

    const std::shared_ptr<SoundDevices>& devices() const { return m_shared->devices; }
    Choice choice() const;
    void setChoice(Choice choice);
    /// Outputs by the choice as it is when they are made.
    PlaybackThread::OutputFactory scoreOutputs() const;
    PlaybackThread::OutputFactory keyOutputs() const;

  signals:
    /// Outputs made before are not as chosen any more.
    void choiceChanged();

  private:
    struct Shared {
        std::shared_ptr<SoundDevices> devices;
        std::mutex mutex;
        Choice choice;
    };
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

} // namespace stria
