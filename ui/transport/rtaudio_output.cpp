// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/rtaudio_output.h"

#include <RtAudio.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <future>
#include <thread>

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

/// RtAudio hands errors to a function without user data, on the audio thread. The loss of a server
/// comes as a warning.
std::atomic<std::uint64_t> errorCount{0};
void countError(RtAudioError::Type, const std::string&) {
    ++errorCount;
}

} // namespace

struct RtAudioOutput::Stream {
    RtAudio audio{preferredApi};
    Source source;
    std::size_t channels = 2;
    std::atomic<std::uint64_t> errorsAtStart{~std::uint64_t{0}}; ///< none counts before
    std::atomic<bool> quit{false};
    std::atomic<bool> dead{false};

    /// RtAudio's callback: 0 goes on, 2 ends the stream.
    static int fill(void* output, void*, unsigned frames, double, RtAudioStreamStatus, void* data) {
        auto& stream = *static_cast<Stream*>(data);
        if (errorCount > stream.errorsAtStart)
            stream.dead = true;
        auto* const samples = static_cast<float*>(output);
        if (stream.quit || stream.dead) {
            std::fill_n(samples, frames * stream.channels, 0.0f);
            return 2;
        }
        stream.source(samples, frames);
        return 0;
    }
};

RtAudioOutput::RtAudioOutput(Buffering buffering) : m_buffering(buffering) {}

RtAudioOutput::~RtAudioOutput() {
    stop();
}

Expected<void> RtAudioOutput::start(double sampleRate, int channels, Source source) {
    stop();
    try {
        auto stream = std::make_shared<Stream>();
        stream->audio.showWarnings(false);
        if (stream->audio.getDeviceCount() == 0)
            return failure(ErrorCode::FileNotFound, noDevice);
        stream->source = std::move(source);
        stream->channels = static_cast<std::size_t>(channels);
        RtAudio::StreamParameters parameters;
        parameters.deviceId = stream->audio.getDefaultOutputDevice();
        parameters.nChannels = static_cast<unsigned>(channels);
        RtAudio::StreamOptions options;
        options.numberOfBuffers = m_buffering.buffers;
        options.streamName = "Stria";
        unsigned frames = m_buffering.frames;
        const auto rate = static_cast<unsigned>(std::lround(sampleRate));
        const RtAudio::DeviceInfo info = stream->audio.getDeviceInfo(parameters.deviceId);
        stream->audio.openStream(&parameters, nullptr, RTAUDIO_FLOAT32, rate, &frames,
                                 &Stream::fill, stream.get(), &options, &countError);
        stream->audio.startStream();
        stream->errorsAtStart = errorCount.load();
        m_description =
            RtAudio::getApiDisplayName(stream->audio.getCurrentApi()) + ", " + info.name;
        m_stream = std::move(stream);
        return {};
    } catch (const RtAudioError& error) {
        m_description = "no sound device";
        return failure(ErrorCode::FileUnreadable,
                       std::string(noDevice) + " (" + error.getMessage() + ")");
    }
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
    return m_buffering.frames * m_buffering.buffers;
}

std::string RtAudioOutput::description() const {
    return m_description;
}

} // namespace stria
