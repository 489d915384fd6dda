// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sounds/sound_reader.h"

#include <QFileInfo>
#include <QPointer>
#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "engine/sound/partials_file.h"
#include "engine/sound/regular_file.h"

namespace stria {

namespace {

constexpr double longForTheList = 1200; ///< seconds
constexpr auto tellEvery = std::chrono::milliseconds(100);

} // namespace

std::optional<double> SoundLook::level() const {
    if (!isWhole || !peaks)
        return std::nullopt;
    double most = 0;
    for (const WaveformPeaks& channel : *peaks)
        most = std::max(most, static_cast<double>(channel.loudest()));
    return most;
}

struct SoundReader::Task {
    QString file;
    bool isChosen = false;
    std::shared_ptr<std::atomic<bool>> ended;
};

SoundReader::SoundReader(const QString& peaksFolder, QObject* parent)
    : QObject(parent), m_store(peaksFolder.toStdString()) {
    m_pool.setMaxThreadCount(2); // one for the list, one for what is chosen
    m_pool.setThreadPriority(QThread::LowPriority);
}

SoundReader::~SoundReader() {
    for (const auto& ended : {m_chosenEnded, m_listEnded})
        if (ended)
            *ended = true;
    m_pool.waitForDone();
}

const SoundLook* SoundReader::lookOf(const QString& file) const {
    const auto it = m_looks.constFind(file);
    return it == m_looks.constEnd() ? nullptr : &*it;
}

bool SoundReader::isKnown(const QString& file, bool isChosen) const {
    const SoundLook* const look = lookOf(file);
    if (!look)
        return false;
    const bool isLong = look->seconds() > longForTheList;
    return look->isWhole || !look->problem.isEmpty() || (isLong && look->peaks && !isChosen);
}

void SoundReader::wish(const QStringList& files) {
    m_wished.clear();
    for (auto it = files.crbegin(); it != files.crend(); ++it)
        if (!isKnown(*it, false))
            m_wished << *it;
    next();
}

void SoundReader::choose(const QString& file) {
    if (file == m_chosen && m_chosenEnded)
        return;
    if (m_chosenEnded)
        *m_chosenEnded = true;
    m_chosenEnded.reset();
    m_chosen = file;
    if (!file.isEmpty() && !isKnown(file, true))
        start(file, true);
}

void SoundReader::forget(const QString& file) {
    m_looks.remove(file);
    if (file == std::exchange(m_chosen, QString()))
        choose(file);
}

void SoundReader::next() {
    if (m_listEnded)
        return;
    while (!m_wished.isEmpty()) {
        const QString file = m_wished.takeLast();
        if (isKnown(file, false) || (file == m_chosen && m_chosenEnded))
            continue;
        start(file, false);
        return;
    }
}

void SoundReader::start(const QString& file, bool isChosen) {
    const Task task{file, isChosen, std::make_shared<std::atomic<bool>>(false)};
    (isChosen ? m_chosenEnded : m_listEnded) = task.ended;
    ++m_running;
    const auto tell = [this, task](const SoundLook& look) {
        QMetaObject::invokeMethod(this, [this, task, look] {
            if (*task.ended)
                return; // another one is chosen by now
            m_looks[task.file] = look;
            emit changed(task.file);
        });
    };
    m_pool.start(
        [this, task, tell] {
            run(task, m_store, tell);
            QMetaObject::invokeMethod(this, [this, task] {
                --m_running;
                auto& slot = task.isChosen ? m_chosenEnded : m_listEnded;
                if (slot == task.ended)
                    slot.reset();
                next();
            });
        },
        isChosen ? 1 : 0);
}

void SoundReader::run(const Task& task, PeaksStore& store, const Report& report) {
    SoundLook look;
    const std::string path = task.file.toStdString();
    const auto refuse = [&](const Diagnostic& problem) {
        look.problem = QString::fromStdString(problem.message);
        // The row has the name already.
        for (const QString& already : {task.file + QStringLiteral(" is "), task.file + ' '})
            if (look.problem.startsWith(already))
                look.problem.remove(0, already.size());
        look.problem.replace(task.file, QFileInfo(task.file).fileName());
        look.problem.replace(0, 1, look.problem.left(1).toUpper());
        report(look);
    };
    if (QFileInfo(task.file).isFile() && holdsPartials(path)) {
        look.problem = tr("Holds partials, not sound.");
        return report(look);
    }
    auto info = readSoundFileInfo(path);
    if (!info)
        return refuse(info.error());
    look.info = std::move(*info);
    if (look.info->frames == 0) {
        look.problem = tr("Holds no sound: its length is 0.");
        return report(look);
    }
    report(look);
    if (auto kept = store.find(path)) {
        look.peaks = std::make_shared<const std::vector<WaveformPeaks>>(std::move(*kept));
        look.isWhole = true;
        look.done = 1;
        return report(look);
    }
    const bool isLong = look.seconds() > longForTheList;
    constexpr double soonWhole = 20; // seconds of sound
    if (look.seconds() > soonWhole && (task.isChosen || isLong)) {
        auto rough = WaveformPeaks::readRoughly(path);
        if (!rough)
            return refuse(rough.error());
        look.peaks = std::make_shared<const std::vector<WaveformPeaks>>(std::move(*rough));
        report(look);
    }
    if (isLong && !task.isChosen)
        return;
    auto told = std::chrono::steady_clock::now();
    auto peaks = store.read(path, [&](double done) {
        look.done = done;
        if (const auto now = std::chrono::steady_clock::now();
            task.isChosen && now - told > tellEvery) {
            told = now;
            report(look);
        }
        return !*task.ended;
    });
    if (!peaks && peaks.error().code == ErrorCode::Cancelled)
        return;
    if (!peaks)
        return refuse(peaks.error());
    look.peaks = std::make_shared<const std::vector<WaveformPeaks>>(std::move(*peaks));
    look.isWhole = true;
    look.done = 1;
    report(look);
}

} // namespace stria
