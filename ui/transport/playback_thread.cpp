// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/playback_thread.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "ui/transport/null_output.h"

namespace stria {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto keepDeviceOpen = 5s;
constexpr auto lookAtDevicesEvery = 2s;
constexpr auto feedEvery = 5ms;
/// A device that asks for nothing for so long has stopped, whatever it says.
constexpr auto stalledAfter = 2s;
/// One that sleeps may take longer to begin.
constexpr auto awakeAfter = 4s;
/// How long a device is waited for that has not said what ails it.
constexpr auto patience = 5s;

} // namespace

struct PlaybackThread::Shared {
    /// Outputs are told apart by a number; only the one that has the floor drains the voice.
    static constexpr std::uint64_t nobody = 0;
    static constexpr std::uint64_t theClock = 1;

    std::mutex mutex; ///< never taken by the device's thread
    std::condition_variable wake;
    bool quit = false;
    int loopsRunning = 2;
    double wantedRate = 0; ///< 0: nothing is played
    bool renew = false;
    bool poked = false; ///< the feeding loop is not to sleep
    Device device;      ///< for those who ask
    Device opened;      ///< what the device's loop has
    std::uint64_t openedNumber = nobody;
    Device failure; ///< why it has nothing; no description: it has not said

    std::atomic<std::uint64_t> floor{nobody};
    std::atomic<std::uint64_t> lastCaller{nobody}; ///< a device that asked for sound
    std::atomic<Clock::rep> lastCall{0};

    /// The device's thread only tries this lock, and is silent where it does not get it: the others
    /// take it for nothing but another voice.
    std::mutex voiceMutex;
    std::shared_ptr<Voice> voice;
    std::shared_ptr<Voice> leaving;
    std::array<float, 512 * Voice::outputChannels> scratch{};

    std::atomic<std::uint64_t> voiceChanges{0};

    void addLeaving(double rate, float* samples, std::uint32_t frames) {
        constexpr std::uint32_t most = 512;
        while (frames > 0 && leaving && leaving->sampleRate() == rate && !leaving->hasEnded()) {
            const std::uint32_t block = std::min(frames, most);
            leaving->render(scratch.data(), block);
            const std::size_t count = std::size_t{block} * Voice::outputChannels;
            std::transform(samples, samples + count, scratch.begin(), samples, std::plus<>());
            samples += count;
            frames -= block;
        }
    }
    void render(std::uint64_t number, double rate, float* samples, std::uint32_t frames) {
        if (number != theClock) {
            lastCall = Clock::now().time_since_epoch().count();
            lastCaller = number;
        }
        const std::unique_lock lock(voiceMutex, std::try_to_lock);
        std::uint64_t holder = nobody;
        if (lock && voice && voice->sampleRate() == rate &&
            (floor.compare_exchange_strong(holder, number) || holder == number)) {
            voice->render(samples, frames);
            addLeaving(rate, samples, frames);
        } else
            std::fill_n(samples, std::size_t{frames} * Voice::outputChannels, 0.0f);
    }
    static AudioOutput::Source source(const std::shared_ptr<Shared>& self, std::uint64_t number,
                                      double rate) {
        return [self, number, rate](float* samples, std::uint32_t frames) {
            self->render(number, rate, samples, frames);
        };
    }
    Clock::duration sinceLastCall() const {
        return Clock::now() - Clock::time_point(Clock::duration(lastCall.load()));
    }
    void leave() {
        const std::scoped_lock lock(mutex);
        --loopsRunning;
        wake.notify_all();
    }
};

/// Opens, watches and closes devices. May be held up by one for ever.
class PlaybackThread::DeviceLoop {
  public:
    DeviceLoop(std::shared_ptr<Shared> shared, OutputFactory makeOutput)
        : m_shared(std::move(shared)), m_makeOutput(std::move(makeOutput)) {}

