// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/event_audition.h"

#include <QDateTime>
#include <QFileInfo>
#include <cmath>
#include <limits>
#include <mutex>
#include <utility>

#include "engine/compile/numbers.h"

namespace stria {

namespace {

using namespace std::chrono_literals;

constexpr double quietBeforeItEnds = 0.4; ///< seconds
/// Longer than the fade of a voice takes to reach the loudspeaker.
constexpr auto fadeTime = 80ms;
/// The notes of auditions are numbered from here, clear of those of the score.
constexpr std::uint64_t firstNumber = 500000;

std::vector<qint64> ageOfFiles(const CsdDocument& document) {
    std::vector<qint64> ages;
    for (const CsdAsset& asset : document.assets)
        if (!asset.sourcePath.empty())
            ages.push_back(QFileInfo(QString::fromStdString(asset.sourcePath))
                               .lastModified()
                               .toMSecsSinceEpoch());
    return ages;
}

bool sameAsset(const CsdAsset& a, const CsdAsset& b) {
    const bool sameData = a.data == b.data || (a.data && b.data && *a.data == *b.data);
    return sameData && a.fileName == b.fileName && a.sourcePath == b.sourcePath &&
           a.channels == b.channels && a.sampleRate == b.sampleRate && a.line == b.line;
}

/// Instruments have to be the same ones too, since problems are told at their places.
bool sameOrchestra(const CsdDocument& a, const CsdDocument& b) {
    return a.orchestra == b.orchestra && a.options == b.options &&
           a.needsPlugins == b.needsPlugins &&
           std::equal(a.instruments.begin(), a.instruments.end(), b.instruments.begin(),
                      b.instruments.end(),
                      [](const CsdInstrument& one, const CsdInstrument& other) {
                          return one.number == other.number && one.instrument == other.instrument;
                      }) &&
           std::equal(a.assets.begin(), a.assets.end(), b.assets.begin(), b.assets.end(),
                      sameAsset);
}

} // namespace

/// The worker and what it has loaded. Used by one task at a time.
struct EventAudition::Warm {
    std::shared_ptr<Audition> audition;
    CsdDocument document;
    std::vector<qint64> fileAges;
    std::vector<std::vector<double>> surroundings;
    double playing = 0; ///< p1 of the last note
    std::uint64_t count = 0;

    std::mutex problemsMutex;
    Diagnostics problems; ///< told by the audition while it plays

    Diagnostics takeProblems() {
        const std::scoped_lock lock(problemsMutex);
        return std::exchange(problems, {});
    }

    bool fits(const AuditionScore& score) const {
        return audition && audition->isAlive() && sameOrchestra(document, score.document) &&
               surroundings == score.surroundings && fileAges == ageOfFiles(score.document);
    }

