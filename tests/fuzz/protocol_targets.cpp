// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "engine/render/outcome_text.h"
#include "engine/render/problem_place.h"
#include "engine/render/worker_protocol.h"
#include "tests/fuzz/fuzz_targets.h"

namespace stria::fuzz {

namespace {

using namespace worker_protocol;

RenderInput exampleInput() {
    RenderInput input;
    input.orchestra = "instr 1\nouts a(p4), a(p5)\nendin\n";
    input.options = {"-m0", "--omacro:X=1"};
    input.instruments = {{1, false}, {2, true}};
    input.noteValues = {1, 0, 2, 0.5, 0.25, 1, 1, 2, 0.5};
    input.noteLengths = {5, 4};
    input.stemPath = "/tmp/stem";
    return input;
}

template <class... Values> std::string framed(Kind kind, const Values&... values) {
    Packer packer;
    static_cast<void>((packer << ... << values));
    return encode(kind, packer.take());
}

/// What was read whole is written as the bytes that were read.
template <class Value> bool isFaithful(std::string_view body, Value& value) {
    Unpacker unpacker(body);
    unpacker >> value;
    if (!unpacker.ok())
        return true;
    Packer packer;
    packer << value;
    return body.starts_with(packer.take());
}

bool isRequestRight(const Frame& frame) {
    Unpacker body(frame.body);
    switch (frame.kind) {
    case Kind::Check:
    case Kind::Render:
    case Kind::Trace:
    case Kind::Open: {
        RenderInput input;
        body >> input;
        if (!body.ok())
            return true;
        const std::uint64_t values =
            std::accumulate(input.noteLengths.begin(), input.noteLengths.end(), std::uint64_t{0});
        Packer packer;
        packer << input;
        return values == input.noteValues.size() && input.channels > 0 && input.ksmps > 0 &&
               frame.body.starts_with(packer.take());
    }
    case Kind::Compile: {
        std::string text;
        return isFaithful(frame.body, text);
    }
    case Kind::Event: {
        std::vector<double> fields;
        return isFaithful(frame.body, fields);
    }
    default:
        return true;
    }
}

bool isAnswerRight(const Frame& frame) {
    switch (frame.kind) {
    case Kind::Hello:
        (void)decodeHello(frame);
        return true;
    case Kind::Message:
    case Kind::Unconfined: {
        std::string text;
        return isFaithful(frame.body, text);
    }
    case Kind::Problem: {
        CsoundProblem problem;
        if (!isFaithful(frame.body, problem))
            return false;
        (void)toDiagnostic(problem, {}, "instr 1\nouts a(p4), a(p5)\nendin\n");
        return true;
    }
    case Kind::Culprit: {
        PlayingNote note;
        return isFaithful(frame.body, note);
    }
    case Kind::Done: {
        RenderOutcome outcome;
        return isFaithful(frame.body, outcome) && outcome.end <= RenderOutcome::End::WorkerProtocol;
    }
    default:
        return true;
    }
}

/// The stream arrives in pieces, as from a socket.
bool eachFrame(std::string_view bytes, bool (*isRight)(const Frame&)) {
    FrameReader reader;
    constexpr std::size_t piece = 61;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        reader.add(bytes.data(), std::min(piece, bytes.size()));
        while (const auto frame = reader.next())
            if (!isRight(*frame))
                return false;
        if (reader.isGarbage())
            return !reader.next();
    }
    return true;
}

} // namespace

bool requests(std::string_view bytes) {
    return eachFrame(bytes, isRequestRight);
}

bool answers(std::string_view bytes) {
    return eachFrame(bytes, isAnswerRight);
}

std::vector<std::string> requestExamples() {
    const RenderInput input = exampleInput();
    return {framed(Kind::Render, input), framed(Kind::Check, input),
            framed(Kind::Trace, input, std::uint64_t{441}, 1),
            framed(Kind::Open, input) + framed(Kind::Compile, input.orchestra) +
                framed(Kind::Event, input.noteValues) + framed(Kind::Set, 1.5, 4, 0.5) +
                framed(Kind::Stop, 1.5) + framed(Kind::Cancel)};
}

std::vector<std::string> answerExamples() {
    const PlayingNote note{1, 1.25, true};
    CsoundProblem problem;
    problem.kind = CsoundProblem::Kind::Init;
    problem.text = "A table is missing.";
    problem.word = "oscili";
    problem.line = 2;
    problem.note = note;
    CsoundProblem compile = problem;
    compile.kind = CsoundProblem::Kind::Compile;
    RenderOutcome outcome;
    outcome.frames = 44100;
    outcome.culprit = note;
    outcome.detail = "all";
    const std::string hello = encode(Kind::Hello, packHello({version, "6.18.1", 4711}));
    return {hello + framed(Kind::Started) + framed(Kind::Message, std::string("rtevent: 1")) +
                framed(Kind::Problem, problem) + framed(Kind::Progress, std::uint64_t{4410}, 0.1) +
                framed(Kind::Done, outcome),
            hello + framed(Kind::Problem, compile) + framed(Kind::Done, outcome),
            framed(Kind::Culprit, note)};
}

} // namespace stria::fuzz
