// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/compile/audition_score.h"
#include "ui/audition/audition_voice.h"
#include "ui/transport/playback_thread.h"

namespace stria {

/// Plays single events through a worker that is kept warm: an event of an orchestra that is warm
/// already sounds within a few milliseconds, another one a few tens later. Each play replaces what
/// sounds, which goes into its release.
///
/// UI thread only; compiling and the worker's start are done on another, and no call waits.
class EventAudition : public QObject {
    Q_OBJECT

  public:
    using Fields = std::map<std::string, AuditionScore::Field>;
    /// An event without an end is stopped after so many seconds.
    static constexpr int endlessAfter = 20;

    explicit EventAudition(PlaybackThread::OutputFactory makeOutput, QObject* parent = nullptr);
    ~EventAudition() override;

    /// What the code of a project may do, asked with each play and preparation; without it nothing.
    void setAllowance(std::function<Allowance()> allowance) { m_allowance = std::move(allowance); }

    /// `event` need not be in the project; see compileAudition for what is heard.
    void play(Project snapshot, const QString& projectFolder, ScoreEvent event,
              OpcodeCatalogue opcodes);
    /// Makes what the event needs warm without a sound, so that hold() is heard at once; prepared()
    /// or failed() follows.
    void prepare(Project snapshot, const QString& projectFolder, ScoreEvent event,
                 OpcodeCatalogue opcodes);
    /// False again once something else is played, all is stopped or the worker is gone.
    bool isPrepared() const;
    /// Of the prepared event.
    const Fields& fields() const { return m_prepared.fields; }
    /// A note of the prepared event that sounds until letGo() of the same key (or its own end,
    /// where the event has one), with other values of some parameters; those without a field are
    /// passed over.
    void hold(int key, const std::map<std::string, double>& values);
    void letGo(int key);
    /// Changes a dynamic parameter of all that sounds. A curve that moves it gives way until
    /// letGoValue().
    void setValue(const std::string& parameter, double value);
    void letGoValue(const std::string& parameter);
    /// Silent at once.
    void stop();
    /// The factory makes another output now: that one takes over.
    void renewOutput() { m_thread.renewOutput(); }
    /// From play() or hold() until nothing is heard any more.
    bool isSounding() const { return m_sounding; }

  signals:
    void soundingChanged(bool sounding);
    /// hold() works now; fields() may have changed.
    void prepared();
    /// An event that was played sounds from now on.
    void started(stria::EventId event);
    /// As Player's.
    void levelsChanged(const std::vector<float>& peaks);
    /// The event cannot be heard, or something of it failed while it was.
    void failed(const stria::Diagnostics& problems);

  private:
    struct Warm;
    struct Latest;
    struct Request;
    struct Note {
        std::shared_ptr<Audition> audition; ///< null: none
        std::vector<double> pfields;
        Fields fields;
    };
    struct Answer;

    void ask(Request request);
    Allowance allowed() const { return m_allowance ? m_allowance() : Allowance{}; }
    void take(const Answer& answer);
    void sound(const std::shared_ptr<Audition>& audition, double duration);
    /// Lets go of something whose end may take a moment.
    void retire(std::shared_ptr<void> old);
    void look();
    void setSounding(bool sounding);

    PlaybackThread m_thread;
    std::shared_ptr<AuditionVoice> m_voice;
    std::shared_ptr<Warm> m_warm; ///< the background thread's
    std::shared_ptr<Latest> m_latest;
    Note m_playing;               ///< what play() has started
    Note m_prepared;              ///< what hold() starts
    std::map<int, double> m_held; ///< key -> p1
    std::uint64_t m_heldCount = 0;
    QTimer m_timer;
    QTimer m_endless;
    QElapsedTimer m_since;
    double m_noteLength = 0; ///< seconds from m_since, releases not counted
    bool m_sounding = false;
    std::function<Allowance()> m_allowance;
    QThreadPool m_background; ///< one thread: what was asked first is done first
};

} // namespace stria
