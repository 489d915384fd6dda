// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/outside_reach.h"

#include <algorithm>
#include <optional>
#include <set>

#include "engine/orchestra/inline_header.h"
#include "engine/orchestra/literals.h"
#include "engine/orchestra/opcode_calls.h"
#include "engine/reading/macro_reader.h"
#include "engine/reading/project_paths.h"

namespace stria {

namespace {

constexpr std::size_t mostReaches = 500;
constexpr int deepestTexts = 4; ///< of code in a text of code

bool isMathConstant(std::string_view macro) {
    return macro.starts_with("$M_");
}

class ReachReader {
  public:
    ReachReader(const Project& project, const IncludedTexts& includes, const std::string& folder)
        : m_project(project), m_includes(includes), m_paths(project, folder), m_macros(includes) {}

    std::vector<Reach> read() {
        readOptions();
        readIncludeLists();
        const std::vector<ReachingText> texts = codeOf(m_project, m_includes);
        // Once for the macros alone, so that no order of the texts hides one.
        for (const ReachingText& text : texts)
            (void)m_macros.unfold(text);
        (void)m_macros.takeNotes();
        for (const ReachingText& text : texts) {
            const UnfoldedCode code = m_macros.unfold(text);
            for (const UnfoldingNote& note : m_macros.takeNotes())
                take(note);
            readCode(
                code.text, [&](std::uint32_t offset) { return code.placeOf(offset); }, 0);
        }
        if (m_computedRead)
            readHandedPaths();
        return std::move(m_reaches);
    }

  private:
    using PlaceOf = std::function<Place(std::uint32_t)>;

    void add(ReachKind kind, std::string opcode, std::string target, Place place) {
        Reach reach{kind, std::move(opcode), std::move(target), std::move(place)};
        if (m_reaches.size() < mostReaches &&
            std::find(m_reaches.begin(), m_reaches.end(), reach) == m_reaches.end())
            m_reaches.push_back(std::move(reach));
    }

    void readOptions() {
        for (const std::string& option : m_project.settings().csoundOptions) {
            for (std::size_t at = option.find("--omacro:"); at != std::string::npos;
                 at = option.find("--omacro:", at + 1)) {
                const std::size_t begin = at + 9;
                const std::size_t equals = option.find('=', begin);
                const std::size_t end = std::min(option.find(" --", begin), option.size());
                if (equals < end)
                    m_macros.define(option.substr(begin, equals - begin),
                                    option.substr(equals + 1, end - equals - 1));
            }
            // Search paths; the value may begin with `=` or `+=`.
            const std::size_t path = option.find("--env:");
            if (path == std::string::npos)
                continue;
            const std::size_t equals = option.find('=', path);
            if (equals != std::string::npos && m_paths.leadsToStranger(option.substr(equals + 1)))
                add(ReachKind::Read, "--env", option.substr(equals + 1), {});
        }
    }

    /// Files that are included by no line of code.
    void readIncludeLists() {
        for (const Instrument* instrument : m_project.inOrder<Instrument>())
            for (const std::string& name : instrument->includes)
                if (m_paths.leadsOut(name)) {
                    Place place;
                    place.instrument = instrument->id;
                    place.instrumentName = instrument->name;
                    add(ReachKind::Read, "#include", name, place);
                }
        for (const GlobalCode* code : m_project.inOrder<GlobalCode>())
            if (m_paths.leadsOut(code->file)) {
                Place place;
                place.text = TextKind::GlobalCode;
                place.globalCode = code->id;
                add(ReachKind::Read, "#include", code->file, place);
            }
    }

    void take(const UnfoldingNote& note) {
        using What = UnfoldingNote::What;
        if (note.what == What::Include && m_paths.leadsOut(note.name))
            add(ReachKind::Read, "#include", note.name, note.place);
        if (note.what == What::UnreadInclude)
            add(ReachKind::Unknown, "#include", note.name, note.place);
        if (note.what == What::TooManyMacros)
            add(ReachKind::Unknown, "#define", {}, note.place);
    }

