// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/sound_pictures.h"

#include <QFutureWatcher>
#include <QGuiApplication>
#include <QtConcurrentRun>
#include <algorithm>

#include "engine/sound/regular_file.h"
#include "ui/document/sound_files.h"

namespace stria {

SoundPictures::SoundPictures(Document& document, QObject* parent)
    : QObject(parent), m_document(document), m_peaks(keptPeaksFolder().toStdString()) {
    m_pool.setMaxThreadCount(1); // the disk is what is waited for
    m_pool.setThreadPriority(QThread::LowPriority);
    connect(&document, &Document::replaced, this, &SoundPictures::forget);
    connect(&document, &Document::changed, this, [this](const Change& change) {
        const auto* source = std::get_if<EntityChange<SoundSource>>(&change);
        const auto it = source ? m_entries.find(source->id) : m_entries.end();
        if (it != m_entries.end())
            it->second.asked = false;
    });
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) {
                if (state == Qt::ApplicationActive)
                    lookAgain();
            });
}

SoundPictures::~SoundPictures() {
    forget();
    m_pool.waitForDone();
}

void SoundPictures::forget() {
    for (auto& [sound, entry] : m_entries)
        if (entry.ended)
            *entry.ended = true;
    m_entries.clear();
}

void SoundPictures::lookAgain() {
    for (auto& [sound, entry] : m_entries)
        entry.asked = false;
    if (!m_entries.empty())
        emit changed();
}

const WaveformPeaks* SoundPictures::of(SoundSourceId sound) {
    return ask(sound).picture.peaks.get();
}

const SoundPictures::Facts* SoundPictures::factsOf(SoundSourceId sound) {
    const Entry& entry = ask(sound);
    return entry.picture.facts ? &*entry.picture.facts : nullptr;
}

SoundPictures::Entry& SoundPictures::ask(SoundSourceId sound) {
    Entry& entry = m_entries[sound];
    if (!std::exchange(entry.asked, true))
        start(sound, entry);
    return entry;
}

bool SoundPictures::isReading() const {
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [](const auto& entry) { return entry.second.ended != nullptr; });
}

void SoundPictures::start(SoundSourceId sound, Entry& entry) {
    if (entry.ended)
        *entry.ended = true;
    entry.ended.reset();
    const SoundSource* source = m_document.project().find(sound);
    if (!source) {
        entry.picture = {};
        return;
    }
    const std::string path = fileOf(*source, m_document.folder()).toStdString();
    const auto ended = std::make_shared<Ended>(false);
    entry.ended = ended;
    // A watcher tells of the end from the event loop, never while someone paints.
    auto* const watcher = new QFutureWatcher<Picture>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, sound, ended, watcher] {
        watcher->deleteLater();
        take(sound, ended, watcher->result());
    });
    watcher->setFuture(
        QtConcurrent::run(&m_pool, [this, known = entry.picture, path, channel = source->channel,
                                    ended] { return read(known, path, channel, *ended); }));
}

SoundPictures::Picture SoundPictures::read(Picture known, const std::string& path, int channel,
                                           const Ended& ended) {
    Picture picture;
    picture.file.path = path;
    picture.file.channel = channel;
    Facts& facts = picture.facts.emplace();
    const auto file = RegularFile::open(path);
    if (!file) {
        facts.problem = file.error().message;
        return picture;
    }
    picture.file.bytes = file->size();
    picture.file.modified = file->modified();
    if (known.peaks && known.file == picture.file)
        return known;
    if (auto info = readSoundFileInfo(path))
        facts.info = std::move(*info);
    auto peaks = m_peaks.read(path, channel, [&ended](double) { return !ended; });
    if (peaks)
        picture.peaks = std::make_shared<const WaveformPeaks>(std::move(*peaks));
    else
        facts.problem = peaks.error().message;
    return picture;
}

void SoundPictures::take(SoundSourceId sound, const std::shared_ptr<Ended>& ended,
                         Picture picture) {
    const auto it = m_entries.find(sound);
    if (it == m_entries.end() || it->second.ended != ended)
        return; // of a project that is gone, or of an older path
    it->second.ended.reset();
    const Picture& known = it->second.picture;
    const bool differs = known.peaks != picture.peaks || !known.facts ||
                         known.facts->problem != picture.facts->problem;
    it->second.picture = std::move(picture);
    if (differs)
        emit changed();
}

} // namespace stria
