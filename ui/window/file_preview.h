// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <memory>

#include "ui/sounds/sound_preview.h"
#include "ui/transport/player.h"

namespace stria {

/// Sound files through a player of their own, straight from the file: the score's player, its play
/// head and its meters know nothing of it. UI thread only.
class FilePreview final : public SoundPreview {
    Q_OBJECT

  public:
    explicit FilePreview(PlaybackThread::OutputFactory makeOutput, QObject* parent = nullptr);
    ~FilePreview() override;

    void play(const QString& file, double from, Part part) override;
    void setPart(Part part) override;
    void setLooping(bool looping) override;
    void setGain(double gain) override { m_player.setGain(gain); }
    void stop() override;
    bool isPlaying() const override { return m_wanted || m_player.isPlaying(); }
    QString file() const override { return isPlaying() ? m_file : QString(); }
    double position() const override { return m_player.position(); }
    QString device() const override;
    /// The factory makes another output now.
    void renewOutput() { m_player.renewOutput(); }

  private:
    struct Source;
    using Opened = Expected<std::shared_ptr<Source>>;
    static Opened open(const std::string& file, int channel);
    void begin();
    void start(double from);
    std::optional<PlayingVoice::Loop> loop() const;

    Player m_player;
    QFutureWatcher<std::shared_ptr<Opened>> m_opening;
    std::shared_ptr<Source> m_source; ///< what plays
    QString m_file;
    Part m_part;
    double m_from = 0;
    bool m_looping = false;
    bool m_wanted = false; ///< it plays as soon as it is open
};

} // namespace stria
