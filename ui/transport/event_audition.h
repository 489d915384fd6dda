// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <memory>
#include <vector>

#include "engine/compile/audition_score.h"
#include "ui/transport/audition_voice.h"
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
    /// An event without an end is stopped after so many seconds.
    static constexpr int endlessAfter = 20;

    explicit EventAudition(PlaybackThread::OutputFactory makeOutput, QObject* parent = nullptr);
    ~EventAudition() override;

    /// `event` need not be in the project; see compileAudition for what is heard.
    void play(Project snapshot, const QString& projectFolder, ScoreEvent event,
              OpcodeCatalogue opcodes);
    /// Silent at once.
    void stop();
    /// From play() until nothing is heard any more.
    bool isSounding() const { return m_sounding; }

  signals:
    void soundingChanged(bool sounding);
    /// As Player's.
    void levelsChanged(const std::vector<float>& peaks);
    /// The event cannot be heard, or something of it failed while it was.
    void failed(const stria::Diagnostics& problems);

  private:
    struct Warm;
    struct Started;

    void take(const Started& started);
    void look();
    void setSounding(bool sounding);

    PlaybackThread m_thread;
    std::shared_ptr<AuditionVoice> m_voice;
    std::shared_ptr<Warm> m_warm;               ///< the background thread's
    std::shared_ptr<std::atomic<int>> m_latest; ///< counts plays and stops
    QTimer m_timer;
    QTimer m_endless;
    QElapsedTimer m_since;
    double m_noteLength = 0; ///< seconds from m_since, releases not counted
    bool m_sounding = false;
    QThreadPool m_background; ///< one thread: what was asked first is done first
};

} // namespace stria
