// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/rtaudio_output.h"

#include <RtAudio.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <future>
#include <thread>
#include <utility>

namespace stria {

namespace {

#ifdef __linux__
// Unspecified would fall through to ALSA and its messages; the JACK backend crashes when JACK dies.
constexpr RtAudio::Api preferredApi = RtAudio::LINUX_PULSE;
#else
constexpr RtAudio::Api preferredApi = RtAudio::UNSPECIFIED;
#endif

constexpr const char* noDevice =
    "There is no sound device. Playing goes on without sound; a device "
    "that appears is taken at once.";

/// RtAudio hands errors to a function without user data, on the thread where they happen. The loss
/// of a server comes as a warning between two calls for sound.
thread_local bool errorOnThisThread = false;
void noteError(RtAudioError::Type, const std::string&) {
    errorOnThisThread = true;
}

/// Calls `see` with the number and description of each device that sound can be sent to.
template <class See> void forEachOutput(RtAudio& audio, See see) {
    const unsigned count = audio.getDeviceCount();
    for (unsigned number = 0; number < count; ++number)
        if (const RtAudio::DeviceInfo info = audio.getDeviceInfo(number); info.outputChannels > 0)
            see(number, info);
}

} // namespace

struct RtAudioOutput::Stream {
    RtAudio audio{preferredApi};
    Source source;
    std::size_t channels = 2;
    std::uint32_t latency = 0;
    bool wasFilled = false;
    std::atomic<bool> quit{false};
    std::atomic<bool> dead{false};

    /// RtAudio's callback: 0 goes on, 2 ends the stream.
    static int fill(void* output, void*, unsigned frames, double, RtAudioStreamStatus, void* data) {
        auto& stream = *static_cast<Stream*>(data);
        // An error of another stream that had this thread before does not count.
        if (std::exchange(errorOnThisThread, false) && stream.wasFilled)
            stream.dead = true;
        stream.wasFilled = true;
        auto* const samples = static_cast<float*>(output);
        if (stream.quit || stream.dead) {
            std::fill_n(samples, frames * stream.channels, 0.0f);
            return 2;
        }
        stream.source(samples, frames);
        return 0;
    }
};

RtAudioOutput::RtAudioOutput(std::string device, unsigned framesAhead)
    : m_device(std::move(device)), m_framesAhead(framesAhead) {}

RtAudioOutput::~RtAudioOutput() {
    stop();
}

Expected<void> RtAudioOutput::start(double sampleRate, int channels, Source source) {
    stop();
    try {
        auto stream = std::make_shared<Stream>();
        stream->audio.showWarnings(false);
        RtAudio::StreamParameters parameters;
        bool isThere = false, isFound = false;
        forEachOutput(stream->audio, [&](unsigned number, const RtAudio::DeviceInfo& info) {
            const bool isWanted = !m_device.empty() && info.name == m_device;
            if (!isWanted && (isFound || (isThere && !info.isDefaultOutput)))
                return;
            parameters.deviceId = number;
            m_deviceName = info.name;
            isThere = true;
            isFound = isWanted;
        });
        if (!isThere)
            return failure(ErrorCode::FileNotFound, noDevice);
        stream->source = std::move(source);
        stream->channels = static_cast<std::size_t>(channels);
        parameters.nChannels = static_cast<unsigned>(channels);
        unsigned frames = std::clamp(m_framesAhead / 8, 64u, 512u);
        RtAudio::StreamOptions options;
        options.numberOfBuffers = std::max(2u, m_framesAhead / frames);
        options.streamName = "Stria";
        const auto rate = static_cast<unsigned>(std::lround(sampleRate));
        stream->audio.openStream(&parameters, nullptr, RTAUDIO_FLOAT32, rate, &frames,
                                 &Stream::fill, stream.get(), &options, &noteError);
        stream->audio.startStream();
        stream->latency = frames * options.numberOfBuffers;
        m_isSubstitute = !m_device.empty() && !isFound;
        m_description =
            RtAudio::getApiDisplayName(stream->audio.getCurrentApi()) + ", " + m_deviceName;
        m_stream = std::move(stream);
        return {};
    } catch (const RtAudioError& error) {
        m_description = "no sound device";
        return failure(ErrorCode::FileUnreadable,
                       std::string(noDevice) + " (" + error.getMessage() + ")");
    }
}

bool RtAudioOutput::shouldRestart() {
    if (m_device.empty())
        return false;
    bool isThere = false;
    for (const SoundDevices::Listed& listed : RtAudioDevices().list())
        isThere = isThere || listed.name == m_device;
    const bool isBack = isThere && m_isSubstitute;
    m_isSubstitute = !isThere;
    return isBack;
}

void RtAudioOutput::stop() {
    if (!m_stream)
        return;
    m_stream->quit = true;
    // A server that hangs never answers: then the stream is left to its thread for good.
    std::packaged_task<void()> close([stream = std::move(m_stream)]() mutable {
        try {
            stream->audio.closeStream();
        } catch (const RtAudioError&) {
            // It is gone already, which is what was wanted.
        }
        stream.reset();
    });
    m_stream.reset();
    const auto done = close.get_future();
    std::thread(std::move(close)).detach();
    done.wait_for(std::chrono::seconds(1));
}

bool RtAudioOutput::isRunning() const {
    return m_stream && !m_stream->dead;
}

std::uint32_t RtAudioOutput::latencyFrames() const {
    return m_stream ? m_stream->latency : 0;
}

std::string RtAudioOutput::description() const {
    return m_description;
}

std::vector<SoundDevices::Listed> RtAudioDevices::list() {
    std::vector<Listed> devices;
    try {
        RtAudio audio(preferredApi);
        audio.showWarnings(false);
        forEachOutput(audio, [&](unsigned, const RtAudio::DeviceInfo& info) {
            devices.push_back({info.name, info.isDefaultOutput, info.sampleRates});
        });
    } catch (const RtAudioError&) {
        devices.clear(); // no sound system
    }
    return devices;
}

std::unique_ptr<AudioOutput> RtAudioDevices::makeOutput(const std::string& device,
                                                        unsigned framesAhead) {
    return std::make_unique<RtAudioOutput>(device, framesAhead);
}

} // namespace stria
