// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/code_effects.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "engine/orchestra/include_directive.h"
#include "engine/orchestra/inline_header.h"
#include "engine/orchestra/literals.h"
#include "engine/orchestra/opcode_calls.h"
#include "engine/orchestra/outside_opcodes.h"
#include "engine/orchestra/word_list.h"

namespace stria {

namespace {

using namespace std::string_view_literals;
using Tokens = Statements::Tokens;

/// Opcodes that take an instrument by name, and in which arguments (from 0).
struct InstrumentArgument {
    std::string_view opcode;
    std::size_t index;
};
constexpr std::array instrumentArguments = {InstrumentArgument{"schedule", 0},
                                            InstrumentArgument{"schedulek", 0},
                                            InstrumentArgument{"schedwhen", 1},
                                            InstrumentArgument{"schedkwhen", 3},
                                            InstrumentArgument{"schedkwhennamed", 3},
                                            InstrumentArgument{"event", 1},
                                            InstrumentArgument{"event_i", 1},
                                            InstrumentArgument{"nstrnum", 0},
                                            InstrumentArgument{"nametoinstrnum", 0},
                                            InstrumentArgument{"nstance", 0},
                                            InstrumentArgument{"active", 0},
                                            InstrumentArgument{"turnoff2", 0},
                                            InstrumentArgument{"turnoff2_i", 0},
                                            InstrumentArgument{"turnoff3", 0},
                                            InstrumentArgument{"turnon", 0},
                                            InstrumentArgument{"subinstr", 0},
                                            InstrumentArgument{"subinstrinit", 0},
                                            InstrumentArgument{"maxalloc", 0},
                                            InstrumentArgument{"prealloc", 0},
                                            InstrumentArgument{"cpuprc", 0},
                                            InstrumentArgument{"mute", 0},
                                            InstrumentArgument{"massign", 1},
                                            InstrumentArgument{"pgmassign", 1},
                                            InstrumentArgument{"alwayson", 0},
                                            InstrumentArgument{"atstop", 0},
                                            InstrumentArgument{"uniqinstance", 0},
                                            InstrumentArgument{"connect", 0},
                                            InstrumentArgument{"connect", 2}};
constexpr std::array scoreTextOpcodes = {"scoreline"sv, "scoreline_i"sv, "readscore"sv};

constexpr std::array zakOpcodes = {"zakinit"sv, "zacl"sv,  "zamod"sv, "zar"sv, "zarg"sv,
                                   "zaw"sv,     "zawm"sv,  "zir"sv,   "ziw"sv, "ziwm"sv,
                                   "zkcl"sv,    "zkmod"sv, "zkr"sv,   "zkw"sv, "zkwm"sv};

/// Draw once at init where their output is an i variable, all the time otherwise.
constexpr std::array drawByOutput = {
    "random"sv,   "rnd"sv,      "birnd"sv,   "rnd31"sv,   "gauss"sv,    "gaussi"sv,
    "trirand"sv,  "linrand"sv,  "unirand"sv, "exprand"sv, "exprandi"sv, "cauchy"sv,
    "cauchyi"sv,  "pcauchy"sv,  "poisson"sv, "weibull"sv, "betarand"sv, "bexprnd"sv,
    "duserrnd"sv, "cuserrnd"sv, "urd"sv,     "urandom"sv};
/// Draw while they play, whatever their output.
constexpr std::array drawAlways = {
    "randomh"sv,      "randomi"sv,      "noise"sv,         "pinkish"sv,   "pinker"sv,
    "fractalnoise"sv, "jitter"sv,       "jitter2"sv,       "jspline"sv,   "rspline"sv,
    "vibrato"sv,      "vibr"sv,         "grain"sv,         "grain2"sv,    "grain3"sv,
    "granule"sv,      "partikkel"sv,    "sndwarp"sv,       "sndwarpst"sv, "pluck"sv,
    "repluck"sv,      "dust"sv,         "dust2"sv,         "gausstrig"sv, "trandom"sv,
    "randc"sv,        "oscbnk"sv,       "vrandh"sv,        "vrandi"sv,    "shaker"sv,
    "guiro"sv,        "cabasa"sv,       "crunch"sv,        "sekere"sv,    "sandpaper"sv,
    "bamboo"sv,       "tambourine"sv,   "sleighbells"sv,   "dripwater"sv, "stix"sv,
    "wgflute"sv,      "wgclar"sv,       "wgbrass"sv,       "mandol"sv,    "moog"sv,
    "voice"sv,        "tableshuffle"sv, "tableshufflei"sv, "STKShakers"sv};

class EffectsReader {
  public:
    explicit EffectsReader(std::string_view code) : m_code(code) {}