    void run() {
        std::unique_lock lock(m_shared->mutex);
        while (!m_shared->quit) {
            const double wanted = m_shared->wantedRate;
            const bool renew = std::exchange(m_shared->renew, false);
            lock.unlock();
            if (renew)
                m_nextTry = {};
            if (m_output && (renew || wanted != m_rate || !isFine()))
                close();
            if (wanted > 0 && !m_output && Clock::now() >= m_nextTry)
                open(wanted);
            lock.lock();
            if (!m_shared->quit && !m_shared->renew && m_shared->wantedRate == wanted)
                m_shared->wake.wait_for(lock, 50ms);
        }
        lock.unlock();
        close();
        m_shared->leave();
    }

  private:
    bool isFine() {
        if (!m_output->isRunning()) {
            tell(Device::State::Missing,
                 "The sound device is gone. Playing goes on without sound; it is taken again when "
                 "it is back.");
            m_nextTry = {};
            return false;
        }
        const bool hasStalled = m_shared->lastCaller == m_number
                                    ? m_shared->sinceLastCall() > stalledAfter
                                    : Clock::now() - m_openedAt > awakeAfter;
        if (hasStalled) {
            tell(Device::State::Silent,
                 "The sound device takes no sound. Playing goes on without it; it is tried again.");
            m_nextTry = Clock::now() + lookAtDevicesEvery;
            return false;
        }
        if (Clock::now() < m_nextLook)
            return true;
        m_nextLook = Clock::now() + lookAtDevicesEvery;
        if (m_output->shouldRestart()) {
            m_nextTry = {};
            return false;
        }
        publish();
        return true;
    }

    void open(double rate) {
        m_nextTry = m_nextLook = Clock::now() + lookAtDevicesEvery;
        auto output = m_makeOutput();
        if (!output) {
            tell(Device::State::Missing, "There is no sound device.");
            return;
        }
        const std::uint64_t number = ++m_lastNumber;
        const auto started =
            output->start(rate, Voice::outputChannels, Shared::source(m_shared, number, rate));
        if (!started) {
            tell(Device::State::Missing, started.error().message);
            return;
        }
        m_output = std::move(output);
        m_openedAt = Clock::now();
        m_rate = rate;
        m_number = number;
        publish();
    }

    void close() {
        {
            const std::scoped_lock lock(m_shared->mutex);
            m_shared->openedNumber = Shared::nobody;
        }
        m_output.reset();
        std::uint64_t number = m_number;
        m_shared->floor.compare_exchange_strong(number, Shared::nobody);
    }

    void publish() {
        const auto state =
            m_output->isSubstitute() ? Device::State::Substitute : Device::State::Works;
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->opened = {state, m_output->description(), m_output->latencyFrames(), m_rate};
        m_shared->openedNumber = m_number;
        m_shared->failure = {};
    }

    void tell(Device::State state, std::string why) {
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->failure = {state, std::move(why), 0, 0};
    }

    const std::shared_ptr<Shared> m_shared;
    const OutputFactory m_makeOutput;
    std::unique_ptr<AudioOutput> m_output;
    std::uint64_t m_number = Shared::nobody;
    std::uint64_t m_lastNumber = Shared::theClock;
    double m_rate = 0;
    Clock::time_point m_openedAt;
    Clock::time_point m_nextLook; ///< at the devices, while one plays
    Clock::time_point m_nextTry;  ///< to open one
};

