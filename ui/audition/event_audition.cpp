// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/event_audition.h"

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
/// Notes are numbered from here, clear of those of the score and of each other.
constexpr std::uint64_t firstPlayed = 500000;
constexpr std::uint64_t firstHeld = 700000;
constexpr std::uint64_t numbersEach = 200000;

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
    Allowance allowed;
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

    bool fits(const AuditionScore& score, const Allowance& wanted) const {
        return audition && audition->isAlive() && allowed == wanted &&
               sameOrchestra(document, score.document) && surroundings == score.surroundings &&
               fileAges == ageOfFiles(score.document);
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
            giveUp, self->allowed);
        if (!opened)
            return tl::make_unexpected(opened.error());
        self->audition = std::move(*opened);
        for (const std::vector<double>& note : self->surroundings)
            self->audition->play(note);
        return {};
    }
};

/// Numbers of the requests that still count. A preparation gives way to a play, not the other way
/// round.
struct EventAudition::Latest {
    std::atomic<int> play{0};
    std::atomic<int> preparation{0};
};

/// What the background task is given and gives back.
struct EventAudition::Request {
    bool plays = true; ///< else it only gets warm
    int play = 0;
    int preparation = 0;
    Project project;
    std::string folder;
    ScoreEvent event;
    OpcodeCatalogue opcodes;
    Allowance allowed;

    bool isOld(const Latest& latest) const {
        return latest.play != play || (!plays && latest.preparation != preparation);
    }
    Answer answer(const std::shared_ptr<Warm>& warm, const Latest& latest) const;
};

struct EventAudition::Answer {
    bool plays = true;
    EventId event;
    Note note; ///< without an audition: it failed, or is wanted no more
    Diagnostics problems;
};

EventAudition::Answer EventAudition::Request::answer(const std::shared_ptr<Warm>& warm,
                                                     const Latest& latest) const {
    Answer answer{plays, event.id, {}, {}};
    const auto givesUp = [&] { return isOld(latest); };
    if (givesUp())
        return answer;
    const AssetFacts facts = gatherAssetFacts(project, folder);
    ExpectedAll<AuditionScore> score =
        compileAudition(project, event, facts, opcodes, RenderSpec::UnknownParameters::LeaveOut);
    if (!score) {
        answer.problems = std::move(score.error());
        return answer;
    }
    if (!warm->fits(*score, allowed)) {
        warm->allowed = allowed;
        warm->document = score->document;
        warm->surroundings = score->surroundings;
        warm->fileAges = ageOfFiles(score->document);
        if (const Expected<void> opened = Warm::open(warm, givesUp); !opened) {
            if (!givesUp())
                answer.problems.push_back(opened.error());
            return answer;
        }
    }
    if (givesUp())
        return answer;
    std::vector<double>& note = score->note;
    if (plays) {
        if (warm->playing != 0)
            warm->audition->stop(warm->playing);
        note[0] = eventNumber(static_cast<int>(note[0]), firstPlayed + warm->count++ % numbersEach);
        warm->playing = note[0];
        warm->audition->play(note);
    }
    answer.note = {warm->audition, std::move(note), std::move(score->fields)};
    return answer;
}

EventAudition::EventAudition(PlaybackThread::OutputFactory makeOutput, QObject* parent)
    : QObject(parent), m_thread(std::move(makeOutput)), m_warm(std::make_shared<Warm>()),
      m_latest(std::make_shared<Latest>()) {
    m_background.setMaxThreadCount(1);
    m_timer.setInterval(33);
    connect(&m_timer, &QTimer::timeout, this, &EventAudition::look);
    m_endless.setSingleShot(true);
    m_endless.setInterval(std::chrono::seconds(endlessAfter));
    connect(&m_endless, &QTimer::timeout, this, [this] {
        m_noteLength = 0;
        if (m_playing.audition)
            m_playing.audition->stop(m_playing.pfields[0]);
    });
}

EventAudition::~EventAudition() {
    ++m_latest->play;
    m_thread.setVoice(nullptr);
    m_background.waitForDone();
}

void EventAudition::ask(Request request) {
    request.play = request.plays ? ++m_latest->play : m_latest->play.load();
    request.preparation = request.plays ? 0 : ++m_latest->preparation;
    // This object waits for its tasks before it ends. (QFuture::then with a context may lose the
    // result of a task that ends at once.)
    m_background.start([this, warm = m_warm, latest = m_latest, request = std::move(request)] {
        QMetaObject::invokeMethod(this, [this, answer = request.answer(warm, *latest), request] {
            if (!request.isOld(*m_latest))
                take(answer);
        });
    });
}

void EventAudition::play(Project snapshot, const QString& projectFolder, ScoreEvent event,
                         OpcodeCatalogue opcodes) {
    ask({true, 0, 0, std::move(snapshot), projectFolder.toStdString(), std::move(event),
         std::move(opcodes), allowed()});
    m_endless.stop();
    m_noteLength = std::numeric_limits<double>::infinity();
    setSounding(true);
}

