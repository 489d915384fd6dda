// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/render/audio_output.h"
#include "ui/transport/voice.h"

namespace stria {

/// The thread between a voice and the sound device: opens the device when there is something to
/// play, closes it a few seconds after, reads ahead, and notices a device that goes or comes.
///
/// The calls take a moment and never wait for a device or a file. A device that hangs holds nobody
/// up: the thread is then left alone when this object ends.
class PlaybackThread {
  public:
    using OutputFactory = std::function<std::unique_ptr<AudioOutput>()>;
    struct Device {
        std::string description;
        bool present = true;
        std::uint32_t latencyFrames = 0;
    };

    explicit PlaybackThread(OutputFactory makeOutput);
    ~PlaybackThread();
    PlaybackThread(const PlaybackThread&) = delete;
    PlaybackThread& operator=(const PlaybackThread&) = delete;

    /// The voice replaces what sounds; null: nothing sounds.
    void setVoice(std::shared_ptr<Voice> voice);
    Device device() const;

  private:
    struct Shared;
    class Loop;
    std::shared_ptr<Shared> m_shared;
};

} // namespace stria
