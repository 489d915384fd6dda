// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_checks.h"

#include <algorithm>

#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/opcode_calls.h"

namespace stria {

namespace {

std::set<std::string> variablesIn(std::string_view code) {
    std::set<std::string> names;
    for (const Token& token : tokenize(code))
        if (token.kind == TokenKind::Name && looksLikeVariable(token.in(code)) &&
            !isKeyword(token.in(code)))
            names.emplace(token.in(code));
    return names;
}

void append(Diagnostics& problems, const Diagnostics& more) {
    problems.insert(problems.end(), more.begin(), more.end());
}

} // namespace

std::vector<OpcodeSignature> definedOpcodes(std::string_view code) {
    std::vector<OpcodeSignature> opcodes;
    const Statements statements(code);
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const auto statement = statements[i];
        if (statement.size() < 6 || statement[0].in(code) != "opcode" ||
            statement[1].kind != TokenKind::Name)
            continue;
        // `opcode Name, aa, kk`: what stands between the commas, brackets of arrays included.
        OpcodeSignature signature;
        signature.name = statement[1].in(code);
        std::string* part = &signature.outputs;
        for (const Token& token : statement.subspan(3)) {
            if (token.in(code) == ",")
                part = &signature.inputs;
            else
                *part += token.in(code);
        }
        for (std::string* text : {&signature.outputs, &signature.inputs})
            if (*text == "0")
                text->clear();
        opcodes.push_back(std::move(signature));
    }
    return opcodes;
}

CodeChecks checkCode(const Project& project, const CodeTarget& target) {
    CodeChecks checks;
    const std::string code = textOf(project, target).value_or("");
    const std::vector<std::string> others = otherTexts(project, target);
    const Place place = placeOf(project, target);
    checks.variables = variablesIn(code);
    checks.ownOpcodes = definedOpcodes(code);
    for (const std::string& other : others)
        for (OpcodeSignature& signature : definedOpcodes(other))
            checks.ownOpcodes.push_back(std::move(signature));

    checks.problems = findMistakes(code, place);
    const Instrument* instrument = project.find(target.instrument);
    if (target.isBody() && instrument) {
        auto parameters = readParameters(*instrument);
        if (parameters) {
            const std::vector<std::string_view> globals(others.begin(), others.end());
            append(checks.problems,
                   findUnsetVariables(code, *parameters, NamesElsewhere(globals), place));
            checks.parameters = std::move(*parameters);
        } else {
            append(checks.problems, parameters.error());
        }
    }
    std::stable_sort(
        checks.problems.begin(), checks.problems.end(),
        [](const Diagnostic& a, const Diagnostic& b) { return a.place.line < b.place.line; });
    return checks;
}

std::string withParameter(const Instrument& instrument, const std::string& name) {
    std::string body = instrument.body;
    const auto parameters = readParameters(instrument);
    const std::string declaration = name + (name.starts_with('S') ? "=\"\"" : "=0");
    if (parameters && parameters->header.length > 2) {
        body.insert(parameters->header.end() - 1, ", " + declaration);
        return body;
    }
    if (parameters && parameters->header.length > 0) {
        body.replace(parameters->header.begin, parameters->header.length, "|" + declaration + "|");
        return body;
    }
    // Behind the comment that describes the instrument.
    std::size_t begin = 0;
    for (const Token& token : tokenize(body)) {
        const bool isMark = token.kind == TokenKind::Unknown && token.begin == 0;
        if (!token.isBlank() && token.kind != TokenKind::NewLine && !isMark)
            break;
        if (token.kind == TokenKind::NewLine || isMark)
            begin = token.end();
    }
    const std::size_t firstEnd = body.find_first_of("\r\n");
    const bool isWindows = firstEnd != std::string::npos && body.compare(firstEnd, 2, "\r\n") == 0;
    body.insert(begin, "|" + declaration + "|" + (isWindows ? "\r\n" : "\n"));
    return body;
}

} // namespace stria
