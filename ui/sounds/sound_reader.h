// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/sound/peaks_store.h"
#include "engine/sound/sound_file.h"

namespace stria {

/// What is known of a sound file so far: nothing, what it says of itself, a rough picture, all.
struct SoundLook {
    std::optional<SoundFileInfo> info;
    /// Of each channel; null while there is no picture.
    std::shared_ptr<const std::vector<WaveformPeaks>> peaks;
    bool isWhole = false; ///< the picture is not a rough one
    double done = 0;      ///< of the whole picture, 0..1
    QString problem;      ///< why it cannot be heard; empty where it can, or is not known yet

    double seconds() const {
        return info ? static_cast<double>(info->frames) / info->sampleRate : 0;
    }
    /// The loudest sample where the whole sound was looked at.
    std::optional<double> level() const;
};

/// Looks at sound files on other threads, the one that is chosen before those of the list. Files of
/// many hours are looked at as a whole only while they are chosen. UI thread only.
class SoundReader : public QObject {
    Q_OBJECT

  public:
    /// Where peaks are kept; empty: nowhere.
    explicit SoundReader(const QString& peaksFolder, QObject* parent = nullptr);
    ~SoundReader() override; ///< ends the reading

    /// Null while nothing is known. Valid until the event loop is come back to.
    const SoundLook* lookOf(const QString& file) const;
    /// These are read one after the other, in place of those that were wished before.
    void wish(const QStringList& files);
    /// This one first and at once; empty: none is.
    void choose(const QString& file);
    /// As if it had never been looked at.
    void forget(const QString& file);
    bool isReading() const { return m_running > 0; }

  signals:
    void changed(const QString& file);

  private:
    struct Task;
    using Report = std::function<void(const SoundLook&)>;
    static void run(const Task& task, PeaksStore& store, const Report& report);
    void next();
    void start(const QString& file, bool isChosen);
    bool isKnown(const QString& file, bool isChosen) const;

    PeaksStore m_store;
    QHash<QString, SoundLook> m_looks;
    QStringList m_wished; ///< the next at the end
    QString m_chosen;
    std::shared_ptr<std::atomic<bool>> m_chosenEnded; ///< while it is read: true ends that
    std::shared_ptr<std::atomic<bool>> m_listEnded;
    QString m_inWork; ///< of the list
    int m_running = 0;
    QThreadPool m_pool;
};

} // namespace stria
