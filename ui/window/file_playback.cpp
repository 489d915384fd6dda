// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_playback.h"

#include <QFile>
#include <QtConcurrentRun>
#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "engine/render/stem_writer.h"
#include "engine/render/temporary_folder.h"
#include "engine/sound/sound_file.h"
#include "engine/storage/atomic_file.h"
#include "ui/transport/player.h"

namespace stria {

/// A file on its way into a stem; the player keeps it as long as it plays it.
struct FilePlayback::Reading {
    Reading(SoundFileReader opened, TemporaryFolder temporary, int wanted)
        : reader(std::move(opened)), folder(std::move(temporary)), stem(folder.file("sound.stem")),
          channel(wanted) {}

    SoundFileReader reader;
    TemporaryFolder folder;
    std::string stem;
    int channel; ///< from 1; 0: all
    std::atomic<std::uint64_t> frames{0};
    std::atomic<bool> isComplete{false};
    std::atomic<bool> isCut{false}; ///< not all of it came
    std::atomic<bool> isAbandoned{false};

    int stemChannels() const { return channel > 0 ? 1 : reader.info().channels; }

    /// Error: what keeps the rest from being heard.
    Expected<void> run() {
        const Expected<void> copied = copy();
        isCut = !copied;
        isComplete = true;
        return copied;
    }

  private:
    Expected<void> copy() {
        constexpr std::size_t blockFrames = 16384;
        const auto channels = static_cast<std::size_t>(reader.info().channels);
        StemWriter writer(stem, stemChannels());
        std::vector<double> block(blockFrames * channels);
        for (std::uint64_t read = blockFrames; read == blockFrames && !isAbandoned;) {
            read = reader.read(block);
            std::size_t samples = read * channels;
            if (channel > 0) {
                samples = read;
                for (std::size_t frame = 0; frame < read; ++frame)
                    block[frame] = block[frame * channels + static_cast<std::size_t>(channel) - 1];
            }
            if (!writer.append(std::span(block).first(samples)) || !writer.flush())
                return unwritable(stem, writer.error());
            frames = writer.framesWritten();
        }
        return reader.checkRead();
    }
};

FilePlayback::FilePlayback(Player& player, QObject* parent) : QObject(parent), m_player(player) {
    connect(&m_opening, &QFutureWatcherBase::finished, this, &FilePlayback::begin);
    connect(&m_copying, &QFutureWatcherBase::finished, this, [this] {
        if (const Expected<void> copied = m_copying.result(); !copied)
            emit failed(copied.error());
    });
}

FilePlayback::~FilePlayback() {
    if (m_reading)
        m_reading->isAbandoned = true;
}

void FilePlayback::play(const QString& file, double startTime, Part part) {
    if (m_reading)
        m_reading->isAbandoned = true;
    m_reading.reset();
    m_player.stop();
    m_startTime = startTime;
    m_opening.setFuture(QtConcurrent::run(
        [path = file.toStdString(), part] { return std::make_shared<Opened>(open(path, part)); }));
}

FilePlayback::Opened FilePlayback::open(const std::string& file, Part part) {
    auto reader = SoundFileReader::open(file);
    if (!reader)
        return tl::make_unexpected(reader.error());
    const SoundFileInfo& info = reader->info();
    if (part.channel > info.channels)
        return failure(ErrorCode::InvalidArgument,
                       file + " has no channel " + std::to_string(part.channel) + ".");
    if (part.skip > 0)
        if (auto there = reader->seek(
                std::min(info.frames, static_cast<std::uint64_t>(part.skip * info.sampleRate)));
            !there)
            return tl::make_unexpected(there.error());
    auto folder = TemporaryFolder::create();
    if (!folder)
        return tl::make_unexpected(folder.error());
    auto reading = std::make_shared<Reading>(std::move(*reader), std::move(*folder), part.channel);
    QFile stem(QString::fromStdString(reading->stem));
    if (!stem.open(QIODevice::WriteOnly))
        return failure(ErrorCode::FileUnwritable,
                       file + " cannot be played: there is no place for its sound in " +
                           reading->stem + ".");
    return reading;
}

void FilePlayback::begin() {
    const Opened& opened = *m_opening.result();
    if (!opened) {
        emit failed(opened.error());
        return;
    }
    m_reading = *opened;
    PlayableSound sound;
    sound.stem = {m_reading->stem, m_reading->stemChannels(), m_reading->reader.info().sampleRate};
    sound.startTime = m_startTime;
    sound.framesValid = [reading = m_reading] { return reading->frames.load(); };
    sound.isComplete = [reading = m_reading] { return reading->isComplete.load(); };
    sound.hasFailed = [reading = m_reading] { return reading->isCut.load(); };
    m_copying.setFuture(QtConcurrent::run([reading = m_reading] { return reading->run(); }));
    m_player.play(std::move(sound), m_startTime);
}

} // namespace stria
