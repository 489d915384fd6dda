// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <memory>
#include <optional>
#include <unordered_map>

#include "engine/sound/peaks_store.h"
#include "engine/sound/sound_file.h"
#include "engine/sound/waveform_peaks.h"
#include "ui/document/document.h"

namespace stria {

/// The waveforms of the document's sounds. A sound is read on a thread of its own when it is first
/// asked for, and again when its file is another one: when its source changes, and when the program
/// is come back to. UI thread only.
class SoundPictures : public QObject {
    Q_OBJECT

  public:
    explicit SoundPictures(Document& document, QObject* parent = nullptr);
    ~SoundPictures() override; ///< ends the reading

    /// Null while it is read (changed() tells of the end) and when the file cannot be read. Valid
    /// until the next changed().
    const WaveformPeaks* of(SoundSourceId sound);
    struct Facts {
        std::optional<SoundFileInfo> info; ///< of the whole file; none: it cannot be read
        std::string problem;               ///< why there is no picture; empty where there is one
    };
    /// The same for what the file says of itself.
    const Facts* factsOf(SoundSourceId sound);
    bool isReading() const;

  signals:
    void changed();

  private:
    struct File {
        std::string path; ///< absolute
        int channel = 0;
        std::uint64_t bytes = 0;
        std::int64_t modified = 0; ///< nanoseconds since 1970
        bool operator==(const File&) const = default;
    };
    struct Picture {
        File file;
        std::shared_ptr<const WaveformPeaks> peaks; ///< null: it cannot be read
        std::optional<Facts> facts;                 ///< none: not read yet
    };
    using Ended = std::atomic<bool>;
    struct Entry {
        Picture picture;
        std::shared_ptr<Ended> ended; ///< while it is read: true ends that
        bool asked = false;
    };

    Picture read(Picture known, const std::string& path, int channel, const Ended& ended);
    Entry& ask(SoundSourceId sound);
    void start(SoundSourceId sound, Entry& entry);
    void take(SoundSourceId sound, const std::shared_ptr<Ended>& ended, Picture picture);
    void lookAgain();
    void forget();

    Document& m_document;
    PeaksStore m_peaks;
    std::unordered_map<SoundSourceId, Entry> m_entries;
    QThreadPool m_pool;
};

} // namespace stria
