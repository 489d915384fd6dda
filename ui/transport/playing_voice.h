// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

#include "ui/transport/frame_ring.h"
#include "ui/transport/playable_sound.h"
#include "ui/transport/speaker_mix.h"
#include "ui/transport/voice.h"

namespace stria {

/// One run of playing: reads a stem ahead, keeps what was read for the sound device, and knows
/// which time of the score is heard. Three threads meet here: `feed` runs on the player's own
/// thread, `render` on the device's, all const functions and fadeOut on any.
class PlayingVoice final : public Voice {
  public:
    struct Loop {
        double start = 0;
        double end = 0;
    };

    /// The stem is opened as soon as it is there. `from` is a time of the score; from behind the
    /// loop's end on nothing loops. What is asked of a loop that the stem does not reach is
    /// silence.
    PlayingVoice(PlayableSound sound, double from, std::optional<Loop> loop);
    ~PlayingVoice() override;
    PlayingVoice(const PlayingVoice&) = delete;
    PlayingVoice& operator=(const PlayingVoice&) = delete;

    double sampleRate() const override { return m_sound.stem.sampleRate; }
    /// Reads as far ahead as there is sound and space.
    void feed() override;
    void render(float* output, std::uint32_t frames) override;
    /// The rest becomes silence within a few milliseconds; hasEnded() follows.
    void fadeOut() { m_fading = true; }

    /// Score time that leaves the loudspeaker now, `latency` frames after render.
    double positionNow(std::uint32_t latency) const;
    /// Everything there is was rendered, or fadeOut is over.
    bool hasEnded() const override { return m_ended; }
    /// The render of the score is slower than the playing of it.
    bool isStarved() const { return m_starved; }
    /// Largest absolute sample of a channel since the last call (of the stem, before the limiter).
    float takePeak(std::size_t channel) { return m_mix.takePeak(channel); }
    std::size_t channels() const { return m_ring.channels(); }

  private:
    /// From a frame of the output on, the score runs from a time.
    struct Segment {
        std::uint64_t frame = 0;
        double time = 0;
    };

    std::size_t readStem(std::size_t frames);
    void feedSilence(std::uint64_t most);
    /// Passes on the first frames of m_converted.
    void hand(std::size_t frames);
    void jumpTo(double time);
    std::uint64_t frameAt(double time) const;
    void addTo(float* output, const float* frame);

    const PlayableSound m_sound;
    const std::optional<Loop> m_loop;
    int m_file = -1; ///< feeding thread only
    FrameRing m_ring;
    std::uint64_t m_stemFrame = 0; ///< next to be read; feeding thread only
    std::uint64_t m_fedFrames = 0; ///< feeding thread only
    std::atomic<bool> m_allFed{false};
    std::vector<double> m_block;
    std::vector<float> m_converted;

    mutable std::mutex m_segmentsMutex; ///< never taken by render
    std::deque<Segment> m_segments;

    std::atomic<std::uint64_t> m_rendered{0};
    std::atomic<std::int64_t> m_renderedAt{0}; ///< steady clock, nanoseconds
    std::atomic<bool> m_ended{false};
    std::atomic<bool> m_starved{true};
    std::atomic<bool> m_fading{false};
    float m_fade = 1; ///< device's thread only
    SpeakerMix m_mix;
};

} // namespace stria
