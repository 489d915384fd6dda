// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/outcome_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <csignal>
#include <cstring>

#include "engine/orchestra/tokenizer.h"
#include "engine/render/problem_place.h"

namespace stria {
namespace {

std::string signalText(int signal) {
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
        return "it reached into memory that it does not own";
    case SIGFPE:
        return "a whole number was divided by zero";
    case SIGABRT:
        return "it gave up by itself";
    default:
        return "signal " + std::to_string(signal);
    }
}

bool isCrash(int signal) {
    return signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGABRT ||
           signal == SIGILL;
}

/// A process that is killed leaves no word. Who runs commands may have done it.
void suspectCommands(Diagnostic& problem, const CsdDocument& document,
                     const std::string& orchestra) {
    problem.message = "The helper program that renders was killed, and could not say any more";
    InstrumentId suspect;
    std::string names;
    int found = 0;
    for (const Token& token : tokenize(orchestra)) {
        const std::string_view word = token.in(orchestra);
        if (token.kind != TokenKind::Name || (word != "system" && word != "system_i"))
            continue;
        const Place place = document.sourceMap.placeOf(static_cast<int>(token.line));
        if (!place.instrument || place.instrument == suspect)
            continue;
        suspect = place.instrument;
        names += (names.empty() ? "" : ", ") + place.instrumentName;
        if (++found == 1)
            problem.place = place;
    }
    problem.message +=
        found == 0 ? ". It was ended from outside, by a person or the system."
                   : ": a command that an instrument runs may have done that (" + names + ").";
}

/// "while instrument glass was playing".
std::string whileText(const PlayingNote& note, const Place& place) {
    if (!note)
        return "while it read the orchestra or no event was playing";
    return "while instrument " + place.instrumentName +
           (note.starting ? " was starting" : " was playing");
}

} // namespace

std::string secondsText(double seconds) {
    std::array<char, 64> text{};
    const double rounded = std::round(seconds * 1000) / 1000;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), rounded).ptr;
    return std::string(text.data(), end) + " s";
}

Diagnostic diagnosticOf(const RenderOutcome& outcome, const CsdDocument& document,
                        const RenderSpec& spec, const RenderInput& input, double time) {
    using End = RenderOutcome::End;
    Diagnostic problem;
    problem.place = placeOfNote(outcome.culprit, document);
    const std::string busy = whileText(outcome.culprit, problem.place);
    const std::string when = outcome.culprit ? " at " + secondsText(time) : "";
    const std::string file = spec.outputFile.empty() ? "The sound" : spec.outputFile;
    switch (outcome.end) {
    case End::Stopped:
        problem.code = ErrorCode::Cancelled;
        problem.message = "The render was cancelled.";
        problem.place = {};
        break;
    case End::EndedEarly:
        problem.code = ErrorCode::OrchestraExited;
        problem.message = "The orchestra ended the score early, at " + secondsText(time) + ".";
        break;
    case End::Exited:
        problem.code = ErrorCode::OrchestraExited;
        problem.message =
            "The orchestra made Csound exit (exitnow or the like) " + busy + when + ".";
        break;
    case End::OutOfMemory:
        problem.code = ErrorCode::OutOfMemory;
        problem.message = "Csound took more memory than the " +
                          std::to_string(input.memoryLimit >> 20U) + " MB that it may, " + busy +
                          when + ".";
        break;
    case End::Crashed:
        problem.code = ErrorCode::Crashed;
        if (outcome.code == SIGKILL && !outcome.detail.empty())
            problem.message = "The helper program that renders was ended from outside by " +
                              outcome.detail + ". Render again.";
        else if (outcome.code == SIGKILL && !outcome.culprit)
            suspectCommands(problem, document, input.orchestra);
        else if (isCrash(outcome.code))
            problem.message =
                "Csound crashed " + busy + when + " (" + signalText(outcome.code) + ").";
        else
            problem.message = "The helper program that renders was ended " + busy + when + " (" +
                              signalText(outcome.code) + "): by the orchestra or from outside.";
        break;
    case End::Stalled:
        problem.code = ErrorCode::Stalled;
        problem.message = "There was no progress for " + secondsText(spec.stallLimit) + ", " +
                          busy + when + ": perhaps a loop that never ends.";
        break;
    case End::StemUnwritable:
        problem.code = ErrorCode::FileUnwritable;
        problem.message = file + " cannot be made: the sound could not be stored meanwhile in " +
                          input.stemPath + " (" +
                          std::strerror(outcome.code) + // NOLINT(concurrency-mt-unsafe)
                          "). Make room there, or set XDG_CACHE_HOME to another folder.";
        break;
    case End::WorkerMissing:
        problem.code = ErrorCode::WorkerMissing;
        problem.message = outcome.detail;
        break;
    case End::WorkerProtocol:
        problem.code = ErrorCode::WorkerProtocol;
        problem.message = outcome.detail;
        break;
    case End::Complete:
    case End::Refused:
    case End::NoteFailed:
        problem.message = "Csound could not render this, and did not say why.";
        break;
    }
    return problem;
}

Diagnostic notConfined(const std::string& gap) {
    return {ErrorCode::NotConfined, gap, {}, Severity::Warning};
}

} // namespace stria