/// Reads ahead, and has the clock play where no device does. Never waits for a device.
class PlaybackThread::FeedLoop {
  public:
    explicit FeedLoop(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)) {}

    void run() {
        bool quit = false;
        while (!quit) {
            takeVoice();
            const bool plays = m_voice && !m_voice->hasEnded();
            if (plays) {
                m_lastUse = Clock::now();
                m_voice->feed();
            }
            const bool needsDevice = plays || Clock::now() - m_lastUse < keepDeviceOpen;
            std::unique_lock lock(m_shared->mutex);
            const double rate = !needsDevice ? 0 : plays ? m_voice->sampleRate() : m_rate;
            if (rate != std::exchange(m_shared->wantedRate, rate)) {
                m_shared->wake.notify_all();
                m_waitingSince = Clock::now();
            }
            m_rate = rate;
            giveFloor(plays);
            if (!m_shared->quit && !std::exchange(m_shared->poked, false))
                m_shared->wake.wait_for(lock, needsDevice ? Clock::duration(feedEvery) : 500ms);
            quit = m_shared->quit;
        }
        m_clock.reset();
        m_shared->leave();
    }

  private:
    void takeVoice() {
        if (m_voiceChanges == m_shared->voiceChanges)
            return;
        const std::shared_ptr<Voice> before = std::move(m_voice); // ends after the lock
        const std::scoped_lock lock(m_shared->voiceMutex);
        m_voice = m_shared->voice;
        m_voiceChanges = m_shared->voiceChanges;
    }

    /// Decides who drains the voice; under the lock.
    void giveFloor(bool plays) {
        const std::uint64_t device = m_shared->openedNumber;
        if (m_rate == 0) {
            m_clock.reset();
            m_shared->floor = Shared::nobody;
        } else if (device != Shared::nobody && m_shared->opened.sampleRate == m_rate &&
                   m_shared->lastCaller == device && m_shared->sinceLastCall() < stalledAfter) {
            m_shared->floor = device;
            m_clock.reset();
            m_shared->device = m_shared->opened;
            m_waitingSince = Clock::now();
        } else if (m_clock && m_clockRate == m_rate) {
            m_shared->device = failure();
        } else if (plays && (hasFailed() || Clock::now() - m_waitingSince > patience)) {
            m_shared->floor = Shared::theClock;
            m_clock = std::make_unique<NullOutput>();
            m_clockRate = m_rate;
            static_cast<void>(m_clock->start(m_rate, Voice::outputChannels,
                                             Shared::source(m_shared, Shared::theClock, m_rate)));
            m_shared->device = failure();
        }
    }

    bool hasFailed() const {
        return m_shared->openedNumber == Shared::nobody && !m_shared->failure.description.empty();
    }

    Device failure() const {
        Device device = m_shared->failure;
        if (device.description.empty())
            device = {Device::State::Silent,
                      "The sound device does not answer. Playing goes on without sound.", 0, 0};
        return device;
    }

    const std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Voice> m_voice;
    std::uint64_t m_voiceChanges = 0;
    std::unique_ptr<NullOutput> m_clock;
    double m_clockRate = 0;
    double m_rate = 0;
    Clock::time_point m_lastUse;
    Clock::time_point m_waitingSince;
};

PlaybackThread::PlaybackThread(OutputFactory makeOutput) : m_shared(std::make_shared<Shared>()) {
    std::thread([shared = m_shared, factory = std::move(makeOutput)]() mutable {
        DeviceLoop(std::move(shared), std::move(factory)).run();
    }).detach();
    std::thread([shared = m_shared]() mutable { FeedLoop(std::move(shared)).run(); }).detach();
}

PlaybackThread::~PlaybackThread() {
    setVoice(nullptr);
    std::unique_lock lock(m_shared->mutex);
    m_shared->quit = true;
    m_shared->wake.notify_all();
    m_shared->wake.wait_for(lock, 1500ms, [this] { return m_shared->loopsRunning == 0; });
}

void PlaybackThread::setVoice(std::shared_ptr<Voice> voice, std::shared_ptr<Voice> leaving) {
    {
        // Swapped, so that old voices end below and not under the lock.
        const std::scoped_lock lock(m_shared->voiceMutex);
        m_shared->voice.swap(voice);
        m_shared->leaving.swap(leaving);
        ++m_shared->voiceChanges;
    }
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->poked = true;
    m_shared->wake.notify_all();
}

void PlaybackThread::renewOutput() {
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->renew = true;
    m_shared->wake.notify_all();
}

PlaybackThread::Device PlaybackThread::device() const {
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->device;
}

} // namespace stria
