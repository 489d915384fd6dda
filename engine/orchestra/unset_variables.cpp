// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/opcode_calls.h"
#include "engine/orchestra/statements.h"

namespace stria {

namespace {

using namespace std::string_view_literals;
using Tokens = Statements::Tokens;
using Names = NamesElsewhere::Names;

/// Words that look like variables and always have a value.
constexpr std::array builtIn = {"kr"sv, "ksmps"sv};
/// Write the variables that they are given.
constexpr std::array writeArguments = {"fin"sv,     "fini"sv,     "fink"sv,     "inrg"sv,
                                       "vtablei"sv, "vtablek"sv,  "vtablea"sv,  "vtable1k"sv,
                                       "vtabi"sv,   "vtabk"sv,    "vtaba"sv,    "OSClisten"sv,
                                       "trigseq"sv, "timedseq"sv, "splitrig"sv, "cpumeter"sv};

bool isJump(std::string_view word) {
    return word == "goto" || word == "igoto" || word == "kgoto";
}

/// For each the nearest of all names is looked for; behind that many the text is no orchestra.
constexpr std::size_t mostUnset = 200;
constexpr int deepestStatement = 1000;

bool isGlobal(std::string_view name) {
    return name.starts_with('g') && looksLikeVariable(name);
}

void collectMacro(std::string_view text, const Token& macroText, Names& names) {
    const Statements statements = Statements::ofMacro(text, macroText);
    for (const Token& token : statements.all())
        if (token.kind == TokenKind::Name)
            names.emplace(token.in(text));
}

/// Short names are all alike: a slip keeps the beginning and about the length.
bool isSlipOf(std::string_view name, std::string_view meant) {
    return name != meant && meant.size() > 2 && meant.substr(0, 2) == name.substr(0, 2) &&
           meant.size() + 1 >= name.size() && meant.size() <= name.size() + 1;
}

/// Adds the names in a text and, apart, the names of the macros it defines.
void collect(std::string_view text, Names& names, Names& macros, bool& includes) {
    const Statements statements(text);
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Tokens statement = statements[i];
        const std::string_view directive =
            statement[0].kind == TokenKind::Directive ? statement[0].in(text) : "";
        includes = includes || directive.ends_with("include") || directive.ends_with("includestr");
        if (directive.ends_with("define") && statement.size() > 1)
            macros.emplace(statement[1].in(text));
        for (const Token& token : statement) {
            if (token.kind == TokenKind::Name)
                names.emplace(token.in(text));
            if (token.kind == TokenKind::MacroText)
                collectMacro(text, token, names);
        }
    }
}

class UnsetFinder {
  public:
    UnsetFinder(std::string_view body, const InstrumentParameters& parameters,
                const NamesElsewhere& elsewhere, const Place& place)
        : m_body(body), m_place(place), m_statements(body, parameters.header.end()),
          m_elsewhere(elsewhere) {
        for (const Parameter& parameter : parameters.parameters)
            if (parameter.notation == Parameter::Notation::Inline)
                m_set.insert(parameter.name);
        m_set.insert(builtIn.begin(), builtIn.end());
    }

    Diagnostics find() {
        if (!prepare())
            return {};
        for (std::size_t i = 0; i < m_statements.size() && m_problems.size() < mostUnset; ++i) {
            m_depth = 0;
            readStatement(m_statements[i]);
        }
        return std::move(m_problems);
    }

  private:
    std::string_view text(const Token& token) const { return token.in(m_body); }

