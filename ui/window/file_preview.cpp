// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_preview.h"

#include <QtConcurrentRun>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/sound/sound_file.h"

namespace stria {

/// An open file; read by the feeding thread only.
struct FilePreview::Source {
    Source(SoundFileReader opened, std::string name, int wanted)
        : reader(std::move(opened)), path(std::move(name)), channel(wanted) {}

    SoundFileReader reader;
    const std::string path;
    const int channel; ///< from 1; 0: all
    std::uint64_t place = 0;
    std::vector<double> block;
    std::atomic<std::uint64_t> end{0}; ///< frames that are heard; any thread

    int channels() const { return channel > 0 ? 1 : reader.info().channels; }
    double rate() const { return reader.info().sampleRate; }

    Expected<std::size_t> read(std::uint64_t frame, std::span<double> samples) {
        if (frame != place)
            if (auto there = reader.seek(frame); !there)
                return tl::make_unexpected(there.error());
        const auto all = static_cast<std::size_t>(reader.info().channels);
        std::size_t frames = 0;
        if (channel == 0) {
            frames = static_cast<std::size_t>(reader.read(samples));
        } else {
            block.resize(std::max(block.size(), samples.size() * all));
            frames =
                static_cast<std::size_t>(reader.read(std::span(block).first(samples.size() * all)));
            for (std::size_t i = 0; i < frames; ++i)
                samples[i] = block[i * all + static_cast<std::size_t>(channel) - 1];
        }
        place = frame + frames;
        if (frames == 0)
            if (auto there = reader.checkRead(); !there)
                return tl::make_unexpected(there.error());
        return frames;
    }
};

FilePreview::FilePreview(PlaybackThread::OutputFactory makeOutput, QObject* parent)
    : SoundPreview(parent), m_player(std::move(makeOutput)) {
    connect(&m_opening, &QFutureWatcherBase::finished, this, &FilePreview::begin);
    connect(&m_player, &Player::stateChanged, this, &SoundPreview::stateChanged);
    connect(&m_player, &Player::deviceChanged, this, &SoundPreview::deviceChanged);
    connect(&m_player, &Player::failed, this, &SoundPreview::failed);
    connect(&m_player, &Player::positionChanged, this, &SoundPreview::positionChanged);
}

FilePreview::~FilePreview() {
    m_player.disconnect(this);
}

void FilePreview::play(const QString& file, double from, Part part) {
    m_player.stop();
    m_part = part;
    m_from = from;
    m_file = file;
    m_wanted = true;
    emit stateChanged();
    // What was asked for before is not waited for: its answer is not listened to any more.
    m_opening.setFuture(QtConcurrent::run([path = file.toStdString(), channel = part.channel] {
        return std::make_shared<Opened>(open(path, channel));
    }));
}

FilePreview::Opened FilePreview::open(const std::string& file, int channel) {
    auto reader = SoundFileReader::open(file);
    if (!reader)
        return tl::make_unexpected(reader.error());
    if (channel > reader->info().channels)
        return failure(ErrorCode::InvalidArgument,
                       file + " has no channel " + std::to_string(channel) + ".");
    return std::make_shared<Source>(std::move(*reader), file, channel);
}

void FilePreview::begin() {
    if (!std::exchange(m_wanted, false))
        return; // stopped meanwhile
    const Opened& opened = *m_opening.result();
    if (!opened) {
        emit failed(opened.error());
        emit stateChanged();
        return;
    }
    m_source = *opened;
    start(m_from);
}

void FilePreview::start(double from) {
    const std::uint64_t frames = m_source->reader.info().frames;
    const double end = m_part.end > 0 ? m_part.end * m_source->rate() : static_cast<double>(frames);
    m_source->end = std::min(frames, static_cast<std::uint64_t>(std::llround(end)));
    PlayableSound sound;
    sound.stem = {m_source->path, m_source->channels(), m_source->rate()};
    // A loop reads on behind its end, to go back without a click.
    sound.framesValid = [source = m_source] { return source->end.load(); };
    sound.isComplete = [] { return true; };
    sound.read = [source = m_source](std::uint64_t frame, std::span<double> samples) {
        return source->read(frame, samples);
    };
    m_player.play(std::move(sound), from, loop());
}

std::optional<PlayingVoice::Loop> FilePreview::loop() const {
    if (!m_looping || !m_source)
        return std::nullopt;
    return PlayingVoice::Loop{m_part.start, static_cast<double>(m_source->end) / m_source->rate()};
}

void FilePreview::setPart(Part part) {
    part.channel = m_part.channel;
    m_part = part;
    if (!m_player.isPlaying())
        return;
    const double now = m_player.position();
    const bool isInside = now >= part.start && (part.end == 0 || now < part.end);
    start(isInside ? now : part.start);
}

void FilePreview::setLooping(bool looping) {
    m_looping = looping;
    if (m_player.isPlaying())
        m_player.setLoop(loop());
}

void FilePreview::stop() {
    const bool wasWanted = std::exchange(m_wanted, false);
    m_player.stop();
    if (wasWanted)
        emit stateChanged();
}

QString FilePreview::device() const {
    return QString::fromStdString(m_player.device().description);
}

} // namespace stria