    CodeEffects read() {
        const std::vector<Token> tokens = tokenize(m_code);
        readStatements(
            Statements(m_code, tokens, readInlineHeader(m_code, tokens, {}).range.end()));
        if (m_playsScoreText)
            for (const Token& token : m_texts)
                readScoreText(token);
        std::stable_sort(
            m_effects.instrumentReferences.begin(), m_effects.instrumentReferences.end(),
            [](const auto& a, const auto& b) { return a.place.begin < b.place.begin; });
        m_effects.opcodes.assign(m_opcodes.begin(), m_opcodes.end());
        m_effects.globalVariables.assign(m_globals.begin(), m_globals.end());
        return std::move(m_effects);
    }

  private:
    std::string_view text(const Token& token) const { return token.in(m_code); }
    TextRange rangeOf(const Token& first, const Token& last) const {
        return stria::rangeOf(m_code, first, last);
    }

    void readStatements(const Statements& statements) {
        for (std::size_t i = 0; i < statements.size(); ++i) {
            const StatementParts parts = readParts(statements[i], m_code);
            if (parts.form == StatementParts::Form::Directive)
                readDirective(parts);
            else if (parts.form == StatementParts::Form::Control)
                readControl(parts);
            forEachCall(parts, m_code, [&](const OpcodeCall& call) { readCall(call); });
        }
        readNames(statements.all());
    }

    void readDirective(const StatementParts& parts) {
        for (const Token& token : parts.inputs)
            if (token.kind == TokenKind::MacroText)
                readStatements(Statements::ofMacro(m_code, token));
        if (std::optional<std::string> name = includedName(m_code, parts.verb))
            m_effects.includes.push_back(std::move(*name));
    }

    void readControl(const StatementParts& parts) {
        const std::string_view word = text(parts.verb);
        if (word == "opcode" && !parts.inputs.empty())
            m_effects.definedOpcodes.emplace_back(text(parts.inputs[0]));
        if (word != "instr")
            return;
        for (const Token& token : parts.inputs) {
            const TextRange range = rangeOf(token, token);
            const auto number = readNumber(text(token));
            if (token.kind == TokenKind::Number && number && *number <= 32767)
                m_effects.instrumentNumbers.emplace_back(static_cast<int>(*number), range);
            else if (token.kind == TokenKind::Name || token.kind == TokenKind::PField)
                m_effects.instrumentNames.emplace_back(text(token), range);
        }
    }

    void readCall(const OpcodeCall& call) {
        const std::string_view name = text(call.name);
        m_opcodes.emplace(name);
        if (name == "busin" || name == "busout" || name == "busmix")
            readBusCall(call, name == "busin"    ? BusCall::Opcode::In
                              : name == "busout" ? BusCall::Opcode::Out
                                                 : BusCall::Opcode::Mix);
        m_effects.callsSeed = m_effects.callsSeed || name == "seed";
        m_effects.usesZak = m_effects.usesZak || isListed(zakOpcodes, name);
        if (const auto kind = outsideKind(name))
            m_effects.usesOutsideWorld |= *kind != ReachKind::Read;
        m_playsScoreText = m_playsScoreText || isListed(scoreTextOpcodes, name);
        if (name == "setksmps" && m_effects.setksmps.line == 0)
            m_effects.setksmps = rangeOf(call.name, call.last);
        readDraw(call, name);
        for (const InstrumentArgument& argument : instrumentArguments)
            if (argument.opcode == name && argument.index < call.arguments.size())
                readInstrument(call.arguments[argument.index]);
    }

    void readBusCall(const OpcodeCall& call, BusCall::Opcode opcode) {
        const auto wordOf = [this](Tokens tokens) {
            const bool isWord = tokens.size() == 1 && (tokens[0].kind == TokenKind::Name ||
                                                       tokens[0].kind == TokenKind::PField);
            return isWord ? text(tokens[0]) : std::string_view();
        };
        std::string_view value = call.rate;
        if (opcode != BusCall::Opcode::In && call.arguments.size() > 1)
            value = wordOf(call.arguments[1]);
        else if (value.empty() && !call.outputs.empty())
            value = text(call.outputs[0]);
        if (value.size() > 1 && value[0] == 'g')
            value.remove_prefix(1);
        const bool isPlain = !value.empty() && "aki"sv.find(value[0]) != std::string_view::npos;
        const Tokens bus = call.arguments.empty() ? Tokens{} : call.arguments[0];
        const bool isNumber = bus.size() == 1 && bus[0].kind == TokenKind::Number;
        m_effects.busCalls.push_back({opcode, rangeOf(call.name, call.last),
                                      std::string(wordOf(bus)), isPlain ? value[0] : '\0',
                                      isNumber ? readNumber(text(bus[0])) : std::nullopt});
    }

