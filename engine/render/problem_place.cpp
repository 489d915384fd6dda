// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/problem_place.h"

#include <algorithm>
#include <charconv>
#include <regex>
#include <set>
#include <vector>

#include "engine/orchestra/literals.h"
#include "engine/orchestra/opcode_calls.h"
#include "engine/orchestra/opcode_definitions.h"

namespace stria {
namespace {

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

bool hasWord(std::string_view line, std::string_view word) {
    return std::ranges::any_of(tokenize(line), [&](const Token& token) {
        return !token.isBlank() && token.in(line) == word;
    });
}

bool isOpenEnded(std::string_view line, bool& hasCode) {
    Token last;
    hasCode = false;
    for (const Token& token : tokenize(line))
        if (!token.isBlank()) {
            last = token;
            hasCode = true;
        }
    return hasCode && (last.kind == TokenKind::Operator || last.in(line) == ",");
}

/// Csound counts a compile error's line one off in known cases; the word that the message names
/// tells which line it is.
int trueLine(const CsoundProblem& problem, std::string_view orchestra) {
    if (problem.line <= 0)
        return 0;
    const std::vector<std::string_view> lines = linesOf(orchestra);
    const auto lineAt = [&lines](int number) {
        return number >= 1 && number <= static_cast<int>(lines.size())
                   ? lines[static_cast<std::size_t>(number) - 1]
                   : std::string_view();
    };
    const int end = static_cast<int>(lines.size()) + 1;
    int line = std::min(problem.line, end) + std::clamp(problem.lineOffset, -end, end);
    if (!problem.word.empty())
        for (const int offset : {0, 1, -1, 2, -2})
            if (hasWord(lineAt(line + offset), problem.word)) {
                line += offset;
                break;
            }
    // What is missing behind an operator or a comma is noticed in the next line.
    for (int before = line - 1; problem.lineOffset == 0 && before >= 1 && before >= line - 20;
         --before) {
        bool hasCode = false;
        if (isOpenEnded(lineAt(before), hasCode))
            return before;
        if (hasCode)
            break;
    }
    return line;
}

/// Orchestra lines from `first` to `last`, and where they begin in it.
struct LineRange {
    int first = 1;
    int last = 0;
    bool holds(int line) const { return line >= first && line <= last; }
};

std::string_view textOf(const LineRange& range, std::string_view orchestra) {
    std::size_t begin = 0;
    for (int line = 1; line < range.first && begin < orchestra.size(); ++line)
        begin = std::min(orchestra.find('\n', begin), orchestra.size() - 1) + 1;
    std::size_t end = begin;
    for (int line = range.first; line <= range.last && end < orchestra.size(); ++line)
        end = std::min(orchestra.find('\n', end), orchestra.size() - 1) + 1;
    return orchestra.substr(begin, end - begin);
}

LineRange linesOfInstrument(const SourceMap& map, InstrumentId instrument) {
    LineRange range;
    for (int line = 1; line <= map.lineCount(); ++line)
        if (map.isOf(line, instrument)) {
            if (range.last == 0)
                range.first = line;
            range.last = line;
        }
    return range;
}

const OpcodeDefinition* definitionOf(const std::vector<OpcodeDefinition>& definitions,
                                     std::string_view name) {
    const auto known = std::ranges::find(definitions, name, &OpcodeDefinition::name);
    return known == definitions.end() ? nullptr : &*known;
}

/// The line that alone can have written behind an array's end; Csound tells none.
class ArrayWriteSearch {
  public:
    ArrayWriteSearch(std::string_view text, const std::string& message)
        : m_text(text), m_statements(text) {
        static const std::regex range(R"(out of range \(\d+,(\d+)\))");
        std::smatch match;
        if (std::regex_search(message, match, range))
            m_size = readNumber(match[1].str()).value_or(-1);
    }

    /// Lines of `text`, from 1. More than one when it cannot be told.
    std::vector<int> lines() {
        for (std::size_t i = 0; i < m_statements.size(); ++i)
            readStatement(m_statements[i]);
        std::vector<int> fitting;
        std::vector<int> all;
        for (const auto& [name, line] : m_writes) {
            if (m_unfit.contains(name) && !m_fit.contains(name))
                continue;
            all.push_back(line);
            if (m_fit.contains(name))
                fitting.push_back(line);
        }
        return fitting.empty() ? all : fitting;
    }

  private:
    void readStatement(Statements::Tokens statement) {
        const StatementParts parts = readParts(statement, m_text);
        if (parts.outputs.size() < 3 || parts.outputs[1].in(m_text) != "[")
            return;
        const std::string name(parts.outputs[0].in(m_text));
        if (parts.outputs[2].in(m_text) != "]") {
            m_writes.emplace_back(name, static_cast<int>(parts.verb.line));
            return;
        }
        if (parts.verb.in(m_text) == "init")
            for (const Token& token : parts.inputs)
                if (token.kind == TokenKind::Number)
                    (readNumber(token.in(m_text)) == m_size ? m_fit : m_unfit).insert(name);
    }

