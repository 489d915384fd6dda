// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QStringList>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "ui/document/sound_files.h"
#include "ui/timeline/timeline_scene.h"

namespace stria {

/// Takes sound files into the project and makes events that play them, each batch one step of undo.
/// Files are looked at on another thread before anything changes; those that cannot be read are
/// told and left out. UI thread only.
///
/// What plays them: the instrument of the lane, else the current one, where it takes a sample of so
/// many channels; else the library's own player, which becomes an instrument of the project. What
/// that plays lies on a track of its own, named after the sound, unless it was put onto a track of
/// samples or an empty one.
class SoundPlacing : public QObject {
    Q_OBJECT

  public:
    explicit SoundPlacing(TimelineScene& scene, QObject* parent = nullptr);
    ~SoundPlacing() override; ///< waits for the file that is looked at

    struct Place {
        double start = 0;
        /// Of the lane; neither: each event lies on the lane of its instrument.
        TrackId track;
        InstrumentId instrument;
        bool together = false; ///< all at one time, else one after the other
    };
    /// Into the project only; the last becomes the current source.
    void add(const QStringList& files);
    /// Events too, which are chosen then.
    void place(const QStringList& files, const Place& place);
    void place(const std::vector<ChosenSound>& sounds, const Place& place);
    void place(SoundSourceId sound, const Place& place);
    /// The event plays this stretch of the sound it has, as far as its instrument can skip.
    void setStretch(ScoreEvent& event, const ChosenSound& chosen) const;
    bool isBusy() const { return m_read || !m_waiting.empty(); }

  signals:
    void said(const QString& sentence);
    /// Of each file that cannot be used.
    void refused(const stria::Diagnostics& problems);
    void placed(stria::EventId first);

  private:
    struct Sound {
        ChosenSound chosen;
        SoundSourceId known; ///< one of the project, which is played
    };
    struct Batch {
        std::vector<Sound> sounds;
        std::optional<Place> place;
        std::vector<Expected<FoundSound>> found; ///< one a sound
    };

    void enqueue(Batch batch);
    void next();
    void take(const Batch& batch);
    /// The events' ids, none where the batch has no place.
    std::vector<EventId> insert(Project& project, const Batch& batch, SourceId& last) const;
    ScoreEvent eventOf(Project& project, const SoundSource& source, const FoundSound& found,
                       const ChosenSound& chosen, const Place& place) const;
    std::optional<std::string> sampleParameter(const Instrument* instrument, int channels,
                                               bool skips) const;
    void putOnLane(Project& project, ScoreEvent& event, const Place& place,
                   const SoundSource& source) const;
    bool takesSamples(const Project& project, TrackId track) const;

    TimelineScene& m_scene;
    std::deque<Batch> m_waiting;
    std::shared_ptr<Batch> m_read; ///< by the other thread, until it has ended
    QFutureWatcher<void> m_watcher;
};

} // namespace stria