    void readDraw(const OpcodeCall& call, std::string_view name) {
        if (isListed(drawAlways, name)) {
            m_effects.drawsWhilePlaying = true;
            m_effects.drawsAtInit = true; // most fill their state at init
        }
        if (!isListed(drawByOutput, name))
            return;
        char rate = call.rate.empty() ? '\0' : call.rate[0];
        if (rate == '\0' && !call.outputs.empty()) {
            const std::string_view output = text(call.outputs[0]);
            rate = output[output[0] == 'g' && output.size() > 1 ? 1 : 0];
            // `kx = rnd(2)` is drawn at init, `kx = rnd(ky)` all the time: the argument decides.
            if (call.isFunction && rate != 'i')
                rate = '\0';
        }
        m_effects.drawsAtInit = m_effects.drawsAtInit || rate == 'i' || rate == '\0';
        m_effects.drawsWhilePlaying = m_effects.drawsWhilePlaying || rate != 'i';
    }

    void readInstrument(Tokens argument) {
        if (argument.empty())
            return;
        const Token& first = argument[0];
        if (argument.size() == 1 && first.kind == TokenKind::String && first.closed) {
            m_effects.instrumentReferences.push_back(
                {readString(first, m_code), rangeOf(first, first)});
            return;
        }
        const std::string_view word = text(first);
        const bool isText = word.starts_with('S') || word.starts_with("gS") ||
                            word.starts_with("str") || word.starts_with("sprintf") ||
                            first.kind == TokenKind::String || first.kind == TokenKind::RawString;
        if (isText)
            m_effects.computedReferences.push_back(rangeOf(first, argument.back()));
    }

    /// `i "drop" 0 1` within the text of a score.
    void readScoreText(const Token& token) {
        const std::string quote = token.kind == TokenKind::RawString ? "\"" : "\\\"";
        const std::string_view all = text(token);
        std::size_t from = token.kind == TokenKind::RawString ? 2 : 1;
        while (true) {
            const std::size_t open = all.find(quote, from);
            if (open == std::string_view::npos)
                return;
            const std::size_t close = all.find(quote, open + quote.size());
            if (close == std::string_view::npos)
                return;
            if (followsEventLetter(all.substr(0, open))) {
                Token name = token;
                name.begin = token.begin + static_cast<std::uint32_t>(open);
                name.column = 0;
                name.length = static_cast<std::uint32_t>(close + quote.size() - open);
                name.line += static_cast<std::uint32_t>(
                    std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(open), '\n'));
                m_effects.instrumentReferences.push_back(
                    {std::string(all.substr(open + quote.size(), close - open - quote.size())),
                     rangeOf(name, name)});
            }
            from = close + quote.size();
        }
    }

    static bool followsEventLetter(std::string_view before) {
        while (before.ends_with(' ') || before.ends_with('\t'))
            before.remove_suffix(1);
        if (!before.ends_with('i') && !before.ends_with('q'))
            return false;
        before.remove_suffix(1);
        return before.empty() || " \t\n\r\"{"sv.find(before.back()) != std::string_view::npos ||
               before.ends_with("\\n");
    }

    void readNames(Tokens tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const std::string_view word = text(tokens[i]);
            if (tokens[i].kind == TokenKind::String || tokens[i].kind == TokenKind::RawString)
                m_texts.push_back(tokens[i]);
            if (tokens[i].kind == TokenKind::Name && word.starts_with('g') &&
                looksLikeVariable(word) && !m_opcodes.contains(word))
                m_globals.emplace(word);
        }
    }

    std::string_view m_code;
    CodeEffects m_effects;
    std::set<std::string, std::less<>> m_opcodes;
    std::set<std::string, std::less<>> m_globals;
    std::vector<Token> m_texts;
    bool m_playsScoreText = false;
};

} // namespace

CodeEffects readCodeEffects(std::string_view code) {
    return EffectsReader(code).read();
}

} // namespace stria
