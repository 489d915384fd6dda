// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/orchestra_text.h"

#include <algorithm>

#include "engine/compile/csd_document.h"
#include "engine/orchestra/include_directive.h"
#include "engine/orchestra/text_range.h"
#include "engine/orchestra/tokenizer.h"

namespace stria {

namespace {

/// A text after its edits, cut into lines, with the user's line of each.
struct EditedText {
    std::string text; ///< line ends are LF
    std::vector<int> userLines;

    explicit EditedText(int firstLine) : userLines{firstLine}, m_userLine(firstLine) {}

    /// Text of the user; every line end counts.
    void copy(std::string_view piece) {
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const bool isPair = piece[i] == '\r' && i + 1 < piece.size() && piece[i + 1] == '\n';
            if (isPair)
                continue;
            if (piece[i] == '\n' || piece[i] == '\r') {
                ++m_userLine;
                endLine();
            } else if (piece[i] == CsdDocument::markByte) {
                text += ' '; // a control character, which is a syntax error to Csound anyway
            } else {
                text += piece[i];
            }
        }
    }

    /// New text for `replaced`; its line ends stand for those of the replaced text first.
    void replace(std::string_view replaced, std::string_view replacement) {
        const int last = m_userLine + countLineEnds(replaced);
        for (const char c : replacement)
            if (c == '\n') {
                m_userLine = std::min(m_userLine + 1, last);
                endLine();
            } else {
                text += c;
            }
        m_userLine = last;
    }

    static int countLineEnds(std::string_view text) {
        int count = 0;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n' ||
                (text[i] == '\r' && !(i + 1 < text.size() && text[i + 1] == '\n')))
                ++count;
        return count;
    }

  private:
    void endLine() {
        text += '\n';
        userLines.push_back(m_userLine);
    }
    int m_userLine;
};

} // namespace

void OrchestraText::addLine(std::string_view line, const Place& place) {
    m_text += line;
    m_text += '\n';
    m_map.addLine(place);
}

void OrchestraText::add(std::string_view lines, const Place& place) {
    Place generated = place;
    generated.text = TextKind::None;
    generated.line = generated.column = generated.length = 0;
    while (true) {
        const std::size_t end = lines.find('\n');
        addLine(lines.substr(0, end), generated);
        if (end == std::string_view::npos)
            return;
        lines.remove_prefix(end + 1);
    }
}

std::vector<OrchestraText::Count> OrchestraText::countsAfterLines(std::string_view text,
                                                                  std::size_t lineCount) {
    std::vector<Count> counts(lineCount, Count::Kept);
    bool losing = false;
    bool undefines = false;
    bool defines = false;
    std::string_view defined;
    const auto countAfter = [&] {
        return undefines ? Count::LostWithNextLine : losing ? Count::Lost : Count::Kept;
    };
    for (const Token& token : tokenize(text)) {
        const std::string_view word = token.in(text);
        const bool goesOver = word.find('\n') != std::string_view::npos;
        switch (token.kind) {
        case TokenKind::BlockComment:
        case TokenKind::String:
        case TokenKind::RawString:
        case TokenKind::Continuation:
            losing = losing || goesOver;
            break;
        case TokenKind::MacroText:
            losing = losing || goesOver;
            if (goesOver)
                m_longMacros.emplace(defined);
            break;
        case TokenKind::Macro:
            losing = losing || m_longMacros.contains(word.substr(1, word.find('.') - 1));
            break;
        case TokenKind::Directive:
            // What the user's own #line says would hold for all that follows.
            losing = losing || word.ends_with("end") || word.ends_with("endif") ||
                     word.ends_with("line");
            undefines = undefines || word == "#undef";
            break;
        case TokenKind::Name:
            if (defines)
                defined = word;
            break;
        case TokenKind::NewLine:
            if (token.line - 1 < lineCount)
                counts[token.line - 1] = countAfter();
            losing = undefines = false;
            break;
        default:
            break;
        }
        if (!token.isBlank())
            defines = word == "#define";
    }
    counts.back() = countAfter(); // a last line without an end
    return counts;
}

