// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/model/diagnostic.h"

namespace stria {

/// Something that plays frames. The window's is a sound device, tests have one that keeps what it
/// is given.
class AudioOutput {
  public:
    /// Fills `frames` frames of interleaved float samples. Called on the device's thread: no locks
    /// that others hold for long, no allocation, no exception.
    using Source = std::function<void(float* samples, std::uint32_t frames)>;

    virtual ~AudioOutput() = default;

    /// Errors: no device, or it refuses the rate; the message is fit for the transport bar.
    virtual Expected<void> start(double sampleRate, int channels, Source source) = 0;
    /// The source is not called any more after this returns. Never blocks for more than a second.
    virtual void stop() = 0;
    virtual bool isRunning() const = 0;
    /// Frames between the source's call and the loudspeaker, as far as known.
    virtual std::uint32_t latencyFrames() const = 0;
    /// "PulseAudio, Built-in Audio", or why there is none; for people.
    virtual std::string description() const = 0;
    /// Another device plays than the one that was asked for, which is not there.
    virtual bool isSubstitute() const { return false; }
    /// Looks at the devices again, which may take as long as start(). True where stop() and start()
    /// would bring the sound back to the device that was asked for.
    virtual bool shouldRestart() { return false; }
};

} // namespace stria
