// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/renderer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "engine/render/stem_writer.h"

namespace stria {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto progressInterval = std::chrono::milliseconds(20);
constexpr auto floodInterval = std::chrono::milliseconds(100);
constexpr int mostLines = 100;

/// Why a note goes on for so long.
std::string lengthText(double p3) {
    constexpr double noPiece = 1e8; // three years
    if (std::isnan(p3))
        return "endless, since its length is no number (NaN)";
    if (std::isinf(p3))
        return "endless, since its length is infinite";
    if (p3 < 0)
        return "endless, since it is held (its length is below 0)";
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), p3).ptr;
    return (p3 > noPiece ? "endless, since its length is " : "its length is ") +
           std::string(text.data(), end) + " s";
}

} // namespace

#if defined(__SSE2__)
FlushToZero::FlushToZero() : m_before(_mm_getcsr()) {
    _mm_setcsr(static_cast<unsigned>(m_before) | 0x8040U);
}
FlushToZero::~FlushToZero() {
    _mm_setcsr(static_cast<unsigned>(m_before));
}
#elif defined(__aarch64__)
FlushToZero::FlushToZero() {
    asm volatile("mrs %0, fpcr" : "=r"(m_before));
    asm volatile("msr fpcr, %0" : : "r"(m_before | (1U << 24U)));
}
FlushToZero::~FlushToZero() {
    asm volatile("msr fpcr, %0" : : "r"(m_before));
}
#else
FlushToZero::FlushToZero() = default;
FlushToZero::~FlushToZero() = default;
#endif

/// The stretch of the score that becomes the file, and what has been written of it.
class Renderer::Run {
  public:
    Run(Renderer& renderer, Csound& csound)
        : m_renderer(renderer), m_input(renderer.m_input), m_csound(csound),
          m_stem(m_input.stemPath, csound.channels()), m_ksmps(csound.ksmps()),
          m_first(frameAt(m_input.startTime)) {
        if (m_input.cutTime > 0)
            m_end = frameAt(m_input.cutTime);
    }

    RenderOutcome play() {
        RenderOutcome outcome;
        while (!isOver() && outcome.end == RenderOutcome::End::Complete) {
            if (m_renderer.m_listener.stopRequested())
                outcome.end = RenderOutcome::End::Stopped;
            else
                outcome.end = playCycle();
        }
        if (!m_stem.flush()) {
            outcome.end = RenderOutcome::End::StemUnwritable;
            outcome.code = m_stem.error();
        }
        if (outcome.end == RenderOutcome::End::Exited) {
            outcome.culprit = m_csound.busyNote();
            outcome.code = m_csound.exitCode();
        } else if (outcome.end == RenderOutcome::End::OutOfMemory) {
            outcome.culprit = m_csound.busyNote();
        }
        outcome.releasesCut = m_releasesCut;
        if (m_releasesCut) {
            outcome.culprit = m_longest.note;
            outcome.detail = lengthText(m_longest.length);
        }
        outcome.frames = m_stem.framesWritten();
        m_renderer.m_listener.onProgress(outcome.frames, cycleStart() / m_csound.sampleRate());
        return outcome;
    }

  private:
    std::int64_t frameAt(double time) const { return std::llround(time * m_csound.sampleRate()); }
    std::int64_t cycleStart() const { return m_renderer.m_cycle * m_ksmps; }
    bool isOver() const { return m_end && cycleStart() >= *m_end; }

    RenderOutcome::End playCycle() {
        const bool allStarted = !m_renderer.startDueNotes();
        switch (m_csound.perform()) {
        case Csound::Cycle::Ended: {
            // At the score's end this is but Csound's way to say that nothing is left.
            const std::int64_t end =
                frameAt(m_input.cutTime > 0 ? m_input.cutTime : m_input.scoreEnd);
            if (allStarted && cycleStart() + m_ksmps >= end) {
                m_end = cycleStart();
                return RenderOutcome::End::Complete;
            }
            return RenderOutcome::End::EndedEarly;
        }
        case Csound::Cycle::Exited:
            return RenderOutcome::End::Exited;
        case Csound::Cycle::OutOfMemory:
            return RenderOutcome::End::OutOfMemory;
        case Csound::Cycle::Played:
            break;
        }
        if (m_renderer.m_noteFailed && !m_input.keepGoing)
            return RenderOutcome::End::NoteFailed;
        if (!m_end && allStarted)
            lookForEnd();
        const bool written = keepSound();
        ++m_renderer.m_cycle;
        if (!written)
            return RenderOutcome::End::StemUnwritable;
        tellProgress();
        return RenderOutcome::End::Complete;
    }

