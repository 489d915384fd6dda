// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <memory>

#include "engine/model/diagnostic.h"

namespace stria {

class Player;

/// Plays sound files through the player of the window, so that one thing sounds at a time and stops
/// by the same key. A file is read on another thread, and heard while it is read. UI thread only.
class FilePlayback : public QObject {
    Q_OBJECT

  public:
    explicit FilePlayback(Player& player, QObject* parent = nullptr);
    ~FilePlayback() override;

    /// What of a file is heard.
    struct Part {
        double skip = 0; ///< seconds left out at the beginning
        int channel = 0; ///< from 1; 0: all
    };
    /// `startTime`: score time of the first frame that is heard, where the play head begins.
    void play(const QString& file, double startTime, Part part);
    void play(const QString& file, double startTime) { play(file, startTime, Part()); }

  signals:
    void failed(const stria::Diagnostic& problem);

  private:
    struct Reading;
    using Opened = Expected<std::shared_ptr<Reading>>;
    static Opened open(const std::string& file, Part part);
    void begin();

    Player& m_player;
    QFutureWatcher<std::shared_ptr<Opened>> m_opening;
    QFutureWatcher<Expected<void>> m_copying;
    std::shared_ptr<Reading> m_reading;
    double m_startTime = 0;
};

} // namespace stria
