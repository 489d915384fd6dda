// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ui/transport/null_output.h"
#include "ui/transport/sound_devices.h"

namespace stria::test {

/// Devices that are there as long as a test says so; what they play is heard by a listener.
class ListenedDevices final : public SoundDevices {
  public:
    struct Bench {
        std::mutex mutex;
        std::vector<std::string> names{"first"}; ///< the first is the default
        std::string playing;                     ///< the device that was opened last
        unsigned framesAhead = 0;
        std::atomic<bool> takesSound{true};
        std::atomic<bool> answers{true}; ///< else nothing that is asked of a device comes back

        void setNames(std::vector<std::string> now) {
            const std::scoped_lock lock(mutex);
            names = std::move(now);
        }
        std::string opened() {
            const std::scoped_lock lock(mutex);
            return playing;
        }
        bool has(const std::string& name) {
            const std::scoped_lock lock(mutex);
            return std::find(names.begin(), names.end(), name) != names.end();
        }
        void waitForAnswer() const {
            while (!answers)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    };

    explicit ListenedDevices(NullOutput::Listener listener = {})
        : m_listener(std::move(listener)) {}

    const std::shared_ptr<Bench>& bench() const { return m_bench; }

    std::vector<Listed> list() override {
        m_bench->waitForAnswer();
        const std::scoped_lock lock(m_bench->mutex);
        std::vector<Listed> listed;
        for (const std::string& name : m_bench->names)
            listed.push_back({name, listed.empty(), {44100, 48000}});
        return listed;
    }
    std::unique_ptr<AudioOutput> makeOutput(const std::string& device, unsigned frames) override {
        return std::make_unique<Output>(m_bench, m_listener, device, frames);
    }

  private:
    class Output final : public AudioOutput {
      public:
        Output(std::shared_ptr<Bench> bench, NullOutput::Listener listener, std::string wanted,
               unsigned frames)
            : m_bench(std::move(bench)), m_output(std::move(listener)), m_wanted(std::move(wanted)),
              m_frames(frames) {}

        Expected<void> start(double rate, int channels, Source source) override {
            m_bench->waitForAnswer();
            {
                const std::scoped_lock lock(m_bench->mutex);
                if (m_bench->names.empty())
                    return failure(ErrorCode::FileNotFound, "There is no sound device.");
                const auto found =
                    std::find(m_bench->names.begin(), m_bench->names.end(), m_wanted);
                m_name = found == m_bench->names.end() ? m_bench->names.front() : *found;
                m_bench->playing = m_name;
                m_bench->framesAhead = m_frames;
            }
            m_isSubstitute = !m_wanted.empty() && m_name != m_wanted;
            return m_output.start(rate, channels,
                                  [bench = m_bench, source = std::move(source)](
                                      float* samples, std::uint32_t frames) {
                                      if (bench->takesSound)
                                          source(samples, frames);
                                      else
                                          std::fill_n(samples, 2 * std::size_t{frames}, 0.0f);
                                  });
        }
        void stop() override { m_output.stop(); }
        bool isRunning() const override { return m_bench->has(m_name) && m_output.isRunning(); }
        std::uint32_t latencyFrames() const override { return 0; }
        std::string description() const override { return m_name; }
        bool isSubstitute() const override { return m_isSubstitute; }
        bool shouldRestart() override {
            m_bench->waitForAnswer();
            return m_isSubstitute && m_bench->has(m_wanted);
        }

      private:
        const std::shared_ptr<Bench> m_bench;
        NullOutput m_output;
        const std::string m_wanted;
        const unsigned m_frames;
        std::string m_name;
        bool m_isSubstitute = false;
    };

    const std::shared_ptr<Bench> m_bench = std::make_shared<Bench>();
    const NullOutput::Listener m_listener;
};

} // namespace stria::test
