// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/csound_messages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <regex>
#include <vector>

#include "engine/orchestra/tokenizer.h"

namespace stria {
namespace {

int toInt(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "4711.000000" is 4711 to a person.
std::string withShortNumbers(const std::string& text) {
    static const std::regex zeros(R"((\d)\.0{3,}(?!\d))");
    return std::regex_replace(text, zeros, "$1");
}

/// `tab.k` is `tab`, `##array_get.K` the brackets of an array.
std::string plainOpcode(std::string name) {
    name = name.substr(0, name.find('.'));
    static const std::vector<std::pair<std::string, std::string>> inner = {
        {"##array_get", "array index"},
        {"##array_set", "array index"},
        {"##array_init", "array"},
        {"##mul", "*"},
        {"##add", "+"},
        {"##sub", "-"},
        {"##div", "/"},
        {"##mod", "%"}};
    for (const auto& [from, to] : inner)
        if (name == from)
            return to;
    return name;
}

std::string sentence(std::string text) {
    text = std::string(trimmed(text));
    if (!text.empty() && text.back() != '.' && text.back() != '!' && text.back() != '?')
        text += '.';
    return text;
}

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

bool isSameLine(const Place& a, const Place& b) {
    return a.line > 0 && a.line == b.line && a.text == b.text && a.instrument == b.instrument &&
           a.globalCode == b.globalCode && a.file == b.file;
}

} // namespace

std::optional<CsoundProblem> CsoundMessages::read(std::string_view line, const PlayingNote& busy) {
    // An orchestra prints lines of any length, and <regex> takes stack for each character.
    constexpr std::size_t longestLine = 4000;
    line = line.substr(0, longestLine);
    static const std::regex runTime(
        R"((INIT|PERF) ERROR(?: in instr ([^ :]+))?(?: \(subinstr [^)]*\))?(?: \(opcode ([^)]*)\))?(?:\s*line (-?\d+))?:? ?(.*))");
    const auto start = line.find(" ERROR");
    if (start == std::string_view::npos) {
        readCompileLine(line);
        return std::nullopt;
    }
    const std::string text(line);
    std::smatch match;
    if (!std::regex_search(text, match, runTime))
        return std::nullopt;
    CsoundProblem problem;
    problem.kind = match[1] == "INIT" || busy.starting ? CsoundProblem::Kind::Init
                                                       : CsoundProblem::Kind::Performance;
    problem.note = busy;
    const std::string instrument = match[2];
    if (const int number = toInt(instrument); number > 0 && number != busy.instrument)
        problem.note = {number, 0, busy.starting};
    if (match[4].matched)
        problem.line = std::max(0, toInt(match[4].str()));
    const std::string opcode = plainOpcode(match[3]);
    std::string said = withShortNumbers(match[5]);
    if (!opcode.empty() && !said.starts_with(opcode))
        said = opcode + ": " + said;
    problem.text =
        said.empty() ? "Csound reports an error and does not say which." : sentence(said);
    return problem;
}

void CsoundMessages::readCompileLine(std::string_view line) {
    static constexpr std::string_view errorMark = "error: ";
    static constexpr std::string_view stringMark = "unterminated string found on line ";
    const bool isError = line.starts_with(errorMark);
    if (isError || line.starts_with(stringMark))
        ++m_errors;
    if (m_errors == 0)
        return;
    if (m_errors > 1) {
        // The first error is the cause, those behind it are its echo, but one may know the line.
        if (m_compileError.line != 0)
            return;
    }
    CsoundProblem& problem = m_compileError;
    if (line.starts_with(stringMark)) {
        if (m_errors == 1) {
            problem.line = toInt(line.substr(stringMark.size()));
            problem.text = "A string is not closed: a \" is missing.";
        }
        return;
    }
    if (isError && m_errors == 1) {
        problem.text = std::string(trimmed(line.substr(errorMark.size())));
        m_mayMissOpcode = problem.text.find("T_IDENT") != std::string::npos ||
                          problem.text.starts_with("Unable to find opcode");
        return;
    }
    if (line.starts_with("Found: "))
        m_found = trimmed(line.substr(7));
    else if (line.starts_with("       ") && m_snippet.empty())
        m_snippet = trimmed(line);
    static const std::regex place(R"((?:from file (\S+) \(\d+\), ?)?\b[Ll]ine:? ?(-?\d+))");
    std::smatch match;
    const std::string text(line);
    if (problem.line == 0 && std::regex_search(text, match, place)) {
        problem.line = std::max(0, toInt(match[2].str()));
        if (match[1].matched && match[1] != "*string*")
            problem.file = match[1];
    }
}

CsoundProblem CsoundMessages::compileError() const {
    CsoundProblem problem = m_compileError;
    const std::string said = problem.text; // the matches below point into it
    std::smatch match;
    static const std::regex syntax(R"(syntax error.*\(token "([^]*)\"\))");
    static const std::regex opcode(R"(Unable to find opcode entry for '([^']*)')");
    static const std::regex undefined(R"(Variable '([^']*)' used before defined)");
    static const std::regex untyped(R"(Variable type for (\S+) could not be determined)");
    if (said.empty()) {
        problem.text = "Csound refuses the orchestra and does not say why.";
    } else if (std::regex_search(said, match, syntax)) {
        const std::string word(trimmed(match[1].str()));
        problem.word = word;
        if (word.empty() || word == "\\n")
            problem.text = "Syntax error: the line ends where more was expected.";
        else if (said.find("unexpected T_IDENT") != std::string::npos)
            problem.text = "Syntax error at \"" + word +
                           "\": there is no such opcode, or something is missing before it.";
        else
            problem.text = "Syntax error: \"" + word + "\" was not expected here.";
    } else if (std::regex_search(said, match, opcode)) {
        const std::string name = plainOpcode(match[1]);
        problem.word = match[1] == "=" ? m_snippet.substr(0, m_snippet.find(' ')) : name;
        problem.text = "No form of \"" + name + "\" takes these arguments";
        if (!m_found.empty())
            problem.text += " (" + m_found + ")";
        if (!m_snippet.empty())
            problem.text += " in \"" + m_snippet + "\"";
        problem.text += ".";
        problem.lineOffset = match[1] == "=" || name != match[1] ? -1 : 0;
    } else if (std::regex_search(said, match, undefined)) {
        problem.word = match[1];
        problem.lineOffset = 1;
        problem.text = "\"" + problem.word + "\" is used before anything sets it.";
    } else if (std::regex_search(said, match, untyped)) {
        problem.word = match[1];
        problem.text = "Nothing sets \"" + problem.word + "\".";
    } else {
        problem.text = sentence(withShortNumbers(said));
    }
    return problem;
}

bool CsoundMessages::isChatter(std::string_view line) {
    static constexpr std::array<std::string_view, 14> starts = {"OPCODEDIR overridden",
                                                                "--Csound version",
                                                                "[commit:",
                                                                "libsndfile-",
                                                                "sr = ",
                                                                "0dBFS level = ",
                                                                " A4 tuning",
                                                                "audio buffered in",
                                                                "SECTION ",
                                                                "end of score",
                                                                "   overall samples",
                                                                "Score finished in",
                                                                "graphics suppressed",
                                                                "new alloc for"};
    return trimmed(line).empty() || std::ranges::any_of(starts, [line](std::string_view start) {
               return line.starts_with(start);
           });
}

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
        diagnostic.code = problem.text.starts_with("Syntax error") ? ErrorCode::SyntaxError
                                                                   : ErrorCode::CompileError;
        if (const int line = trueLine(problem, orchestra); line > 0)
            diagnostic.place = document.sourceMap.placeOf(line);
        // Csound stumbles behind an opcode that it does not know.
        for (const Diagnostic& warning : document.warnings)
            if (diagnostic.code == ErrorCode::SyntaxError &&
                warning.code == ErrorCode::UnknownName &&
                isSameLine(warning.place, diagnostic.place))
                diagnostic.message = "Syntax error: " + warning.message;
        return diagnostic;
    }
    diagnostic.code = problem.kind == CsoundProblem::Kind::Init ? ErrorCode::InitError
                                                                : ErrorCode::PerformanceError;
    const Place note = placeOfNote(problem.note, document);
    if (problem.line > 0)
        diagnostic.place = note.instrument
                               ? document.sourceMap.placeOf(problem.line, note.instrument)
                               : document.sourceMap.placeOf(problem.line);
    if (!note.instrumentName.empty()) {
        diagnostic.place.instrument = note.instrument;
        diagnostic.place.instrumentName = note.instrumentName;
    }
    diagnostic.place.event = note.event;
    diagnostic.place.eventName = note.eventName;
    return diagnostic;
}

} // namespace stria
