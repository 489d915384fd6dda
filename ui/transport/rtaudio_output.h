// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "engine/render/audio_output.h"

namespace stria {

/// The sound device, by RtAudio 5 (the only file that knows it).
///
/// A server that hangs may hold start() for ever: call it on a thread that may be lost. When the
/// server dies, isRunning() becomes false; stop() and start() again find it when it is back.
class RtAudioOutput final : public AudioOutput {
  public:
    /// How much is handed over ahead. The default has no gap while both cores are busy (77 ms was
    /// measured as enough); a short one is for playing by hand.
    struct Buffering {
        unsigned frames = 512;
        unsigned buffers = 16;
    };
    static constexpr Buffering forAudition{256, 4};

    RtAudioOutput() : RtAudioOutput(Buffering()) {}
    explicit RtAudioOutput(Buffering buffering);
    ~RtAudioOutput() override;

    Expected<void> start(double sampleRate, int channels, Source source) override;
    void stop() override;
    bool isRunning() const override;
    std::uint32_t latencyFrames() const override;
    std::string description() const override;

  private:
    struct Stream;
    Buffering m_buffering;
    std::shared_ptr<Stream> m_stream;
    std::string m_description = "no sound device";
};

} // namespace stria
