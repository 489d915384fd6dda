// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/render_task.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

#include "engine/model/id.h"
#include "engine/render/asset_files.h"
#include "engine/render/outcome_text.h"
#include "engine/render/problem_place.h"
#include "engine/render/worker_render.h"
#include "engine/sound/sound_file.h"

namespace stria {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using End = RenderOutcome::End;

constexpr std::size_t mostMessages = 10000;
constexpr std::size_t mostProblems = 1000;
constexpr auto tellInterval = std::chrono::milliseconds(50);
/// Of the way, when a second pass follows.
constexpr double partOfRender = 0.95;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Nothing of what can grow beyond 4 GB is compressed.
int bytesPerSample(const ChosenSoundFormat& format) {
    if (format.isCompressed)
        return 0;
    return format.encoding == "float64" ? 8
           : format.encoding == "pcm16" ? 2
           : format.encoding == "pcm24" ? 3
                                        : 4;
}

/// "title, album and date".
std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return text;
}

bool allFinite(std::span<const double> samples) {
    return std::ranges::all_of(samples, [](double sample) { return std::isfinite(sample); });
}

/// " (hole.wav holds such samples)", when a sound of the score does.
std::string sourceOfNotFinite(const CsdDocument& document) {
    for (const CsdAsset& asset : document.assets) {
        bool isFinite = !asset.data || allFinite(*asset.data);
        std::vector<double> samples(65536);
        if (!asset.data)
            if (auto reader = SoundFileReader::open(asset.sourcePath)) {
                const auto channels = static_cast<std::size_t>(reader->info().channels);
                samples.resize(std::max(samples.size() / channels, std::size_t{1}) * channels);
                for (std::uint64_t frames = 1; frames > 0 && isFinite;) {
                    frames = reader->read(samples);
                    isFinite = allFinite(std::span(samples).first(frames * channels));
                }
            }
        if (!isFinite)
            return " (" +
                   fs::path(asset.sourcePath.empty() ? asset.fileName : asset.sourcePath)
                       .filename()
                       .string() +
                   " holds such samples)";
    }
    return "";
}

std::string temporarySoundFile() {
    std::error_code error;
    return (fs::temp_directory_path(error) /
            ("stria-" + id_bits::toText(id_bits::random()) + ".wav"))
        .string();
}

} // namespace

RenderTask::RenderTask(CsdDocument document, RenderSpec spec, RenderJob::Callbacks callbacks,
                       bool writeFile, RenderJobState& state)
    : m_document(std::move(document)), m_spec(std::move(spec)), m_callbacks(std::move(callbacks)),
      m_writeFile(writeFile), m_state(state), m_started(Clock::now()), m_lastTold(m_started) {}

RenderTask::~RenderTask() = default;

RenderResult RenderTask::run() {
    m_result.channels = m_document.channels;
    m_result.sampleRate = m_document.sampleRate;
    m_result.problems = m_document.warnings;
    if (prepare()) {
        tell(RenderState::Compiling);
        const RenderOutcome outcome = render();
        conclude(outcome);
    }
    m_output.reset();
    m_suspects.reset();
    if (m_result.state == RenderState::Finished && m_failed)
        m_result.state = RenderState::Failed;
    std::ranges::stable_sort(m_result.problems, [](const Diagnostic& a, const Diagnostic& b) {
        return a.severity == Severity::Error && b.severity != Severity::Error;
    });
    tell(m_result.state);
    if (m_callbacks.finished)
        m_callbacks.finished(m_result);
    return m_result;
}

