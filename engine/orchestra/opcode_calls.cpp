// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/opcode_calls.h"

#include <algorithm>
#include <array>

#include "engine/orchestra/word_list.h"

namespace stria {

namespace {

using namespace std::string_view_literals;
using Tokens = Statements::Tokens;

constexpr std::array keywords = {"if"sv,    "then"sv,     "ithen"sv,  "kthen"sv, "elseif"sv,
                                 "else"sv,  "endif"sv,    "while"sv,  "until"sv, "do"sv,
                                 "od"sv,    "enduntil"sv, "goto"sv,   "igoto"sv, "kgoto"sv,
                                 "instr"sv, "endin"sv,    "opcode"sv, "endop"sv, "fi"sv};

/// Opcodes without outputs whose names begin as those of variables do (Csound 6.18).
constexpr std::array writeNothing = {"alwayson"sv,
                                     "arduinoStop"sv,
                                     "ficlose"sv,
                                     "fin"sv,
                                     "fini"sv,
                                     "fink"sv,
                                     "flashtxt"sv,
                                     "fluidAllOut"sv,
                                     "fluidCCi"sv,
                                     "fluidCCk"sv,
                                     "fluidControl"sv,
                                     "fluidNote"sv,
                                     "fluidProgramSelect"sv,
                                     "fluidSetInterpMethod"sv,
                                     "fout"sv,
                                     "fouti"sv,
                                     "foutir"sv,
                                     "foutk"sv,
                                     "fprintks"sv,
                                     "fprints"sv,
                                     "ftfree"sv,
                                     "ftload"sv,
                                     "ftloadk"sv,
                                     "ftmorf"sv,
                                     "ftprint"sv,
                                     "ftsave"sv,
                                     "ftsavek"sv,
                                     "ftset"sv,
                                     "ftslice"sv,
                                     "ftslicei"sv,
                                     "ihold"sv,
                                     "imagefree"sv,
                                     "imagesave"sv,
                                     "imagesetpixel"sv,
                                     "initc14"sv,
                                     "initc21"sv,
                                     "initc7"sv,
                                     "inrg"sv,
                                     "insglobal"sv,
                                     "insremot"sv,
                                     "inz"sv,
                                     "writescratch"sv};

constexpr std::array assignments = {"="sv, "+="sv, "-="sv, "*="sv, "/="sv, "%="sv, "^="sv};

bool isOutputName(const Token& token) {
    return token.kind == TokenKind::Name || token.kind == TokenKind::PField;
}

/// The index behind `[...]` groups that begin at `from`.
std::size_t skipIndices(Tokens tokens, std::size_t from, std::string_view text) {
    while (from < tokens.size() && tokens[from].in(text) == "[") {
        int depth = 0;
        while (from < tokens.size()) {
            const std::string_view word = tokens[from++].in(text);
            depth += word == "[" ? 1 : word == "]" ? -1 : 0;
            if (depth == 0)
                break;
        }
    }
    return from;
}

/// How many tokens make up the list `name, name[index], ...` at the start.
std::size_t outputListEnd(Tokens tokens, std::string_view text) {
    std::size_t end = 0;
    while (end < tokens.size() && isOutputName(tokens[end])) {
        end = skipIndices(tokens, end + 1, text);
        if (end + 1 >= tokens.size() || tokens[end].in(text) != "," ||
            !isOutputName(tokens[end + 1]))
            break;
        ++end;
    }
    return end;
}

/// For `X Y ...` with two names: whether X is the opcode and Y belongs to its first argument.
bool firstIsOpcode(Tokens tokens, std::string_view text) {
    const std::string_view first = tokens[0].in(text);
    if (!looksLikeVariable(first) || isListed(writeNothing, first))
        return true;
    if (tokens.size() == 2)
        return false;
    const std::string_view third = tokens[2].in(text);
    return third == "," || third == "[" ||
           (tokens[2].kind == TokenKind::Operator && third != "-" && third != "+" && third != "!" &&
            third != "~");
}

std::vector<Tokens> splitArguments(Tokens tokens, std::string_view text) {
    std::vector<Tokens> arguments;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind == TokenKind::Open) {
            ++depth;
        } else if (tokens[i].kind == TokenKind::Close) {
            --depth;
        } else if (depth == 0 && tokens[i].in(text) == ",") {
            arguments.push_back(tokens.subspan(begin, i - begin));
            begin = i + 1;
        }
    }
    if (begin < tokens.size())
        arguments.push_back(tokens.subspan(begin));
    return arguments;
}

/// The index of what closes the bracket at `open`, or the end.
std::size_t closing(Tokens tokens, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < tokens.size(); ++i) {
        if (tokens[i].kind == TokenKind::Open)
            ++depth;
        else if (tokens[i].kind == TokenKind::Close && --depth == 0)
            return i;
    }
    return tokens.size();
}

