// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "ui/transport/frame_ring.h"
#include "ui/transport/playable_sound.h"
#include "ui/transport/speaker_mix.h"
#include "ui/transport/stem_source.h"
#include "ui/transport/voice.h"

namespace stria {

/// One run of playing: reads stems ahead, keeps what was read for the sound device, and knows which
/// time of the score is heard. Three threads meet here: `feed` runs on the player's own thread,
/// `render` on the device's, all const functions and those that change the plan on any.
///
/// Where one stretch of sound follows on another (the loop goes back to its start, a new sound
/// takes over), each begins on its very frame. If the first would have gone on with another sample
/// than the second begins with, the difference fades out over a few milliseconds: nothing clicks,
/// an attack keeps its edge, and what goes on smoothly is not touched. Playing that begins in the
/// middle of the score comes from silence in the same way.
class PlayingVoice final : public Voice {
  public:
    struct Loop {
        double start = 0;
        double end = 0;

        bool operator==(const Loop&) const = default;
    };

    /// The stem is opened as soon as it is there. `from` is a time of the score; from behind the
    /// loop's end on nothing loops. What is asked of a loop that the stem does not reach is
    /// silence.
    PlayingVoice(PlayableSound sound, double from, std::optional<Loop> loop);
    PlayingVoice(const PlayingVoice&) = delete;
    PlayingVoice& operator=(const PlayingVoice&) = delete;

    /// A sound of the score as it is now takes over as soon as it is far enough ahead; within a
    /// loop when the loop begins anew. None: what sounds goes on.
    void setNext(std::optional<PlayableSound> next);
    /// Whether setNext can take it: the rate and the channels are the same.
    bool canFollow(const PlayableSound& next) const;
    /// Takes effect at once: a loop that ends before what is heard now begins anew.
    void setLoop(std::optional<Loop> loop);
    /// Whether anything of this stem is still to be heard.
    bool uses(const std::string& stemPath) const;

    double sampleRate() const override { return m_sampleRate; }
    /// Reads as far ahead as there is sound and space.
    void feed() override;
    void render(float* output, std::uint32_t frames) override;
    /// The rest becomes silence within a few milliseconds; hasEnded() follows.
    void fadeOut() { m_fading = true; }

    /// Of what is heard, at once, but for a few milliseconds so that nothing clicks.
    void setGain(float gain) { m_gain = gain; }

    /// Score time that leaves the loudspeaker now, `latency` frames after render.
    double positionNow(std::uint32_t latency) const;
    /// Everything there is was rendered, or fadeOut is over.
    bool hasEnded() const override { return m_ended; }
    /// The render of the score is slower than the playing of it.
    bool isStarved() const { return m_starved; }
    /// What keeps the rest of the sound from being read, once: it ends there.
    std::optional<Diagnostic> takeProblem();
    /// Largest absolute sample of a channel since the last call (of the stem, before the limiter).
    float takePeak(std::size_t channel) { return m_mix.takePeak(channel); }
    std::size_t channels() const { return m_ring.channels(); }

  private:
    using Source = std::shared_ptr<StemSource>;
    /// From a frame of the output on, the score runs from a place, out of one stem.
    struct Segment {
        std::uint64_t frame = 0;
        std::int64_t place = 0;
        Source source;
        std::vector<float> step; ///< each channel's difference that fades out; empty: none
    };
    struct Frames {
        std::int64_t start = 0;
        std::int64_t end = 0;
    };

    void takePlan();
    void takeBack();
    bool feedSome();
    bool beginAnew();
    void goTo(Source source, std::int64_t place);
    bool feedSilence(std::int64_t most);
    std::vector<float> nextFrame(StemSource& source, std::int64_t place) const;
    float stepLeft(std::uint64_t frames) const;
    void fadeStep(std::size_t frames);
    void riseFromSilence();
    /// Passes on the first frames of m_block.
    void hand(std::size_t frames);
    std::int64_t place(double time) const;
    std::optional<Frames> framesOf(const std::optional<Loop>& loop) const;
    Source takesOver() const;
    void addTo(float* output, const float* frame);

    const double m_sampleRate;
    const int m_stemChannels;
    FrameRing m_ring;
    std::vector<float> m_block;

    // The feeding thread's.
    std::int64_t m_place = 0; ///< the next frame to be read
    std::uint64_t m_fedFrames = 0;
    std::optional<Frames> m_loop;
    Source m_next;
    std::atomic<bool> m_allFed{false};

    std::mutex m_problemMutex; ///< never taken by render
    std::optional<Diagnostic> m_problem;
    bool m_isLost = false; ///< the feeding thread's: nothing more can be read

    mutable std::mutex m_planMutex; ///< never taken by render
    std::optional<Loop> m_plannedLoop;
    Source m_plannedNext;
    bool m_planChanged = false;

    mutable std::mutex m_segmentsMutex; ///< never taken by render
    std::deque<Segment> m_segments;     ///< changed by the feeding thread only

    std::atomic<std::uint64_t> m_rendered{0};
    std::atomic<std::int64_t> m_renderedAt{0}; ///< steady clock, nanoseconds
    std::atomic<bool> m_ended{false};
    std::atomic<bool> m_starved{true};
    std::atomic<bool> m_fading{false};
    float m_fade = 1;     ///< device's thread only, as what is next
    float m_gainNow = -1; ///< negative: nothing was heard yet
    std::array<float, SpeakerMix::mostChannels> m_scaled{};
    std::atomic<float> m_gain{1};
    SpeakerMix m_mix;
};

} // namespace stria
