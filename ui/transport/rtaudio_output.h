// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "ui/transport/sound_devices.h"

namespace stria {

/// A sound device, by RtAudio 5 (the only file that knows it).
///
/// A server that hangs may hold start() for ever: call it on a thread that may be lost. When the
/// server dies, isRunning() becomes false; stop() and start() again find it when it is back.
class RtAudioOutput final : public AudioOutput {
  public:
    /// How much is handed over ahead without a gap while both cores are busy (77 ms was measured as
    /// enough), and where keys are played by hand.
    static constexpr unsigned safeFramesAhead = 5120;
    static constexpr unsigned shortFramesAhead = 1024;

    explicit RtAudioOutput(std::string device = {}, unsigned framesAhead = safeFramesAhead);
    ~RtAudioOutput() override;

    Expected<void> start(double sampleRate, int channels, Source source) override;
    void stop() override;
    bool isRunning() const override;
    std::uint32_t latencyFrames() const override;
    std::string description() const override;
    bool isSubstitute() const override { return m_isSubstitute; }
    bool shouldRestart() override;

  private:
    struct Stream;
    const std::string m_device;
    const unsigned m_framesAhead;
    std::shared_ptr<Stream> m_stream;
    std::string m_description = "no sound device";
    std::string m_deviceName;
    bool m_isSubstitute = false;
};

class RtAudioDevices final : public SoundDevices {
  public:
    std::vector<Listed> list() override;
    std::unique_ptr<AudioOutput> makeOutput(const std::string& device,
                                            unsigned framesAhead) override;
};

} // namespace stria
