// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "engine/compile/csound_options.h"
#include "engine/orchestra/code_effects.h"
#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/parameters.h"
#include "engine/orchestra/score_events.h"
#include "engine/orchestra/score_text.h"
#include "engine/orchestra/tokenizer.h"
#include "engine/render/csound_messages.h"
#include "engine/render/problem_place.h"
#include "tests/fuzz/fuzz_targets.h"

namespace stria::fuzz {

namespace {

bool isWithin(const TextRange& range, std::string_view text) {
    return range.begin <= text.size() && range.length <= text.size() - range.begin;
}

bool haveMessages(const Diagnostics& problems) {
    return std::none_of(problems.begin(), problems.end(),
                        [](const Diagnostic& problem) { return problem.message.empty(); });
}

/// Tokens follow each other without gap, of the whole text and line by line.
bool isCoveredByTokens(std::string_view text) {
    std::size_t at = 0;
    for (const Token& token : tokenize(text)) {
        if (token.begin != at || token.length == 0)
            return false;
        at = token.end();
    }
    LineState state = LineState::Code;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::size_t covered = 0;
        for (const Token& token : tokenizeLine(text.substr(begin, end - begin), state))
            covered += token.length;
        if (covered != end - begin)
            return false;
        begin = end + 1;
    }
    return at == text.size();
}

Project projectWithInstrument() {
    Project project;
    Instrument instrument;
    instrument.id = *InstrumentId::fromText("1");
    instrument.name = "tone";
    instrument.body = "|kamp=0.5, Sname=\"a\", ibus=0|\naout oscili kamp, p4\nouts aout, aout\n";
    (void)project.insert(instrument);
    return project;
}

} // namespace

bool orchestra(std::string_view bytes) {
    if (!isCoveredByTokens(bytes))
        return false;
    Instrument instrument;
    instrument.name = "fuzzed";
    instrument.body = bytes;
    const ExpectedAll<InstrumentParameters> parameters = readParameters(instrument);
    if (!parameters)
        return !parameters.error().empty() && haveMessages(parameters.error());
    for (const Parameter& parameter : parameters->parameters)
        if (!isWithin(parameter.place, bytes) || !isWithin(parameter.statement, bytes) ||
            (parameter.kind == Parameter::Kind::Text) !=
                std::holds_alternative<std::string>(parameter.defaultValue))
            return false;
    const CodeEffects effects = readCodeEffects(bytes);
    if (!std::is_sorted(effects.opcodes.begin(), effects.opcodes.end()))
        return false;
    return haveMessages(findMistakes(bytes, {})) &&
           haveMessages(findUndefinedMacros(bytes, macrosDefinedIn(bytes), {})) &&
           haveMessages(findUnsetVariables(bytes, *parameters, NamesElsewhere({bytes}), {}));
}

bool score(std::string_view bytes) {
    (void)looksLikeScore(bytes);
    const ScoreText text = readScoreText(bytes);
    if (!haveMessages(text.problems))
        return false;
    for (const ScoreStatement& statement : text.statements)
        if (!(statement.start >= 0) || statement.line < 1)
            return false;
    static const Project project = projectWithInstrument();
    const ScoreEvents read = readScoreEvents(project, bytes);
    if (!haveMessages(read.problems))
        return false;
    if (hasErrors(read.problems))
        return true;
    std::vector<const ScoreEvent*> events;
    for (const ScoreEvent& event : read.events)
        events.push_back(&event);
    const ScoreEvents again = readScoreEvents(project, scoreTextOf(project, events));
    return !hasErrors(again.problems) && again.events.size() == events.size();
}

bool csoundMessages(std::string_view bytes) {
    // What stands before the first empty line is code or an option, the rest are Csound's words.
    const std::size_t end = std::min(bytes.find("\n\n"), bytes.size());
    const std::string head(bytes.substr(0, end));
    const auto options = checkCsoundOptions({head});
    if (!options && options.error().message.empty())
        return false;
    CsoundMessages messages;
    CsdDocument document;
    for (std::size_t begin = end; begin < bytes.size();) {
        const std::size_t lineEnd = std::min(bytes.find('\n', begin), bytes.size());
        const std::string_view line = bytes.substr(begin, lineEnd - begin);
        (void)CsoundMessages::isChatter(line);
        if (const auto problem = messages.read(line, {}))
            if (problem->text.empty() || toDiagnostic(*problem, document, head).message.empty())
                return false;
        begin = lineEnd + 1;
    }
    return !toDiagnostic(messages.compileError(), document, head).message.empty();
}

} // namespace stria::fuzz