    /// False where macros or included files may do anything.
    bool prepare() {
        const Tokens all = m_statements.all();
        for (std::size_t i = 0; i < m_statements.size(); ++i) {
            const Tokens statement = m_statements[i];
            const StatementParts parts = readParts(statement, m_body);
            if (parts.form == StatementParts::Form::Label)
                m_labels.emplace(text(statement[0]));
            for (const Token& token : parts.outputs)
                if (token.kind == TokenKind::Name)
                    m_everSet.emplace(text(token));
            if (parts.form != StatementParts::Form::Directive)
                continue;
            const std::string_view word = text(parts.verb);
            if (word.ends_with("include") || word.ends_with("includestr"))
                return false;
            if (word.ends_with("define") && statement.size() > 1)
                m_ownMacros.emplace(text(statement[1]));
            for (const Token& token : statement)
                if (token.kind == TokenKind::MacroText)
                    collectMacro(m_body, token, m_ownMacroNames);
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].kind != TokenKind::Macro)
                continue;
            m_usesMacros = true;
            if (!isHarmless(all, i))
                return false;
        }
        return true;
    }

    /// A known macro that is not part of a longer name.
    bool isHarmless(Tokens all, std::size_t index) const {
        std::string_view name = text(all[index]).substr(1);
        if (name.ends_with('.'))
            name.remove_suffix(1);
        const bool isGlued = (index > 0 && all[index - 1].kind == TokenKind::Name &&
                              all[index - 1].end() == all[index].begin) ||
                             (index + 1 < all.size() && all[index + 1].kind == TokenKind::Name &&
                              all[index + 1].begin == all[index].end());
        return !isGlued && (name.starts_with("M_") || m_ownMacros.contains(name) ||
                            m_elsewhere.macros.contains(name));
    }

    bool isNamedElsewhere(std::string_view name) const {
        return m_elsewhere.names.contains(name) || m_ownMacroNames.contains(name);
    }

    void readStatement(Tokens statement) {
        if (statement.empty() || ++m_depth > deepestStatement)
            return;
        const StatementParts parts = readParts(statement, m_body);
        const std::string_view word = text(parts.verb);
        switch (parts.form) {
        case StatementParts::Form::Label:
            return;
        case StatementParts::Form::Directive:
            if (word.ends_with("ifdef") || word.ends_with("ifndef"))
                ++m_conditions;
            else if (word.ends_with("end") || word.ends_with("endif"))
                --m_conditions;
            return;
        case StatementParts::Form::Control:
            readControl(word, parts.inputs);
            return;
        case StatementParts::Form::Other:
            for (const Token& token : statement) // whatever it is, it may set them
                m_set.emplace(text(token));
            return;
        case StatementParts::Form::Assignment:
        case StatementParts::Form::Opcode:
            break;
        }
        if (parts.outputs.empty()) // `kx lfo, 1, 2`: Csound knows that lfo is the opcode
            m_set.emplace(word);
        readReads(parts.inputs, std::find(writeArguments.begin(), writeArguments.end(), word) !=
                                    writeArguments.end());
        readOutputs(parts.outputs, parts.form == StatementParts::Form::Assignment && word != "=");
    }

    void readControl(std::string_view word, Tokens rest) {
        if (word == "instr" || word == "opcode" || isJump(word))
            return;
        if (word == "else") {
            readStatement(rest);
            return;
        }
        const auto end = std::find_if(rest.begin(), rest.end(), [&](const Token& token) {
            return isJump(text(token)) || text(token) == "do";
        });
        const auto length = static_cast<std::size_t>(end - rest.begin());
        readReads(rest.subspan(0, length), false);
        if (end != rest.end() && text(*end) == "do")
            readStatement(rest.subspan(length + 1));
    }

    void readReads(Tokens tokens, bool areWritten) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].kind != TokenKind::Name)
                continue;
            const std::string_view next = i + 1 < tokens.size() ? text(tokens[i + 1]) : "";
            const bool isFunction =
                next == "(" ||
                (next == ":" && i + 3 < tokens.size() &&
                 (text(tokens[i + 3]) == "(" || text(tokens[i + 3]) == "[") &&
                 tokens[i + 2].kind == TokenKind::Name && text(tokens[i + 2]).size() == 1);
            if (isFunction) {
                i += next == ":" ? 2 : 0;
                continue;
            }
            if (areWritten)
                m_set.emplace(text(tokens[i]));
            read(tokens[i]);
        }
    }

    void readOutputs(Tokens outputs, bool areRead) {
        int depth = 0;
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            const std::string_view word = text(outputs[i]);
            depth += word == "[" ? 1 : word == "]" ? -1 : 0;
            if (outputs[i].kind != TokenKind::Name)
                continue;
            if (depth > 0) {
                std::size_t end = i;
                while (end < outputs.size() && text(outputs[end]) != "]")
                    ++end;
                readReads(outputs.subspan(i, end - i), false);
                i = end - 1;
                continue;
            }
            if (areRead)
                read(outputs[i]);
            m_set.emplace(word);
        }
    }

    void read(const Token& token) {
        const std::string_view name = text(token);
        if (m_conditions > 0 || !looksLikeVariable(name) || isKeyword(name) ||
            m_set.contains(name) || m_labels.contains(name))
            return;
        if (isGlobal(name) &&
            (m_elsewhere.includes || isNamedElsewhere(name) || m_everSet.contains(name)))
            return;
        if (m_usesMacros && isNamedElsewhere(name))
            return;
        m_set.emplace(name); // once is enough
        if (m_problems.size() < mostUnset)
            report(token, name);
    }

    void report(const Token& token, std::string_view name) {
        std::string message = std::string(name) + " is used before it has a value";
        std::vector<std::string> candidates;
        for (const Names* names : {&m_everSet, &m_set})
            for (const std::string& candidate : *names)
                if (isSlipOf(name, candidate))
                    candidates.push_back(candidate);
        const std::string nearest = nearestName(name, candidates);
        if (!nearest.empty() && !m_everSet.contains(name))
            message += "; did you mean " + nearest + "?";
        m_problems.push_back({ErrorCode::UnknownName, std::move(message),
                              placeOf(m_body, rangeOf(m_body, token), m_place), Severity::Error});
    }

    std::string_view m_body;
    Place m_place;
    Statements m_statements;
    Names m_set;     ///< has a value at this point of the text
    Names m_everSet; ///< is set somewhere in the body
    Names m_labels;
    const NamesElsewhere& m_elsewhere;
    Names m_ownMacroNames; ///< any name in the macros of the body
    Names m_ownMacros;
    bool m_usesMacros = false;
    int m_conditions = 0;
    int m_depth = 0; ///< `else else ...`: statements within the statement that is read
    Diagnostics m_problems;
};

} // namespace

NamesElsewhere::NamesElsewhere(const std::vector<std::string_view>& texts) {
    for (const std::string_view text : texts)
        collect(text, names, macros, includes);
}

Diagnostics findUnsetVariables(std::string_view body, const InstrumentParameters& parameters,
                               const NamesElsewhere& elsewhere, const Place& place) {
    return UnsetFinder(body, parameters, elsewhere, place).find();
}

} // namespace stria
