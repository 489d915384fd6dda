// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/csound_messages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <regex>
#include <vector>

#include "engine/orchestra/character_name.h"

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

} // namespace

std::optional<CsoundProblem> CsoundMessages::read(std::string_view line, const PlayingNote& busy) {
    // An orchestra prints lines of any length, and <regex> takes stack for each character.
    constexpr std::size_t longestLine = 4000;
    line = line.substr(0, longestLine);
    if (line.find("INIT ERROR") != std::string_view::npos ||
        line.find("PERF ERROR") != std::string_view::npos)
        return readRunTimeError(line, busy);
    // Csound goes on without the file, and whatever needs it is silent or crashes.
    static const std::regex soundFont(R"re(sfload: cannot open SoundFont file "([^"]*)")re");
    std::smatch match;
    if (const std::string text(line);
        line.find("sfload") != std::string_view::npos && std::regex_search(text, match, soundFont))
        return CsoundProblem{.kind = CsoundProblem::Kind::Init,
                             .text = "sfload: the SoundFont file " + match[1].str() +
                                     " cannot be opened.",
                             .word = "\"" + match[1].str() + "\"",
                             .note = busy};
    readFileTrouble(line);
    readCompileLine(line);
    return std::nullopt;
}

std::optional<CsoundProblem> CsoundMessages::readRunTimeError(std::string_view line,
                                                              const PlayingNote& busy) {
    static const std::regex runTime(
        R"((INIT|PERF) ERROR(?: in instr ([^ :]+))?(?: \(subinstr [^)]*\))?(?: \(opcode ([^)]*)\))?(?:\s*line (-?\d+))?:? ?(.*))");
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
    problem.word = match[3].str().substr(0, match[3].str().find('.'));
    const std::string opcode = plainOpcode(match[3]);
    std::string said = withShortNumbers(match[5]);
    if (said == "ftgen error" && !m_tableTrouble.empty()) {
        said = m_tableTrouble;
        if (said.find(m_tableFile) == std::string::npos)
            said += " (" + m_tableFile + ")";
    }
    m_tableTrouble.clear();
    m_tableFile.clear();
    if (!opcode.empty() && !said.starts_with(opcode))
        said = opcode + ": " + said;
    problem.text =
        said.empty() ? "Csound reports an error and does not say which." : sentence(said);
    return problem;
}

/// Before a table fails Csound says why, and then of which file it was to be.
void CsoundMessages::readFileTrouble(std::string_view line) {
    if (const auto mark = line.find("ftable "); mark != std::string_view::npos) {
        const auto colon = line.find(": ", mark);
        if (colon == std::string_view::npos)
            return;
        m_tableTrouble = trimmed(line.substr(colon + 2));
        if (m_tableTrouble.find(' ') == std::string::npos) // a mere "sfname"
            m_tableTrouble = "the file cannot be opened";
    } else if (line.starts_with("f") && !m_tableTrouble.empty()) {
        const auto open = line.find('"');
        const auto close = line.rfind('"');
        if (open != close)
            m_tableFile = line.substr(open + 1, close - open - 1);
    }
}

void CsoundMessages::readCompileLine(std::string_view line) {
    static constexpr std::string_view errorMark = "error: ";
    static constexpr std::string_view stringMark = "unterminated string found on line ";
    static constexpr std::string_view includeMark = "Cannot open #include'd file ";
    if (line.starts_with(includeMark) && m_errors == 0) {
        ++m_errors;
        const std::string name(trimmed(line.substr(includeMark.size())));
        m_compileError.text = "The file " + name + " cannot be included: it cannot be opened.";
        m_compileError.word = "#include";
        return;
    }
    if (line.starts_with("Includes nested too deeply") && m_errors == 0) {
        ++m_errors;
        m_compileError.text = "A file includes itself, or files include each other too deeply.";
        m_compileError.word = "#include";
        return;
    }
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
        static const std::regex ownLine(R"(,? line (\d+)$)");
        std::smatch own;
        const std::string said = problem.text;
        if (std::regex_search(said, own, ownLine)) {
            m_lineInError = toInt(own[1].str());
            problem.text = own.prefix();
        }
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
    static const std::regex expression(
        R"((opcode|boolean expression) '([^']*)'(?: for expression)? with arg types (.*) not found)");
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
            problem.text = "Syntax error: \"" + (word.size() == 1 ? characterName(word) : word) +
                           "\" was not expected here.";
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
    } else if (std::regex_search(said, match, expression)) {
        const std::string name = plainOpcode(match[2]);
        problem.word = name;
        problem.text = "No form of \"" + name + "\" takes these types (" + match[3].str() +
                       "): S is text, i, k and c are numbers, a is sound.";
        if (m_lineInError > 0)
            problem.line = m_lineInError;
        // The line of what follows the statement.
        problem.lineOffset = match[1] == "opcode" && name != match[2] ? -1 : 0;
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
    if (problem.line == 0)
        problem.line = m_lineInError;
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

} // namespace stria