    /// The score is over when nothing plays any more, or when what still plays has had its time.
    void lookForEnd() {
        const std::int64_t scoreEnd = frameAt(m_input.scoreEnd);
        if (cycleStart() + m_ksmps < scoreEnd)
            return;
        const bool plays = m_csound.isPlayingOtherThan(m_renderer.m_generated);
        m_releasesCut = plays && cycleStart() >= scoreEnd + frameAt(m_input.releaseLimit);
        if (m_releasesCut)
            m_longest = m_csound.longestNoteOtherThan(m_renderer.m_generated);
        if (!plays || m_releasesCut)
            m_end = std::max(scoreEnd, cycleStart()) + frameAt(m_input.tail);
    }

    bool keepSound() {
        const std::int64_t begin = std::max(m_first, cycleStart());
        const std::int64_t end =
            std::min(m_end.value_or(cycleStart() + m_ksmps), cycleStart() + m_ksmps);
        if (end <= begin)
            return true;
        const auto channels = static_cast<std::size_t>(m_csound.channels());
        return m_stem.append(
            m_csound.output().subspan(static_cast<std::size_t>(begin - cycleStart()) * channels,
                                      static_cast<std::size_t>(end - begin) * channels));
    }

    void tellProgress() {
        const auto now = Clock::now();
        if (now < m_nextProgress)
            return;
        m_nextProgress = now + progressInterval;
        m_stem.flush();
        m_renderer.m_listener.onProgress(m_stem.framesWritten(),
                                         static_cast<double>(cycleStart()) / m_csound.sampleRate());
    }

    Renderer& m_renderer;
    const RenderInput& m_input;
    Csound& m_csound;
    StemWriter m_stem;
    const std::int64_t m_ksmps;
    const std::int64_t m_first;
    std::optional<std::int64_t> m_end;
    bool m_releasesCut = false;
    Csound::LongNote m_longest; ///< when they are cut
    Clock::time_point m_nextProgress = Clock::now() + progressInterval;
};

Renderer::Renderer(const RenderInput& input, RenderListener& listener)
    : m_input(input), m_listener(listener) {
    for (const RenderInput::InstrumentNumber& instrument : input.instruments)
        if (instrument.generated)
            m_generated.push_back(instrument.number);
}

Renderer::~Renderer() = default;

void Renderer::takeLine(std::string_view line) {
    if (!m_listening)
        return;
    const std::optional<CsoundProblem> problem = m_messages.read(line, m_csound->busyNote());
    if (problem) {
        m_noteFailed = true;
        m_listener.onProblem(*problem);
    }
    if (!CsoundMessages::isChatter(line))
        tellLine(line);
}

void Renderer::tellLine(std::string_view line) {
    const auto now = Clock::now();
    if (now - m_floodStart > floodInterval) {
        tellDropped();
        m_floodStart = now;
        m_linesTold = 0;
    }
    if (++m_linesTold <= mostLines)
        m_listener.onMessage(std::string(line));
    else
        ++m_linesDropped;
}

void Renderer::tellDropped() {
    if (m_linesDropped > 0)
        m_listener.onMessage("(and " + std::to_string(m_linesDropped) + " more lines)");
    m_linesDropped = 0;
}