    std::string_view m_text;
    Statements m_statements;
    double m_size = -1;
    std::vector<std::pair<std::string, int>> m_writes;
    std::set<std::string> m_fit;   ///< arrays that are made with the size of the message
    std::set<std::string> m_unfit; ///< and with another one
};

bool isArrayWrite(const CsoundProblem& problem) {
    return problem.text.find("rray index") != std::string::npos;
}

/// The orchestra line of a run-time error that comes without one; 0 when it cannot be told.
int lostLine(const CsoundProblem& problem, const LineRange& instrument, const SourceMap& map,
             const std::string& orchestra) {
    LineRange scope = instrument;
    std::vector<OpcodeDefinition> definitions;
    if (!problem.word.starts_with('"') && !problem.word.starts_with("##")) {
        definitions = readOpcodeDefinitions(orchestra);
        if (const OpcodeDefinition* definition = definitionOf(definitions, problem.word))
            scope = {definition->firstLine, definition->lastLine};
    } else if (scope.last == 0) {
        scope.last = map.lineCount();
    }
    const std::string_view text = textOf(scope, orchestra);
    std::vector<int> lines;
    if (isArrayWrite(problem))
        lines = ArrayWriteSearch(text, problem.text).lines();
    else if (problem.word.starts_with('"'))
        for (const Token& token : tokenize(text))
            if (token.kind == TokenKind::String && token.in(text) == problem.word)
                lines.push_back(static_cast<int>(token.line));
    // An instrument may stand there in several forms, which are one text to the user.
    int found = 0;
    for (const int line : lines) {
        const int here = scope.first + line - 1;
        if (found != 0 && map.placeOf(found).line != map.placeOf(here).line)
            return 0;
        found = found == 0 ? here : found;
    }
    return found;
}

/// "ftload: unable to open file." becomes "... (none.ft)", from the strings of the line.
std::string withFileNames(std::string message, std::string_view line) {
    static const std::regex aboutFile(R"(\b(file|open|ftgen)\b)", std::regex::icase);
    if (!std::regex_search(message, aboutFile))
        return message;
    std::string names;
    for (const Token& token : tokenize(line)) {
        if (token.kind != TokenKind::String || !token.closed)
            continue;
        const std::string name = readString(token, line);
        if (name.empty() || message.find(name) != std::string::npos)
            return message;
        names += (names.empty() ? "" : ", ") + name;
    }
    if (names.empty())
        return message;
    const bool hasStop = message.ends_with('.');
    if (hasStop)
        message.pop_back();
    return message + " (" + names + ")" + (hasStop ? "." : "");
}

/// `xin` and `xout` that do not fit the head of their opcode: Csound tells neither name nor line.
struct UnfitOpcode {
    std::string name;
    int line = 0;
};

std::optional<UnfitOpcode> unfitOpcode(const std::string& message, std::string_view orchestra) {
    static const std::regex invalid(
        R"(invalid (xin|xout) statement for UDO: defined '([^']*)', found '([^']*)')");
    std::smatch match;
    if (!std::regex_search(message, match, invalid))
        return std::nullopt;
    const bool isIn = match[1] == "xin";
    const std::string found = match[3];
    const auto count =
        found == "(null)" || found == "0"
            ? 0
            : std::ranges::count_if(found, [](char c) { return c != '[' && c != ']' && c != ','; });
    std::vector<OpcodeDefinition> definitions = readOpcodeDefinitions(orchestra);
    const auto passedBy = [isIn](const OpcodeDefinition& definition) -> const auto& {
        return isIn ? definition.xin : definition.xout;
    };
    // Not that of std::ranges, whose result clang 14 cannot compile.
    std::stable_partition(
        definitions.begin(), definitions.end(),
        [&](const OpcodeDefinition& definition) { return passedBy(definition).types == found; });
    for (const OpcodeDefinition& definition : definitions) {
        const OpcodeDefinition::Passed& passed = passedBy(definition);
        if ((isIn ? definition.inputs : definition.outputs) == match[2] && passed.count == count)
            return UnfitOpcode{definition.name,
                               passed.line > 0 ? passed.line : definition.firstLine};
    }
    return std::nullopt;
}

/// The only `#include` that is left to Csound, when there is one.
int includeLine(std::string_view orchestra) {
    int found = 0;
    for (const Token& token : tokenize(orchestra))
        if (token.kind == TokenKind::Directive &&
            token.in(orchestra).find("include") != std::string_view::npos) {
            if (found != 0)
                return 0;
            found = static_cast<int>(token.line);
        }
    return found;
}

bool isSameLine(const Place& a, const Place& b) {
    return a.line > 0 && a.line == b.line && a.text == b.text && a.instrument == b.instrument &&
           a.globalCode == b.globalCode && a.file == b.file;
}

void placeCompileError(Diagnostic& diagnostic, const CsoundProblem& problem,
                       const CsdDocument& document, const std::string& orchestra) {
    diagnostic.code =
        problem.text.starts_with("Syntax error") ? ErrorCode::SyntaxError : ErrorCode::CompileError;
    int line = trueLine(problem, orchestra);
    if (const auto unfit = unfitOpcode(problem.text, orchestra)) {
        line = unfit->line;
        diagnostic.message = "The user opcode " + unfit->name + ": " + problem.text;
    } else if (line == 0 && problem.word == "#include") {
        line = includeLine(orchestra);
    }
    if (line > 0)
        diagnostic.place = document.sourceMap.placeOf(line);
    // Csound stumbles behind an opcode that it does not know.
    for (const Diagnostic& warning : document.warnings)
        if (diagnostic.code == ErrorCode::SyntaxError && warning.code == ErrorCode::UnknownName &&
            isSameLine(warning.place, diagnostic.place))
            diagnostic.message = "Syntax error: " + warning.message;
}

void placeRunTimeError(Diagnostic& diagnostic, const CsoundProblem& problem,
                       const CsdDocument& document, const std::string& orchestra) {
    const SourceMap& map = document.sourceMap;
    const Place note = placeOfNote(problem.note, document);
    int line = problem.line;
    if (line > 0 && note.instrument)
        line = map.runTimeLine(line, note.instrument);
    if (line == 0)
        line = lostLine(problem,
                        note.instrument ? linesOfInstrument(map, note.instrument) : LineRange(),
                        map, orchestra);
    if (line > 0) {
        diagnostic.place = map.placeOf(line);
        diagnostic.message =
            withFileNames(std::move(diagnostic.message), textOf({line, line}, orchestra));
    }
    // A user opcode stands in a text of its own.
    const bool isElsewhere = diagnostic.place.line > 0 && !diagnostic.place.instrument;
    if (!note.instrumentName.empty() && !isElsewhere) {
        diagnostic.place.instrument = note.instrument;
        diagnostic.place.instrumentName = note.instrumentName;
    }
    diagnostic.place.event = note.event;
    diagnostic.place.eventName = note.eventName;
}

} // namespace

Place placeOfNote(const PlayingNote& note, const CsdDocument& document) {
    Place place;
    for (const CsdInstrument& instrument : document.instruments)
        if (instrument.number == note.instrument) {
            place.instrument = instrument.instrument;
            place.instrumentName = instrument.name;
        }
    if (place.instrumentName.empty() && note)
        place.instrumentName = std::to_string(note.instrument);
    for (std::size_t i = 0; note.p1 != 0 && i < document.notes.size(); ++i)
        if (document.notes[i].pfields.front() == note.p1 && document.notes[i].event) {
            place.event = document.notes[i].event;
            if (document.noteComment)
                place.eventName = document.noteComment(document.notes[i]);
            break;
        }
    return place;
}

Place starterOf(int number, const CsdDocument& document, const std::string& orchestra) {
    static const std::set<std::string_view> starters = {
        "schedule", "schedulek", "schedwhen",   "schedkwhen", "schedkwhennamed", "event",
        "event_i",  "scoreline", "scoreline_i", "turnon",     "alwayson",        "subinstr"};
    const auto known = std::ranges::find(document.instruments, number, &CsdInstrument::number);
    const std::string name = known == document.instruments.end() ? "" : known->name;
    const Statements statements(orchestra);
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const StatementParts parts = readParts(statements[i], orchestra);
        if (!starters.contains(parts.verb.in(orchestra)))
            continue;
        const bool isMeant = std::ranges::any_of(parts.inputs, [&](const Token& token) {
            const std::string_view word = token.in(orchestra);
            const bool isText =
                token.kind == TokenKind::String || token.kind == TokenKind::RawString;
            return (isText && !name.empty() && word.find(name) != std::string_view::npos) ||
                   (isText &&
                    word.find("i " + std::to_string(number) + " ") != std::string_view::npos) ||
                   (token.kind == TokenKind::Number && readNumber(word) == number);
        });
        if (!isMeant)
            continue;
        const Place place = document.sourceMap.placeOf(static_cast<int>(parts.verb.line));
        if (place.line > 0)
            return place;
    }
    return {};
}

Diagnostic toDiagnostic(const CsoundProblem& problem, const CsdDocument& document,
                        const std::string& orchestra) {
    Diagnostic diagnostic;
    diagnostic.message = problem.text;
    if (!problem.file.empty()) {
        diagnostic.place.text = TextKind::File;
        diagnostic.place.file = problem.file;
        diagnostic.place.line = problem.line;
        diagnostic.code = ErrorCode::CompileError;
        return diagnostic;
    }
    if (problem.kind == CsoundProblem::Kind::Compile) {
        placeCompileError(diagnostic, problem, document, orchestra);
        return diagnostic;
    }
    diagnostic.code = problem.kind == CsoundProblem::Kind::Init ? ErrorCode::InitError
                                                                : ErrorCode::PerformanceError;
    placeRunTimeError(diagnostic, problem, document, orchestra);
    return diagnostic;
}

} // namespace stria