    void readCode(std::string_view text, const PlaceOf& placeOf, int depth) {
        const Statements statements(text);
        for (std::size_t i = 0; i < statements.size(); ++i) {
            const Statements::Tokens statement = statements[i];
            const StatementParts parts = readParts(statement, text);
            findMacroNames(statement, text, placeOf);
            forEachCall(parts, text,
                        [&](const OpcodeCall& call) { readCall(call, text, placeOf, depth); });
            // `x system_i y`: the first of two names may be an output of any type.
            if (parts.form == StatementParts::Form::Opcode && parts.outputs.empty() &&
                !parts.inputs.empty() && parts.inputs[0].kind == TokenKind::Name)
                readHiddenName(parts, text, placeOf, depth);
        }
        for (const Token& token : statements.all())
            if (token.kind == TokenKind::String || token.kind == TokenKind::RawString)
                if (std::string value = readString(token, text); m_paths.leadsToStranger(value))
                    m_leavingTexts.push_back({value, placeOf(token.begin)});
    }

    void readHiddenName(const StatementParts& parts, std::string_view text, const PlaceOf& placeOf,
                        int depth) {
        OpcodeCall call;
        call.name = call.last = parts.inputs[0];
        const std::string_view name = parts.inputs[0].in(text);
        if (const auto kind = outsideKind(name); !kind || *kind == ReachKind::Read)
            return;
        call.arguments = {parts.inputs.subspan(1)};
        readCall(call, text, placeOf, depth);
    }

    /// A macro that is defined nowhere, where the name of an opcode could stand.
    void findMacroNames(Statements::Tokens statement, std::string_view text,
                        const PlaceOf& placeOf) {
        for (std::size_t i = 0; i < statement.size(); ++i) {
            const Token& token = statement[i];
            const std::string_view word = token.in(text);
            const bool isMacro = token.kind == TokenKind::Macro && !isMathConstant(word);
            if (!isMacro && word != "$")
                continue;
            const auto isWord = [](const Token& t) {
                return t.kind == TokenKind::Name || t.kind == TokenKind::PField;
            };
            const bool follows = i == 0 || isWord(statement[i - 1]) ||
                                 statement[i - 1].in(text) == "]" ||
                                 statement[i - 1].end() == token.begin;
            const bool goesOn = i + 1 < statement.size() && statement[i + 1].begin == token.end() &&
                                (isWord(statement[i + 1]) || statement[i + 1].in(text) == "(");
            if (follows || goesOn)
                add(ReachKind::Unknown, std::string(word), {}, placeOf(token.begin));
        }
    }

    void readCall(const OpcodeCall& call, std::string_view text, const PlaceOf& placeOf,
                  int depth) {
        const std::string_view name = call.name.in(text);
        const auto kind = outsideKind(name);
        if (!kind)
            return;
        if (*kind == ReachKind::Read) {
            readRead(call, text, placeOf);
            return;
        }
        const std::optional<std::string> target = literalOf(call, text);
        if (*kind == ReachKind::Unknown && target && depth < deepestTexts &&
            (name == "evalstr" || name == "compilestr")) {
            const Place place = placeOf(call.name.begin);
            const UnfoldedCode code = m_macros.unfold({place, *target});
            for (const UnfoldingNote& note : m_macros.takeNotes())
                take({note.what, note.name, place});
            readCode(
                code.text, [&](std::uint32_t) { return place; }, depth + 1);
            return;
        }
        add(*kind, std::string(name), target.value_or(std::string()), placeOf(call.name.begin));
    }

    static std::optional<std::string> literalOf(const OpcodeCall& call, std::string_view text,
                                                std::size_t from = 0) {
        for (std::size_t i = from; i < call.arguments.size(); ++i)
            for (const Token& token : call.arguments[i])
                if (token.kind == TokenKind::String || token.kind == TokenKind::RawString)
                    return readString(token, text);
        return std::nullopt;
    }