bool RenderTask::prepare() {
    if (m_state.folderProblem) {
        fail(*m_state.folderProblem);
        return false;
    }
    if (m_writeFile && !openOutput())
        return false;
    const std::string& folder = m_state.folder->path();
    if (const Expected<void> written = writeAssetFiles(m_document, folder); !written) {
        fail(written.error());
        return false;
    }
    m_input = makeRenderInput(m_document, assetPaths(folder));
    m_input.keepGoing = m_spec.keepGoing;
    m_input.allowed = m_spec.allowed;
    m_input.stemPath = m_state.stem.path;
    const int stem = ::open(m_input.stemPath.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (stem < 0) {
        RenderOutcome outcome{.end = End::StemUnwritable};
        outcome.code = errno;
        fail(diagnosticOf(outcome, m_document, m_spec, m_input, 0));
        return false;
    }
    ::close(stem);
    m_stem = std::make_unique<StemReader>(m_input.stemPath, m_document.channels);
    if (!m_writeFile && m_spec.measure)
        m_meter = std::make_unique<SoundMeter>(m_document.channels, m_document.sampleRate);
    if (m_writeFile)
        m_suspects.emplace(m_input, isWorker());
    return true;
}

bool RenderTask::openOutput() {
    m_result.outputFile = m_spec.outputFile.empty() ? temporarySoundFile() : m_spec.outputFile;
    const Expected<ChosenSoundFormat> format =
        chooseSoundFormat(m_result.outputFile, m_spec.format, m_spec.encoding,
                          m_document.sampleRate, m_document.channels);
    if (!format) {
        fail(format.error());
        return false;
    }
    std::error_code error;
    for (const CsdAsset& asset : m_document.assets)
        if (!asset.sourcePath.empty() &&
            fs::equivalent(asset.sourcePath, m_result.outputFile, error)) {
            fail({ErrorCode::FileUnwritable,
                  m_result.outputFile + " is a file that this score plays: choose another name.",
                  outputPlace(), Severity::Error});
            return false;
        }
    if (const std::optional<Diagnostic> endless = endlessScore()) {
        fail(*endless);
        return false;
    }
    const double bytes = (expectedEnd() - m_document.startTime) * m_document.sampleRate *
                         m_document.channels * bytesPerSample(*format);
    if (bytes > 4.2e9 &&
        (format->format == "wav" || format->format == "aiff" || format->format == "au")) {
        fail({ErrorCode::UnsupportedFormat,
              "This sound takes more than the 4 GB that a " + format->format +
                  " file can hold: choose rf64, w64, caf or flac.",
              outputPlace(), Severity::Error});
        return false;
    }
    Expected<FileOutput> output = FileOutput::open(
        m_result.outputFile, *format, m_document.sampleRate, m_document.channels, m_spec);
    if (!output) {
        fail(output.error());
        return false;
    }
    m_output = std::move(*output);
    if (const std::string texts = joined(textsLeftOut(format->format, m_spec.metadata));
        !texts.empty())
        m_result.problems.push_back(
            {ErrorCode::UnsupportedFormat,
             "A " + format->format + " file has no place for " + texts + ": left out.",
             outputPlace(), Severity::Warning});
    return true;
}

/// What lasts longer than any disk can hold.
std::optional<Diagnostic> RenderTask::endlessScore() const {
    constexpr double longest = 1e8; // three years
    if (!(expectedEnd() > longest))
        return std::nullopt;
    Diagnostic problem;
    problem.code = ErrorCode::InvalidArgument;
    problem.message = "This would be endless: the render is to go on until " +
                      secondsText(expectedEnd()) + ". Give an earlier end time and a shorter tail.";
    if (m_document.cutTime > 0 || !(m_document.scoreEnd > longest))
        return problem;
    const auto endOf = [](const CsdNote& note) { return note.pfields[1] + note.pfields[2]; };
    const CsdNote* last = nullptr;
    for (const CsdNote& note : m_document.notes)
        if (note.event && (!last || endOf(note) > endOf(*last)))
            last = &note;
    if (last)
        problem.place =
            placeOfNote({static_cast<int>(last->pfields[0]), last->pfields[0], false}, m_document);
    problem.message = "The score is endless: it ends at " + secondsText(m_document.scoreEnd) +
                      ". Give an end time, or the event a shorter length.";
    return problem;
}

Place RenderTask::outputPlace() const {
    Place place;
    place.file = m_result.outputFile;
    return place;
}

RenderOutcome RenderTask::render() {
    if (isWorker())
        return renderInWorker(m_input, *this, m_spec.stallLimit);
    onMessage("Rendering within this process: an orchestra that hangs cannot be stopped here.");
    return Renderer(m_input, *this).run();
}

bool RenderTask::stopRequested() {
    return m_failed || m_state.cancel.load(std::memory_order_relaxed);
}

void RenderTask::onStarted() {
    tell(RenderState::Rendering);
}

void RenderTask::onMessage(const std::string& line) {
    if (m_result.messages.size() < mostMessages)
        m_result.messages.push_back(line);
    if (m_callbacks.message)
        m_callbacks.message(line);
}

void RenderTask::onUnconfined(const std::string& gap) {
    m_result.problems.push_back(notConfined(gap));
}

void RenderTask::onProblem(const CsoundProblem& problem) {
    if (m_result.problems.size() >= mostProblems)
        return;
    Diagnostic diagnostic = toDiagnostic(problem, m_document, m_input.orchestra);
    if (m_spec.keepGoing && problem.kind != CsoundProblem::Kind::Compile)
        diagnostic.severity = Severity::Warning;
    m_result.problems.push_back(std::move(diagnostic));
}

void RenderTask::onProgress(std::uint64_t framesValid, double time) {
    m_state.framesValid.store(framesValid, std::memory_order_release);
    {
        const std::lock_guard lock(m_state.mutex);
        RenderProgress& progress = m_state.progress;
        const double seconds = secondsSince(m_started);
        const double end = expectedEnd();
        progress.secondsRendered = static_cast<double>(framesValid) / m_document.sampleRate;
        progress.fraction = end > 0 ? std::clamp(time / end, 0.0, 1.0) : 0;
        if (hasSecondPass())
            progress.fraction *= partOfRender;
        progress.speed = seconds > 0 ? time / seconds : 0;
        progress.secondsLeft = progress.speed > 0 ? std::max(0.0, end - time) / progress.speed : 0;
    }
    takeFrames(framesValid);
    if (Clock::now() - m_lastTold >= tellInterval)
        tell(RenderState::Rendering);
}

/// Writes the file while the render goes on, and keeps an eye on the samples.
void RenderTask::takeFrames(std::uint64_t framesValid) {
    const auto atScoreTime = [this](RenderInput::Suspect suspect) {
        suspect.frame +=
            static_cast<std::uint64_t>(std::llround(m_document.startTime * m_document.sampleRate));
        return suspect;
    };
    while (!stopRequested()) {
        const Expected<std::span<double>> read = m_stem->next(framesValid);
        if (!read)
            return failOutput(read.error());
        const std::span<double> samples = *read;
        if (samples.empty())
            break;
        if (m_suspects && m_stem->notFinite().any)
            m_suspects->start(SuspectSearch::NotFinite, atScoreTime(m_stem->notFinite().first));
        if (m_suspects && m_stem->loud().any && !hasSecondPass())
            m_suspects->start(SuspectSearch::Loud, atScoreTime(m_stem->loud().first));
        if (m_meter)
            m_meter->add(samples);
        if (!m_output)
            continue;
        if (const Expected<void> taken = m_output->take(samples); !taken)
            fail(taken.error());
    }
}

void RenderTask::conclude(const RenderOutcome& outcome) {
    m_state.framesValid.store(outcome.frames, std::memory_order_release);
    if (outcome.end == End::Complete && !stopRequested())
        concludeSound(outcome);
    if (m_failed)
        return;
    if (m_state.cancel.load() && !m_committed) {
        m_result.problems.push_back(
            diagnosticOf({.end = End::Stopped}, m_document, m_spec, m_input, 0));
        m_result.state = RenderState::Cancelled;
        return;
    }
    if (outcome.end == End::Complete)
        return;
    if (hasErrors(m_result.problems) &&
        (outcome.end == End::Refused || outcome.end == End::NoteFailed)) {
        m_failed = true;
        return;
    }
    const double time =
        m_document.startTime + static_cast<double>(outcome.frames) / m_document.sampleRate;
    fail(diagnosticOf(outcome, m_document, m_spec, m_input, time));
}

void RenderTask::concludeSound(const RenderOutcome& outcome) {
    tell(RenderState::Writing);
    takeFrames(outcome.frames);
    if (stopRequested())
        return;
    m_result.frames = m_stem->framesRead();
    m_result.duration = static_cast<double>(m_result.frames) / m_document.sampleRate;
    m_result.peaks = m_stem->peaks();
    chooseGain();
    if (outcome.releasesCut) {
        Place longest = placeOfNote(outcome.culprit, m_document);
        std::string starter;
        if (!longest.event)
            if (const Place start =
                    starterOf(outcome.culprit.instrument, m_document, m_input.orchestra);
                start.line > 0) {
                starter = start.instrumentName.empty()
                              ? " (started by code)"
                              : " (started by " + start.instrumentName + ")";
                longest = start;
            }
        m_result.problems.push_back(
            {ErrorCode::SuspiciousScore,
             "Something still sounded " + secondsText(m_document.releaseLimit) +
                 " after the last event, and was cut there: instrument " +
                 placeOfNote(outcome.culprit, m_document).instrumentName + starter + ", " +
                 outcome.detail + ". Give an end time to cut it elsewhere.",
             longest, Severity::Warning});
    }
    warnOfSuspects();
    finishFile();
}

void RenderTask::chooseGain() {
    if (m_meter)
        m_result.loudness = m_meter->measured();
    if (!m_output)
        return;
    const double peak = *std::max_element(m_result.peaks.begin(), m_result.peaks.end());
    for (Diagnostic& warning : m_output->chooseGain(peak))
        m_result.problems.push_back(std::move(warning));
    m_result.gain = m_output->gain();
    m_result.loudness = m_output->loudness();
    for (double& channel : m_result.peaks)
        channel *= m_result.gain;
}

void RenderTask::warnOfSuspects() {
    // As long again as a quarter of the render: an instrument's name is worth some waiting only.
    const auto until =
        Clock::now() + std::chrono::milliseconds(1000) + (Clock::now() - m_started) / 4;
    const auto warn = [this](const StemReader::FirstTimes& times, const PlayingNote& culprit,
                             const std::string& what, const std::string& effect) {
        const double time =
            m_document.startTime + static_cast<double>(times.first.frame) / m_document.sampleRate;
        Diagnostic warning;
        warning.code = ErrorCode::SuspiciousSound;
        warning.severity = Severity::Warning;
        warning.place = placeOfNote(culprit, m_document);
        warning.message = "Channel " + std::to_string(times.first.channel + 1) + " has " + what +
                          " from " + secondsText(time) + " on" + effect + ".";
        m_result.problems.push_back(std::move(warning));
    };
    const auto culprit = [&](SuspectSearch::Kind kind) {
        return m_suspects ? m_suspects->result(kind, until, [this] { return stopRequested(); })
                          : PlayingNote{};
    };
    if (m_stem->notFinite().any)
        warn(m_stem->notFinite(), culprit(SuspectSearch::NotFinite),
             m_stem->notFinite().isInfinite ? "samples that have grown to infinity"
                                            : "samples that are no numbers (NaN)",
             sourceOfNotFinite(m_document));
    const bool isLoud = std::any_of(m_result.peaks.begin(), m_result.peaks.end(),
                                    [](double peak) { return peak > 1 + 1e-9; });
    // What grows beyond all numbers is loud on its way there.
    if (m_stem->loud().any && isLoud && !m_stem->notFinite().isInfinite)
        warn(m_stem->loud(), culprit(SuspectSearch::Loud), "samples above full scale",
             ", which clip in files of whole numbers and when played");
}

void RenderTask::finishFile() {
    if (hasSecondPass())
        if (const Expected<void> written =
                m_output->writeStem(m_input.stemPath, m_result.frames,
                                    [this](double done) { return tellWriting(done); });
            !written)
            failOutput(written.error());
    if (stopRequested())
        return;
    if (m_output && m_output->framesWritten() != m_result.frames)
        return fail({ErrorCode::Internal,
                     m_result.outputFile + " cannot be written: it was given " +
                         std::to_string(m_output->framesWritten()) + " frames of " +
                         std::to_string(m_result.frames) + ". Render again.",
                     outputPlace(), Severity::Error});
    m_committed = true;
    if (!m_output)
        return;
    m_result.clippedSamples = m_output->clippedSamples();
    if (const Expected<void> committed = m_output->commit(); !committed)
        fail(committed.error());
}

/// False when the second pass is to end.
bool RenderTask::tellWriting(double done) {
    {
        const std::lock_guard lock(m_state.mutex);
        m_state.progress.fraction = partOfRender + done * (1 - partOfRender);
    }
    if (Clock::now() - m_lastTold >= tellInterval)
        tell(RenderState::Writing);
    return !stopRequested();
}

/// What keeps the sound from its file, said of this file.
void RenderTask::failOutput(Diagnostic problem) {
    if (m_output && problem.place.file != m_result.outputFile) {
        problem.message = m_result.outputFile + " is not written. " + problem.message;
        problem.place = outputPlace();
    }
    fail(std::move(problem));
}

void RenderTask::fail(Diagnostic problem) {
    m_result.problems.push_back(std::move(problem));
    m_failed = true;
}

void RenderTask::tell(RenderState state) {
    RenderProgress progress;
    {
        const std::lock_guard lock(m_state.mutex);
        m_state.progress.state = state;
        if (state == RenderState::Finished) {
            m_state.progress.fraction = 1;
            m_state.progress.secondsLeft = 0;
        }
        progress = m_state.progress;
    }
    m_lastTold = Clock::now();
    if (m_callbacks.progress)
        m_callbacks.progress(progress);
}

double RenderTask::expectedEnd() const {
    return m_document.cutTime > 0 ? m_document.cutTime : m_document.scoreEnd + m_document.tail;
}

} // namespace stria