void EventAudition::prepare(Project snapshot, const QString& projectFolder, ScoreEvent event,
                            OpcodeCatalogue opcodes) {
    ask({false, 0, 0, std::move(snapshot), projectFolder.toStdString(), std::move(event),
         std::move(opcodes), allowed()});
}

void EventAudition::take(const Answer& answer) {
    // What belongs to another worker is gone with it.
    for (Note* note : {&m_playing, &m_prepared})
        if (note->audition != answer.note.audition)
            retire(std::exchange(*note, {}).audition);
    if (!m_prepared.audition)
        m_held.clear();
    if (!answer.note.audition) {
        stop();
        emit failed(answer.problems);
        return;
    }
    if (!answer.plays) {
        m_prepared = answer.note;
        emit prepared();
        return;
    }
    m_playing = answer.note;
    const double duration = answer.note.pfields[2];
    sound(answer.note.audition, duration < 0 ? std::numeric_limits<double>::infinity() : duration);
    if (duration < 0)
        m_endless.start();
    emit started(answer.event);
}

void EventAudition::sound(const std::shared_ptr<Audition>& audition, double duration) {
    std::shared_ptr<void> before = m_voice;
    if (!m_voice || &m_voice->audition() != audition.get())
        m_voice = std::make_shared<AuditionVoice>(audition);
    m_voice->wake();
    m_thread.setVoice(m_voice);
    retire(std::move(before));
    m_since.start();
    m_noteLength = duration;
    setSounding(true);
}

void EventAudition::retire(std::shared_ptr<void> old) {
    if (old)
        m_background.start([old = std::move(old)] {});
}

bool EventAudition::isPrepared() const {
    return m_prepared.audition && m_prepared.audition->isAlive();
}

void EventAudition::hold(int key, const std::map<std::string, double>& values) {
    if (!isPrepared())
        return;
    letGo(key);
    std::vector<double> note = m_prepared.pfields;
    note[0] = eventNumber(static_cast<int>(note[0]), firstHeld + m_heldCount++ % numbersEach);
    for (const auto& [name, value] : values)
        if (const auto field = m_prepared.fields.find(name); field != m_prepared.fields.end())
            note[static_cast<std::size_t>(field->second.pfield - 1)] = value;
    m_held[key] = note[0];
    m_prepared.audition->play(note);
    sound(m_prepared.audition, std::numeric_limits<double>::infinity());
}

void EventAudition::letGo(int key) {
    const auto held = m_held.find(key);
    if (held == m_held.end())
        return;
    if (m_prepared.audition)
        m_prepared.audition->stop(held->second);
    m_held.erase(held);
    if (m_held.empty())
        m_noteLength = 0;
}

void EventAudition::setValue(const std::string& parameter, double value) {
    const auto set = [&](const Note& note, double p1) {
        const auto field = note.fields.find(parameter);
        if (!note.audition || field == note.fields.end() || !field->second.isDynamic)
            return;
        note.audition->set(p1, field->second.pfield, value);
        if (field->second.touchField > 0)
            note.audition->set(p1, field->second.touchField, -1);
    };
    if (m_sounding && m_playing.audition)
        set(m_playing, m_playing.pfields[0]);
    for (const auto& [key, p1] : m_held)
        set(m_prepared, p1);
}

void EventAudition::letGoValue(const std::string& parameter) {
    // Only an event of the score has curves.
    const auto field = m_playing.fields.find(parameter);
    if (m_sounding && m_playing.audition && field != m_playing.fields.end() &&
        field->second.untouched)
        m_playing.audition->set(m_playing.pfields[0],
                                field->second.touchField > 0 ? field->second.touchField
                                                             : field->second.pfield,
                                *field->second.untouched);
}

void EventAudition::stop() {
    if (!m_sounding)
        return;
    ++m_latest->play;
    m_endless.stop();
    m_held.clear();
    setSounding(false);
    emit levelsChanged({});
    if (!m_voice)
        return;
    retire(std::exchange(m_playing, {}).audition);
    retire(std::exchange(m_prepared, {}).audition);
    // What sounds cannot be cut off in the worker, so another one is made warm. The old one ends
    // when its voice does, and on a thread that may wait for it.
    m_voice->fadeOut();
    m_background.start([warm = m_warm, latest = m_latest, stopped = m_latest->play.load()] {
        static_cast<void>(Warm::open(warm, [&] { return latest->play != stopped; }));
    });
    QTimer::singleShot(fadeTime, this, [this, voice = std::exchange(m_voice, {})]() mutable {
        if (!m_voice)
            m_thread.setVoice(nullptr);
        retire(std::move(voice));
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