bool Renderer::compile(const std::string& orchestra, Csound::Watcher watcher) {
    Csound::Settings settings;
    settings.options = m_input.options;
    for (const RenderInput::InstrumentNumber& instrument : m_input.instruments)
        settings.highestInstrument = std::max(settings.highestInstrument, instrument.number);
    for (const bool plugins : {m_input.needsPlugins, true}) {
        settings.plugins = plugins;
        m_messages = {};
        // Lines come only once the object is there for takeLine to ask.
        m_csound = std::make_unique<Csound>(settings, [this](std::string_view line) {
            if (m_csound)
                takeLine(line);
        });
        if (watcher)
            m_csound->watch(watcher);
        if (m_csound->compile(orchestra)) {
            if (m_csound->channels() == m_input.channels)
                return true;
            // It would take memory for them as soon as it starts.
            m_listener.onProblem({.text = "The orchestra sets nchnls to " +
                                          std::to_string(m_csound->channels()) +
                                          ", which belongs to the project's settings.",
                                  .word = "nchnls"});
            return false;
        }
        if (plugins || !m_messages.mayMissOpcode())
            break;
    }
    m_listener.onProblem(m_messages.compileError());
    return false;
}

/// True while notes are left for later cycles.
bool Renderer::startDueNotes() {
    const double cyclesPerSecond = m_csound->sampleRate() / m_csound->ksmps();
    while (m_nextNote < m_input.noteLengths.size()) {
        const std::size_t length = m_input.noteLengths[m_nextNote];
        const std::span<const double> pfields(m_input.noteValues.data() + m_nextValue, length);
        if (static_cast<std::int64_t>(pfields[1] * cyclesPerSecond + 0.5) > m_cycle)
            return true;
        m_csound->startEvent(pfields);
        ++m_nextNote;
        m_nextValue += length;
    }
    return false;
}

RenderOutcome Renderer::run() {
    const FlushToZero flushToZero;
    if (!compile(m_input.orchestra))
        return {.end = RenderOutcome::End::Refused};
    m_listener.onCompiled();
    if (!m_csound->start()) {
        if (m_csound->hasExited())
            return {.end = RenderOutcome::End::Exited, .code = m_csound->exitCode()};
        if (!m_noteFailed)
            m_listener.onProblem({.text = "Csound cannot start this orchestra."});
        return {.end = RenderOutcome::End::Refused};
    }
    if (m_noteFailed && !m_input.keepGoing)
        return {.end = RenderOutcome::End::NoteFailed};
    m_listener.onStarted();
    const RenderOutcome outcome = Run(*this, *m_csound).play();
    tellDropped();
    return outcome;
}

RenderOutcome Renderer::check() {
    return {.end = compile(m_input.orchestra) ? RenderOutcome::End::Complete
                                              : RenderOutcome::End::Refused};
}

PlayingNote Renderer::findCulprit(const RenderInput::Suspect& suspect) {
    const FlushToZero flushToZero;
    m_listening = false;
    PlayingNote culprit;
    double before = 0;
    double largest = 0;
    bool watching = false;
    const auto watcher = [&](const PlayingNote& note) {
        if (!watching)
            return;
        const int frame =
            static_cast<int>(suspect.frame % static_cast<std::uint64_t>(m_csound->ksmps()));
        const double now = m_csound->sampleSoFar(frame, suspect.channel);
        const double change = std::isfinite(now)      ? std::abs(now - before)
                              : std::isfinite(before) ? HUGE_VAL
                                                      : 0.0;
        if (change > largest) {
            largest = change;
            culprit = note;
        }
        before = now;
    };
    if (!compile(watchInstruments(m_input.orchestra), watcher))
        return {};
    m_listener.onCompiled();
    if (!m_csound->start())
        return {};
    const std::int64_t last = static_cast<std::int64_t>(suspect.frame) / m_csound->ksmps();
    for (; m_cycle <= last && !m_listener.stopRequested(); ++m_cycle) {
        startDueNotes();
        watching = m_cycle == last;
        if (m_csound->perform() != Csound::Cycle::Played)
            break;
    }
    return culprit;
}

int Renderer::notesStarted() const noexcept {
    const int given = static_cast<int>(m_nextNote);
    return m_csound ? given + std::min(m_csound->activeCount(), given) : 0;
}

PlayingNote Renderer::busyNote() const noexcept {
    return m_csound ? m_csound->busyNote() : PlayingNote{};
}

} // namespace stria
