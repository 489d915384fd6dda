// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "engine/model/diagnostic.h"
#include "ui/transport/playback_thread.h"
#include "ui/transport/playing_voice.h"

namespace stria {

/// Plays stems through the sound device, from any time, also while they are still being rendered.
///
/// UI thread only; no call waits for a device or a file. Without a device the play head moves all
/// the same, in silence; a device that comes (back) is taken within two seconds.
class Player : public QObject {
    Q_OBJECT

  public:
    enum class State { Stopped, Waiting, Playing }; ///< Waiting: for the render to go on

    /// Where `makeOutput` gives nothing there is no device.
    explicit Player(PlaybackThread::OutputFactory makeOutput, QObject* parent = nullptr);

    void play(PlayableSound sound, double from,
              std::optional<PlayingVoice::Loop> loop = std::nullopt);
    /// While playing: this sound of the score as it is now takes over from what sounds, within a
    /// loop when the loop begins anew, else as soon as it is far enough ahead. None: what sounds
    /// goes on.
    void setNext(std::optional<PlayableSound> next);
    /// While playing: takes effect at once.
    void setLoop(std::optional<PlayingVoice::Loop> loop);
    /// Whether anything of a stem is still to be heard.
    bool uses(const StemFile& stem) const { return m_voice && m_voice->uses(stem.path); }
    /// Of what plays and of all that is played later; 1 is as it is.
    void setGain(double gain);
    /// Silent at once (a fade of a few milliseconds, so that nothing clicks).
    void stop();

    State state() const { return m_state; }
    bool isPlaying() const { return m_state != State::Stopped; }
    /// Score time that is heard now; after stop() or the end the time where it was.
    double position() const { return m_position; }
    /// What the sound goes to, as last looked at: about 30 times a second while something plays.
    const PlaybackThread::Device& device() const { return m_device; }
    void lookAtDevice();
    /// The factory makes another output now: that one takes over, also while something plays.
    void renewOutput() { m_thread.renewOutput(); }
    /// A second of a quiet tone in place of what plays.
    void playTone(double sampleRate);

  signals:
    void stateChanged(stria::Player::State state);
    void positionChanged(double seconds);
    /// Largest absolute sample of each channel since the last time, about 30 times a second while
    /// playing; empty when it has stopped.
    void levelsChanged(const std::vector<float>& peaks);
    void deviceChanged();
    /// The rest of the sound cannot be read; finished() follows.
    void failed(const stria::Diagnostic& problem);
    /// The sound has come to its end by itself.
    void finished();

  private:
    void look();
    void setState(State state);

    PlaybackThread m_thread;
    std::shared_ptr<PlayingVoice> m_voice;
    std::shared_ptr<PlayingVoice> m_leaving; ///< stopped last; may still fade out
    std::optional<PlayingVoice::Loop> m_loop;
    QTimer m_timer;
    State m_state = State::Stopped;
    double m_position = 0;
    double m_gain = 1;
    PlaybackThread::Device m_device;
};

} // namespace stria