    void readRead(const OpcodeCall& call, std::string_view text, const PlaceOf& placeOf) {
        const std::string_view name = call.name.in(text);
        // Generators of tables name files behind their numbers.
        const std::size_t first = name.starts_with("ftgen") ? 4 : 0;
        if (const auto target = literalOf(call, text, first)) {
            if (m_paths.leadsToStranger(*target))
                add(ReachKind::Read, std::string(name), *target, placeOf(call.name.begin));
            return;
        }
        if (call.arguments.size() <= first)
            return;
        for (const Token& token : call.arguments[first]) {
            const std::string_view word = token.in(text);
            m_computedRead |= token.kind == TokenKind::PField || word.starts_with('S') ||
                              word.starts_with("gS") || word.starts_with("str");
        }
    }

    /// Where a name comes from elsewhere, every text that leads out may be it.
    void readHandedPaths() {
        for (const auto& [path, place] : m_leavingTexts)
            add(ReachKind::Read, {}, path, place);
        std::set<std::string> seen;
        m_project.all<ScoreEvent>().forEach([&](const ScoreEvent& event) {
            for (const Argument& argument : event.arguments)
                if (const auto* path = std::get_if<std::string>(&argument.value))
                    if (m_paths.leadsToStranger(*path) && seen.insert(*path).second) {
                        Place place;
                        place.event = event.id;
                        place.eventName = event.name;
                        add(ReachKind::Read, {}, *path, place);
                    }
        });
        for (const FixedString* fixed : m_project.inOrder<FixedString>())
            if (m_paths.leadsToStranger(fixed->text))
                add(ReachKind::Read, "strset", fixed->text, {});
    }

    const Project& m_project;
    const IncludedTexts& m_includes;
    ProjectPaths m_paths;
    MacroReader m_macros;
    std::vector<Reach> m_reaches;
    std::vector<std::pair<std::string, Place>> m_leavingTexts;
    bool m_computedRead = false;
};

} // namespace

std::vector<Reach> outsideReach(const Project& project, const IncludedTexts& includes,
                                const std::string& projectFolder) {
    return ReachReader(project, includes, projectFolder).read();
}

Allowance allowanceFor(const std::vector<Reach>& reaches) {
    Allowance needed;
    for (const Reach& reach : reaches) {
        const bool all = reach.kind == ReachKind::Unknown;
        needed.write |= all || reach.kind == ReachKind::Write;
        needed.run |= all || reach.kind == ReachKind::Run;
        needed.network |= all || reach.kind == ReachKind::Network;
        needed.read |= all || reach.kind == ReachKind::Read;
    }
    return needed;
}

bool covers(const Allowance& allowed, const Allowance& needed) {
    return (allowed.write || !needed.write) && (allowed.run || !needed.run) &&
           (allowed.network || !needed.network) && (allowed.read || !needed.read);
}

std::string_view wordsFor(ReachKind kind) {
    switch (kind) {
    case ReachKind::Write:
        return "writes files";
    case ReachKind::Run:
        return "runs programs";
    case ReachKind::Network:
        return "opens connections";
    case ReachKind::Read:
        return "reads files outside its folder";
    case ReachKind::Unknown:
        break;
    }
    return "does what cannot be read beforehand";
}

std::string toText(const Reach& reach) {
    constexpr std::size_t longest = 120;
    std::string target = reach.target;
    std::replace_if(
        target.begin(), target.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
    if (target.size() > longest) {
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(target[end]) & 0xC0) == 0x80)
            --end;
        target = target.substr(0, end) + "…";
    }
    std::string text(wordsFor(reach.kind));
    text += ":";
    if (!reach.opcode.empty())
        text += " " + reach.opcode;
    if (!target.empty())
        text += " “" + target + "”";
    if (const std::string place = reach.place.toText(); !place.empty())
        text += " (" + place + ")";
    return text;
}

} // namespace stria
