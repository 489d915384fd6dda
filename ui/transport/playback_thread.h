// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/render/audio_output.h"
#include "ui/transport/voice.h"

namespace stria {

/// What stands between a voice and the sound device: opens the device when there is something to
/// play, closes it a few seconds after, reads ahead, and notices a device that goes, comes, or
/// takes no more sound. While none does, the clock takes its place in silence.
///
/// The calls take a moment and never wait for a device or a file. A device that hangs holds nobody
/// up: only a thread of its own ever waits for it, and is left alone when this object ends.
class PlaybackThread {
  public:
    /// Called on that thread.
    using OutputFactory = std::function<std::unique_ptr<AudioOutput>()>;
    struct Device {
        enum class State { Works, Substitute, Missing, Silent };

        State state = State::Works; ///< Silent: it is there, but takes no sound
        /// "PulseAudio, Built-in Audio", or why there is no sound; empty before anything was
        /// played.
        std::string description;
        std::uint32_t latencyFrames = 0;
        double sampleRate = 0;

        bool operator==(const Device&) const = default;
    };

    explicit PlaybackThread(OutputFactory makeOutput);
    ~PlaybackThread();
    PlaybackThread(const PlaybackThread&) = delete;
    PlaybackThread& operator=(const PlaybackThread&) = delete;

    /// The voice replaces what sounds; null: nothing sounds. `leaving` is heard beside it until it
    /// has ended, for a voice that fades out.
    void setVoice(std::shared_ptr<Voice> voice, std::shared_ptr<Voice> leaving = nullptr);
    /// The factory makes another output now: that one takes over.
    void renewOutput();
    Device device() const;

  private:
    struct Shared;
    class DeviceLoop;
    class FeedLoop;
    std::shared_ptr<Shared> m_shared;
};

} // namespace stria
