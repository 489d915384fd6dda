// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/opcode_definitions.h"

#include "engine/orchestra/opcode_calls.h"

namespace stria {

namespace {

using Tokens = Statements::Tokens;

/// The texts between the commas behind `opcode`.
std::vector<std::string> headFields(Tokens statement, std::string_view text) {
    std::vector<std::string> fields(1);
    for (const Token& token : statement.subspan(1)) {
        if (token.in(text) == ",")
            fields.emplace_back();
        else
            fields.back() += token.in(text);
    }
    fields.resize(3);
    return fields;
}

int argumentCount(Tokens tokens, std::string_view text) {
    int count = tokens.empty() ? 0 : 1;
    int depth = 0;
    for (const Token& token : tokens) {
        depth += token.kind == TokenKind::Open ? 1 : token.kind == TokenKind::Close ? -1 : 0;
        if (depth == 0 && token.in(text) == ",")
            ++count;
    }
    return count;
}

std::string firstLetters(Tokens tokens, std::string_view text) {
    std::string letters;
    int depth = 0;
    bool begins = true;
    for (const Token& token : tokens) {
        if (begins)
            letters += text[token.begin];
        depth += token.kind == TokenKind::Open ? 1 : token.kind == TokenKind::Close ? -1 : 0;
        begins = depth == 0 && token.in(text) == ",";
    }
    return letters;
}

} // namespace

std::vector<OpcodeDefinition> readOpcodeDefinitions(std::string_view orchestra) {
    std::vector<OpcodeDefinition> definitions;
    bool isOpen = false;
    const Statements statements(orchestra);
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Tokens statement = statements[i];
        const std::string_view first = statement[0].in(orchestra);
        const int line = static_cast<int>(statement[0].line);
        if (first == "opcode") {
            const std::vector<std::string> fields = headFields(statement, orchestra);
            definitions.push_back({fields[0], fields[1], fields[2], line, line, {}, {}});
            isOpen = true;
            continue;
        }
        if (!isOpen)
            continue;
        OpcodeDefinition& definition = definitions.back();
        definition.lastLine = line;
        if (first == "endop")
            isOpen = false;
        const StatementParts parts = readParts(statement, orchestra);
        const std::string_view verb = parts.verb.in(orchestra);
        if (verb == "xin" && definition.xin.line == 0)
            definition.xin = {line, argumentCount(parts.outputs, orchestra),
                              firstLetters(parts.outputs, orchestra)};
        else if (verb == "xout" && definition.xout.line == 0)
            definition.xout = {line, argumentCount(parts.inputs, orchestra),
                               firstLetters(parts.inputs, orchestra)};
    }
    return definitions;
}

} // namespace stria
