// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/playback_thread.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "ui/transport/null_output.h"

namespace stria {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {
constexpr auto keepDeviceOpen = 5s;
constexpr auto lookForDeviceEvery = 2s;
constexpr auto feedEvery = 5ms;
} // namespace

struct PlaybackThread::Shared {
    std::mutex mutex; ///< never taken by the device's thread
    std::condition_variable wake;
    bool quit = false;
    bool ended = false;
    Device device;

    /// The device's thread only tries this lock; the others hold it for a moment.
    std::mutex voiceMutex;
    std::shared_ptr<Voice> voice;

    std::shared_ptr<Voice> currentVoice() {
        const std::scoped_lock lock(voiceMutex);
        return voice;
    }
    void render(float* samples, std::uint32_t frames) {
        const std::unique_lock lock(voiceMutex, std::try_to_lock);
        if (lock && voice)
            voice->render(samples, frames);
        else
            std::fill_n(samples, std::size_t{frames} * Voice::outputChannels, 0.0f);
    }
};

/// What runs on the thread.
class PlaybackThread::Loop {
  public:
    Loop(std::shared_ptr<Shared> shared, OutputFactory makeOutput)
        : m_shared(std::move(shared)), m_makeOutput(std::move(makeOutput)) {}

    void run() {
        bool quit = false;
        while (!quit) {
            const auto voice = m_shared->currentVoice();
            if (voice && !voice->hasEnded()) {
                m_lastUse = Clock::now();
                voice->feed();
                keepDevice(*voice);
            } else if (m_output && Clock::now() - m_lastUse > keepDeviceOpen) {
                m_output.reset();
            }
            std::unique_lock lock(m_shared->mutex);
            if (!m_shared->quit)
                m_shared->wake.wait_for(lock, m_output ? feedEvery : 500ms);
            quit = m_shared->quit;
        }
        m_output.reset();
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->ended = true;
        m_shared->wake.notify_all();
    }

  private:
    /// The device where there is one, else the clock, with a look for a device now and then.
    void keepDevice(const Voice& voice) {
        const bool usable = m_output && m_output->isRunning() && m_rate == voice.sampleRate();
        if (usable && (m_isDevice || Clock::now() < m_nextLook))
            return;
        if (m_output && !usable)
            m_output->stop();
        auto device = m_makeOutput();
        if (device && start(*device, voice)) {
            m_output = std::move(device);
            m_isDevice = true;
        } else {
            m_nextLook = Clock::now() + lookForDeviceEvery;
            if (usable)
                return;
            m_output = std::make_unique<NullOutput>();
            static_cast<void>(start(*m_output, voice));
            m_isDevice = false;
        }
        m_rate = voice.sampleRate();
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->device = {m_output->description(), m_isDevice, m_output->latencyFrames()};
    }

    bool start(AudioOutput& output, const Voice& voice) {
        return output
            .start(voice.sampleRate(), Voice::outputChannels,
                   [shared = m_shared](float* samples, std::uint32_t frames) {
                       shared->render(samples, frames);
                   })
            .has_value();
    }

    const std::shared_ptr<Shared> m_shared;
    const OutputFactory m_makeOutput;
    std::unique_ptr<AudioOutput> m_output;
    bool m_isDevice = false;
    double m_rate = 0;
    Clock::time_point m_lastUse;
    Clock::time_point m_nextLook;
};

PlaybackThread::PlaybackThread(OutputFactory makeOutput) : m_shared(std::make_shared<Shared>()) {
    std::thread([shared = m_shared, factory = std::move(makeOutput)]() mutable {
        Loop(std::move(shared), std::move(factory)).run();
    }).detach();
}

PlaybackThread::~PlaybackThread() {
    setVoice(nullptr);
    std::unique_lock lock(m_shared->mutex);
    m_shared->quit = true;
    m_shared->wake.notify_all();
    m_shared->wake.wait_for(lock, 1500ms, [this] { return m_shared->ended; });
}

void PlaybackThread::setVoice(std::shared_ptr<Voice> voice) {
    {
        // Swapped, so that the old voice ends below and not under the lock.
        const std::scoped_lock lock(m_shared->voiceMutex);
        m_shared->voice.swap(voice);
    }
    m_shared->wake.notify_all();
}

PlaybackThread::Device PlaybackThread::device() const {
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->device;
}

} // namespace stria
