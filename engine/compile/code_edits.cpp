// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/code_edits.h"

#include <algorithm>
#include <string>

#include "engine/orchestra/statements.h"
#include "engine/orchestra/text_range.h"

namespace stria {

namespace {

bool isAssignment(std::string_view text) {
    return text == "=" || text == "+=" || text == "-=" || text == "*=" || text == "/=";
}

/// ":a", ":k" or ":i": the rate of a variable by its name; ":a" for any other.
std::string suffixOf(std::string_view variable) {
    if (variable.starts_with('g'))
        variable.remove_prefix(1);
    const char rate = variable.empty() ? 'a' : variable.front();
    return rate == 'k' ? ":k" : rate == 'i' ? ":i" : ":a";
}

/// The rate that a `busin(` at token `at` of a statement is wanted for; none where Csound chooses
/// by itself (`kx busin ibus`).
std::string wantedRate(const Statements& statements, Statements::Tokens tokens, std::size_t at) {
    const auto textOf = [&](std::size_t i) { return statements.textOf(tokens[i]); };
    if (at + 1 >= tokens.size() || textOf(at + 1) != "(")
        return "";
    if (at >= 2 && textOf(at - 1) == "(") {
        // a(busin(ibus)) converts a control value, k(busin(ibus)) an audio one.
        if (textOf(at - 2) == "a" || textOf(at - 2) == "i")
            return ":k";
        if (textOf(at - 2) == "k" || textOf(at - 2) == "downsamp")
            return ":a";
    }
    if (tokens.size() > 1 && at > 1 && isAssignment(textOf(1)))
        return suffixOf(textOf(0));
    return at == 1 ? suffixOf(textOf(0)) : ":a";
}

void addBusEdits(std::string_view code, const CodeEffects& effects, std::vector<TextEdit>& edits) {
    const bool any =
        std::any_of(effects.busCalls.begin(), effects.busCalls.end(),
                    [](const BusCall& call) { return call.opcode == BusCall::Opcode::In; });
    if (!any)
        return;
    const Statements statements(code);
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Statements::Tokens tokens = statements[i];
        for (std::size_t at = 0; at < tokens.size(); ++at) {
            if (tokens[at].kind != TokenKind::Name || statements.textOf(tokens[at]) != "busin")
                continue;
            const std::string rate = wantedRate(statements, tokens, at);
            if (!rate.empty())
                edits.push_back({tokens[at].end(), 0, rate});
        }
    }
}

} // namespace

std::vector<TextEdit> editsFor(std::string_view code, const CodeEffects& effects,
                               const NumberOfName& numberOfName) {
    std::vector<TextEdit> edits;
    addBusEdits(code, effects, edits);
    for (const InstrumentReference& reference : effects.instrumentReferences)
        if (const std::optional<int> number = numberOfName(reference.name))
            edits.push_back(
                {reference.place.begin, reference.place.length, std::to_string(*number)});
    sortEdits(edits);
    return edits;
}

std::vector<TextRange> headerStatements(std::string_view code) {
    std::vector<TextRange> found;
    bool inside = false;
    const Statements statements(code);
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Statements::Tokens tokens = statements[i];
        const std::string_view word = statements.textOf(tokens[0]);
        if (word == "instr" || word == "opcode")
            inside = true;
        else if (word == "endin" || word == "endop")
            inside = false;
        const bool isHeader = word == "sr" || word == "kr" || word == "ksmps" || word == "nchnls" ||
                              word == "0dbfs" || word == "A4";
        if (!inside && isHeader && tokens.size() > 2 && statements.textOf(tokens[1]) == "=")
            found.push_back(rangeOf(code, tokens.front(), tokens.back()));
    }
    return found;
}

void sortEdits(std::vector<TextEdit>& edits) {
    std::sort(edits.begin(), edits.end(),
              [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
}

} // namespace stria