/// The brackets of an expression with their partners and the commas between, found in one pass
/// however deep they are nested.
class BracketPairs {
  public:
    BracketPairs(Tokens tokens, std::string_view text) : m_tokens(tokens), m_pairs(tokens.size()) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].kind == TokenKind::Open) {
                open.push_back(i);
            } else if (open.empty()) {
                continue;
            } else if (tokens[i].kind == TokenKind::Close) {
                m_pairs[open.back()].close = i;
                open.pop_back();
            } else if (tokens[i].in(text) == ",") {
                m_pairs[open.back()].commas.push_back(i);
            }
        }
        for (const std::size_t unclosed : open)
            m_pairs[unclosed].close = tokens.size();
    }

    /// The index of what closes the bracket at `open`, or the end.
    std::size_t close(std::size_t open) const { return m_pairs[open].close; }
    std::vector<Tokens> arguments(std::size_t open) const {
        std::vector<Tokens> arguments;
        std::size_t begin = open + 1;
        for (const std::size_t comma : m_pairs[open].commas) {
            arguments.push_back(m_tokens.subspan(begin, comma - begin));
            begin = comma + 1;
        }
        if (begin < m_pairs[open].close)
            arguments.push_back(m_tokens.subspan(begin, m_pairs[open].close - begin));
        return arguments;
    }

  private:
    struct Pair {
        std::size_t close = 0;
        std::vector<std::size_t> commas;
    };
    Tokens m_tokens;
    std::vector<Pair> m_pairs;
};

/// `name(...)` and `name:rate(...)` in an expression.
void visitFunctions(Tokens tokens, Tokens outputs, std::string_view text,
                    const std::function<void(const OpcodeCall&)>& visit) {
    if (std::none_of(tokens.begin(), tokens.end(),
                     [](const Token& token) { return token.kind == TokenKind::Open; }))
        return;
    const BracketPairs brackets(tokens, text);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::Name || isKeyword(tokens[i].in(text)))
            continue;
        OpcodeCall call;
        call.name = call.last = tokens[i];
        std::size_t open = i + 1;
        if (i + 3 < tokens.size() && tokens[open].in(text) == ":" &&
            tokens[i + 2].kind == TokenKind::Name) {
            call.rate = tokens[i + 2].in(text);
            call.last = tokens[i + 2];
            open = i + 3;
            while (open < tokens.size() && tokens[open].in(text) == "[")
                open = std::min(brackets.close(open), tokens.size() - 1) + 1;
        }
        if (open >= tokens.size() || tokens[open].in(text) != "(")
            continue;
        i = call.rate.empty() ? i : i + 2;
        call.isFunction = true;
        call.outputs = outputs;
        call.arguments = brackets.arguments(open);
        visit(call);
    }
}

} // namespace

bool isKeyword(std::string_view word) {
    return isListed(keywords, word);
}

bool looksLikeVariable(std::string_view name) {
    if (name.starts_with('g'))
        name.remove_prefix(1);
    return name.size() > 1 && "akiSfw"sv.find(name[0]) != std::string_view::npos;
}

StatementParts readParts(Tokens statement, std::string_view text) {
    StatementParts parts;
    if (statement.empty())
        return parts;
    const Token& first = statement[0];
    parts.verb = first;
    parts.inputs = statement.subspan(1);
    if (first.kind == TokenKind::Directive) {
        parts.form = StatementParts::Form::Directive;
        return parts;
    }
    if (statement.size() == 2 && first.kind == TokenKind::Name && statement[1].in(text) == ":") {
        parts.form = StatementParts::Form::Label;
        return parts;
    }
    if (first.kind == TokenKind::Name && isKeyword(first.in(text))) {
        parts.form = StatementParts::Form::Control;
        return parts;
    }
    const std::size_t end = outputListEnd(statement, text);
    if (end == 0)
        return parts;
    const bool hasVerb = end < statement.size();
    if (hasVerb && isListed(assignments, statement[end].in(text))) {
        parts.form = StatementParts::Form::Assignment;
    } else if (hasVerb && statement[end].kind == TokenKind::Name &&
               !(end == 1 && firstIsOpcode(statement, text))) {
        parts.form = StatementParts::Form::Opcode;
    } else {
        const bool macroTakesOver =
            hasVerb && statement[end].kind == TokenKind::Macro && looksLikeVariable(first.in(text));
        if (end == 1 && first.kind == TokenKind::Name && !macroTakesOver)
            parts.form = StatementParts::Form::Opcode;
        return parts;
    }
    parts.outputs = statement.subspan(0, end);
    parts.verb = statement[end];
    parts.inputs = statement.subspan(end + 1);
    return parts;
}

void forEachCall(const StatementParts& parts, std::string_view text,
                 const std::function<void(const OpcodeCall&)>& visit) {
    if (parts.form == StatementParts::Form::Opcode) {
        const bool isFunction = !parts.inputs.empty() && parts.inputs[0].in(text) == "(" &&
                                parts.outputs.empty() &&
                                closing(parts.inputs, 0) + 1 >= parts.inputs.size();
        OpcodeCall call;
        call.name = call.last = parts.verb;
        call.isFunction = isFunction;
        call.outputs = parts.outputs;
        const Tokens inputs =
            isFunction ? parts.inputs.subspan(1, closing(parts.inputs, 0) - 1) : parts.inputs;
        call.arguments = splitArguments(inputs, text);
        visit(call);
    }
    if (parts.form == StatementParts::Form::Directive || parts.form == StatementParts::Form::Label)
        return;
    visitFunctions(parts.outputs, {}, text, visit);
    visitFunctions(parts.inputs,
                   parts.form == StatementParts::Form::Assignment ? parts.outputs : Tokens{}, text,
                   visit);
}

} // namespace stria
