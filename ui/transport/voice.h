// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace stria {

/// Something that sounds through the loudspeakers as long as PlaybackThread has it.
class Voice {
  public:
    static constexpr int outputChannels = 2;

    virtual ~Voice() = default;
    virtual double sampleRate() const = 0;
    /// Gets ready what render will need. On the playback thread, every few milliseconds.
    virtual void feed() {}
    /// Fills `frames` stereo frames. On the device's thread: never waits, locks or allocates.
    virtual void render(float* output, std::uint32_t frames) = 0;
    /// The device may be closed. Any thread.
    virtual bool hasEnded() const = 0;
};

} // namespace stria
