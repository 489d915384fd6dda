// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <thread>

#include "engine/render/audio_output.h"

namespace stria {

/// An output that nobody hears, at the pace of the clock: where there is no sound device the play
/// head moves all the same, and tests see what would have been played.
class NullOutput final : public AudioOutput {
  public:
    /// Called on the output's thread with what was played.
    using Listener = std::function<void(std::span<const float> samples)>;

    explicit NullOutput(Listener listener = {}) : m_listener(std::move(listener)) {}
    ~NullOutput() override;

    Expected<void> start(double sampleRate, int channels, Source source) override;
    void stop() override;
    bool isRunning() const override { return m_running; }
    std::uint32_t latencyFrames() const override { return 0; }
    std::string description() const override { return "no sound device"; }

  private:
    void run(double sampleRate, int channels, const Source& source);

    Listener m_listener;
    std::atomic<bool> m_running{false};
    std::thread m_thread;
};

} // namespace stria