    static Expected<void> open(const std::shared_ptr<Warm>& self,
                               const std::function<bool()>& giveUp) {
        self->audition.reset();
        self->playing = 0;
        auto opened = Audition::open(
            self->document,
            [warm = std::weak_ptr(self)](const Diagnostic& problem) {
                if (const auto there = warm.lock()) {
                    const std::scoped_lock lock(there->problemsMutex);
                    there->problems.push_back(problem);
                }
            },
            giveUp);
        if (!opened)
            return tl::make_unexpected(opened.error());
        self->audition = std::move(*opened);
        for (const std::vector<double>& note : self->surroundings)
            self->audition->play(note);
        return {};
    }
};

/// What the background task gives back.
struct EventAudition::Started {
    int play = 0;
    std::shared_ptr<Audition> audition; ///< null: nothing sounds
    double duration = 0;                ///< seconds; infinite for an endless event
    Diagnostics problems;
};

EventAudition::EventAudition(PlaybackThread::OutputFactory makeOutput, QObject* parent)
    : QObject(parent), m_thread(std::move(makeOutput)), m_warm(std::make_shared<Warm>()),
      m_latest(std::make_shared<std::atomic<int>>(0)) {
    m_background.setMaxThreadCount(1);
    m_timer.setInterval(33);
    connect(&m_timer, &QTimer::timeout, this, &EventAudition::look);
    m_endless.setSingleShot(true);
    m_endless.setInterval(std::chrono::seconds(endlessAfter));
    connect(&m_endless, &QTimer::timeout, this, [this] {
        m_noteLength = 0;
        m_background.start([warm = m_warm] {
            if (warm->audition)
                warm->audition->stop(warm->playing);
        });
    });
}

EventAudition::~EventAudition() {
    ++*m_latest;
    m_thread.setVoice(nullptr);
    m_background.waitForDone();
}

void EventAudition::play(Project snapshot, const QString& projectFolder, ScoreEvent event,
                         OpcodeCatalogue opcodes) {
    const int number = ++*m_latest;
    const auto start = [warm = m_warm, latest = m_latest, number, project = std::move(snapshot),
                        folder = projectFolder.toStdString(), event = std::move(event),
                        catalogue = std::move(opcodes)]() -> Started {
        Started started;
        started.play = number;
        const auto isOld = [&] { return *latest != number; };
        if (isOld())
            return started;
        const AssetFacts facts = gatherAssetFacts(project, folder);
        ExpectedAll<AuditionScore> score = compileAudition(project, event, facts, catalogue);
        if (!score) {
            started.problems = std::move(score.error());
            return started;
        }
        if (!warm->fits(*score)) {
            warm->document = score->document;
            warm->surroundings = score->surroundings;
            warm->fileAges = ageOfFiles(score->document);
            if (const Expected<void> opened = Warm::open(warm, isOld); !opened) {
                if (!isOld())
                    started.problems.push_back(opened.error());
                return started;
            }
        }
        if (isOld())
            return started;
        if (warm->playing != 0)
            warm->audition->stop(warm->playing);
        std::vector<double>& note = score->note;
        note[0] = eventNumber(static_cast<int>(note[0]), firstNumber + warm->count++ % firstNumber);
        warm->playing = note[0];
        warm->audition->play(note);
        started.audition = warm->audition;
        started.duration = note[2] < 0 ? std::numeric_limits<double>::infinity() : note[2];
        return started;
    };
    // This object waits for its tasks before it ends. (QFuture::then with a context may lose the
    // result of a task that ends at once.)
    m_background.start([this, start] {
        QMetaObject::invokeMethod(this, [this, started = start()] { take(started); });
    });
    m_endless.stop();
    m_noteLength = std::numeric_limits<double>::infinity();
    setSounding(true);
}

void EventAudition::take(const Started& started) {
    if (started.play != *m_latest)
        return;
    if (!started.audition) {
        stop();
        emit failed(started.problems);
        return;
    }
    if (!m_voice || &m_voice->audition() != started.audition.get())
        m_voice = std::make_shared<AuditionVoice>(started.audition);
    m_voice->wake();
    m_thread.setVoice(m_voice);
    m_since.start();
    m_noteLength = started.duration;
    if (std::isinf(started.duration))
        m_endless.start();
}

void EventAudition::stop() {
    if (!m_sounding)
        return;
    ++*m_latest;
    m_endless.stop();
    setSounding(false);
    emit levelsChanged({});
    if (!m_voice)
        return;
    // What sounds cannot be cut off in the worker, so another one is made warm. The old one ends
    // when its voice does, and on a thread that may wait for it.
    m_voice->fadeOut();
    m_background.start([warm = m_warm, latest = m_latest, stopped = m_latest->load()] {
        static_cast<void>(Warm::open(warm, [&] { return *latest != stopped; }));
    });
    QTimer::singleShot(fadeTime, this, [this, voice = std::exchange(m_voice, {})]() mutable {
        if (!m_voice)
            m_thread.setVoice(nullptr);
        m_background.start([old = std::move(voice)] {});
    });
}

void EventAudition::look() {
    if (m_voice) {
        // What ended the worker was told before it was gone.
        const bool isAlive = m_voice->audition().isAlive();
        std::vector<float> peaks(m_voice->channels());
        for (std::size_t channel = 0; channel < peaks.size(); ++channel)
            peaks[channel] = m_voice->takePeak(channel);
        emit levelsChanged(peaks);
        const bool isOver = static_cast<double>(m_since.elapsed()) / 1000 > m_noteLength &&
                            m_voice->quietFor() > quietBeforeItEnds;
        if (isOver || !isAlive) {
            setSounding(false);
            emit levelsChanged({});
        }
    }
    if (const Diagnostics problems = m_warm->takeProblems(); !problems.empty())
        emit failed(problems);
}

void EventAudition::setSounding(bool sounding) {
    if (sounding)
        m_timer.start();
    else
        m_timer.stop();
    if (sounding == m_sounding)
        return;
    m_sounding = sounding;
    emit soundingChanged(sounding);
}

} // namespace stria