void OrchestraText::addLines(std::string_view code, int firstLine,
                             const std::vector<TextEdit>& edits, const Place& place) {
    EditedText edited(firstLine);
    std::size_t at = 0;
    for (const TextEdit& edit : edits) {
        edited.copy(code.substr(at, edit.begin - at));
        edited.replace(code.substr(edit.begin, edit.length), edit.replacement);
        at = edit.begin + edit.length;
    }
    edited.copy(code.substr(at));

    std::string_view rest = edited.text;
    const std::vector<Count> counts = countsAfterLines(edited.text, edited.userLines.size());
    for (std::size_t i = 0; i < edited.userLines.size(); ++i) {
        const std::size_t end = rest.find('\n');
        const bool isLast = end == std::string_view::npos;
        if (isLast && rest.empty())
            break;
        Place here = place;
        here.line = edited.userLines[i];
        addLine(rest.substr(0, end), here);
        if (counts[i] == Count::LostWithNextLine)
            add("", place);
        if (counts[i] != Count::Kept)
            add("#line " + std::to_string(nextLine() + 1), place);
        if (isLast)
            break;
        rest.remove_prefix(end + 1);
    }
}

void OrchestraText::addCode(std::string_view code, const std::vector<TextEdit>& edits,
                            const Place& place, Diagnostics& problems) {
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    std::vector<TextEdit> kept = edits;
    if (code.starts_with(byteOrderMark))
        kept.insert(kept.begin(), {0, byteOrderMark.size(), ""});
    // Cut at each `#include`, whose line gives way to the file.
    const std::vector<Token> tokens = tokenize(code);
    std::uint32_t begin = 0;
    int firstLine = 1;
    auto edit = kept.begin();
    const auto editsBefore = [&](std::uint32_t end) {
        std::vector<TextEdit> some;
        for (; edit != kept.end() && edit->begin < end; ++edit)
            some.push_back({edit->begin - begin, edit->length, std::move(edit->replacement)});
        return some;
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::optional<std::string> name = includedName(code, tokens[i]);
        if (!name || isMadeOfMacros(code, tokens[i], *name))
            continue;
        std::size_t lineEnd = i + 1;
        while (lineEnd < tokens.size() && tokens[lineEnd].kind != TokenKind::NewLine)
            ++lineEnd;
        const std::uint32_t directive = tokens[i].begin;
        if (directive > begin)
            addLines(code.substr(begin, directive - begin), firstLine, editsBefore(directive),
                     place);
        Place from = place;
        from.line = static_cast<int>(tokens[i].line);
        addFile(*name, from, problems);
        if (lineEnd == tokens.size())
            return;
        begin = tokens[lineEnd].end();
        while (edit != kept.end() && edit->begin < begin)
            ++edit;
        firstLine = static_cast<int>(tokens[lineEnd].line) + 1;
    }
    if (begin < code.size())
        addLines(code.substr(begin), firstLine,
                 editsBefore(static_cast<std::uint32_t>(code.size()) + 1), place);
}

void OrchestraText::addFile(const std::string& name, const Place& from, Diagnostics& problems) {
    const auto file = m_facts.includes.find(name);
    std::string problem;
    if (file == m_facts.includes.end())
        problem = "it has not been looked for";
    else if (std::find(m_openFiles.begin(), m_openFiles.end(), name) != m_openFiles.end())
        problem = "it includes itself";
    else
        problem = file->second.problem;
    if (!problem.empty()) {
        problems.push_back({ErrorCode::FileUnreadable,
                            "The file " + name + " cannot be included: " + problem + ".", from,
                            Severity::Error});
        return;
    }
    m_openFiles.push_back(name);
    Place place = from;
    place.text = TextKind::File;
    place.file = name;
    place.line = 0;
    add("; from " + name, place);
    addCode(file->second.text, m_fileEdits ? m_fileEdits(name) : std::vector<TextEdit>(), place,
            problems);
    m_openFiles.pop_back();
}

} // namespace stria
