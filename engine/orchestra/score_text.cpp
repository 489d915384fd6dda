// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/score_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "engine/orchestra/literals.h"
#include "engine/orchestra/score_arithmetic.h"
#include "engine/orchestra/score_words.h"

namespace stria {
namespace {

constexpr std::size_t mostScoreProblems = 100;
/// A score line holds no more pfields (beyond that Csound reads zeros, then crashes).
constexpr std::size_t mostFields = 1997;
/// Of all notes: a few bytes carry all fields of the note before.
constexpr std::size_t mostFieldsOfAll = 5'000'000;

/// A field that takes its value from the notes around it.
struct Ramp {
    bool operator==(const Ramp&) const = default;
};
using Field = std::variant<double, std::string, Ramp>;

/// A statement while it is read.
struct Note {
    std::string key; ///< of p1, as written
    ScoreStatement statement;
    std::vector<Field> fields; ///< from p4 on
    bool startIsSum = false;   ///< p2 was `+`
    double sectionStart = 0;
};

class ScoreReader {
  public:
    explicit ScoreReader(std::string_view score) : m_words(score) {}

    ScoreText run() {
        while (!m_ended && m_result.problems.size() < mostScoreProblems && m_words.atStatement())
            readStatement();
        resolveRamps();
        m_result.statements.reserve(m_notes.size());
        for (Note& note : m_notes) {
            for (Field& field : note.fields)
                if (auto* text = std::get_if<std::string>(&field))
                    note.statement.fields.emplace_back(std::move(*text));
                else if (const auto* number = std::get_if<double>(&field))
                    note.statement.fields.emplace_back(*number);
            m_result.statements.push_back(std::move(note.statement));
        }
        return std::move(m_result);
    }

  private:
    // What it says

    void report(Severity severity, std::string message, const ScoreWord& word) {
        Place place;
        place.line = word.line;
        place.column = m_words.columnOf(word);
        place.length = static_cast<int>(word.text.size());
        m_result.problems.push_back(
            {ErrorCode::SyntaxError, std::move(message), std::move(place), severity});
    }
    void refuse(const ScoreWord& word, const std::string& message) {
        report(Severity::Error, message, word);
        m_good = false;
    }
    static std::string shown(const ScoreWord& word) {
        constexpr std::size_t longest = 24;
        std::size_t length = std::min(longest, word.text.size());
        while (length > 0 && length < word.text.size() &&
               (static_cast<unsigned char>(word.text[length]) & 0xC0) == 0x80)
            --length; // not in the middle of a character
        return "“" + std::string(word.text.substr(0, length)) +
               (length < word.text.size() ? "…”" : "”");
    }

    // Statements

    void readStatement() {
        const ScoreWord letter = m_words.takeLetter();
        m_good = true;
        if (m_words.atLetter() && letter.text != "#" && letter.text != "$") {
            refuseNonsense(letter);
            return;
        }
        switch (letter.text.front()) {
        case 'i':
            readNote(letter);
            return;
        case 'c':
            m_words.skipLine();
            return;
        case 'e':
            m_ended = true;
            return;
        case 's':
            endSection(letter);
            return;
        case 'b':
        case 'v':
            readTimeStatement(letter);
            return;
        case 'C':
            if (const auto value = numberAfter(letter))
                m_carries = *value != 0;
            return;
        case 'a':
        case 'd':
        case 'f':
        case 'q':
        case 't':
        case 'y':
            leaveOut(letter);
            return;
        default:
            refuseLine(letter);
        }
    }

    void leaveOut(const ScoreWord& letter) {
        while (m_words.atField())
            (void)m_words.takeWord();
        const std::string what(letter.text);
        if (m_leftOut.insert(what.front()).second)
            report(Severity::Warning,
                   what == "t" ? "The tempo is left out: times are taken for seconds."
                               : "The statement “" + what + "” is left out: it is no event.",
                   letter);
    }

    void refuseLine(const ScoreWord& letter) {
        const std::string_view text = letter.text;
        if (text == "#" || text == "$")
            refuse(letter, "Macros and included files cannot be read here. Write out what they "
                           "stand for.");
        else if (text == "r" || text == "{" || text == "}" || text == "m" || text == "n" ||
                 text == "x")
            refuse(letter, "Repeats and jumps (“" + std::string(text) +
                               "”) cannot be read here. Write the notes out.");
        else {
            refuseNonsense(letter);
            return;
        }
        m_words.skipLine();
    }

    void refuseNonsense(const ScoreWord& letter) {
        m_words.goBack(letter);
        refuse(m_words.takeWord(),
               "A line of a score was expected, such as: i \"glass\" 0 1.5 0.3");
        m_words.skipLine();
    }

    std::optional<double> numberAfter(const ScoreWord& letter) {
        if (!m_words.atField()) {
            refuse(letter, "A number was expected behind “" + std::string(letter.text) + "”.");
            return std::nullopt;
        }
        return number(m_words.takeWord());
    }

    void readTimeStatement(const ScoreWord& letter) {
        const auto value = numberAfter(letter);
        m_words.skipLine();
        if (!value)
            return;
        if (letter.text == "b") {
            m_base = *value;
            m_factor = 1;
        } else if (*value > 0) {
            m_factor = *value;
        } else {
            refuse(letter, "The factor of “v” must be above 0.");
        }
    }

    void endSection(const ScoreWord& letter) {
        double length = m_sectionEnd;
        if (m_words.atFieldOfLine())
            if (const auto value = numberAfter(letter))
                length = std::max(length, *value);
        m_words.skipLine();
        m_sectionStart += length;
        m_sectionEnd = 0;
        m_base = 0;
        m_factor = 1;
    }

    void readNote(const ScoreWord& letter) {
        Note note;
        note.statement.line = letter.line;
        note.sectionStart = m_sectionStart;
        if (!m_words.atField()) {
            refuse(letter, "An instrument was expected behind “i”: its number, or its name in "
                           "quotes.");
            return;
        }
        const Note* last = readInstrument(m_words.takeWord(), note);
        std::vector<ScoreWord> words;
        while (m_words.atField()) {
            words.push_back(m_words.takeWord());
            if (words.size() > mostFields)
                break;
        }
        if (words.size() + 1 > mostFields) {
            refuse(letter, "A note cannot have more than 1997 fields.");
            return;
        }
        if (m_good)
            readTimes(letter, words, last, note);
        if (m_good)
            readFields(words, last, note);
        if (!m_good)
            return;
        m_fieldCount += note.fields.size();
        if (m_fieldCount > mostFieldsOfAll) {
            refuse(letter, "All notes to here have more than five million fields, carried ones "
                           "counted in: take fewer notes at once, or end them with “!”.");
            m_ended = true;
            return;
        }
        m_sectionEnd = std::max(m_sectionEnd, note.statement.start - m_sectionStart +
                                                  std::max(0.0, note.statement.duration));
        m_last[group(note)] = m_notes.size();
        m_notes.push_back(std::move(note));
    }

    /// Fields are carried among notes whose p1 has the same whole part.
    static std::string group(const Note& note) {
        if (const double* p1 = std::get_if<double>(&note.statement.instrument))
            return std::to_string(std::trunc(*p1));
        return note.key;
    }

    const Note* readInstrument(const ScoreWord& word, Note& note) {
        if (word.text.front() == '"') {
            const auto name = text(word);
            if (name && (name->empty() || name->front() == '-'))
                refuse(word,
                       "The name of an instrument was expected, and " + shown(word) + " is none.");
            note.statement.instrument = name.value_or(std::string());
        } else if (word.text == ".") {
            if (m_notes.empty())
                refuse(word, "There is no note before this one that “.” could stand for.");
            else
                note.statement.instrument = m_notes.back().statement.instrument;
        } else if (const auto p1 = number(word)) {
            constexpr double largest = 32768;
            if (*p1 < 0)
                refuse(word, "A note that turns another off cannot be read here: give that one its "
                             "duration.");
            else if (*p1 < 1 || *p1 >= largest)
                refuse(word, "An instrument's number lies between 1 and 32767.");
            note.statement.instrument = *p1;
        }
        note.key =
            word.text == "." && !m_notes.empty() ? m_notes.back().key : std::string(word.text);
        const auto last = m_last.find(group(note));
        return m_good && last != m_last.end() ? &m_notes[last->second] : nullptr;
    }

    void readTimes(const ScoreWord& letter, const std::vector<ScoreWord>& words, const Note* last,
                   Note& note) {
        const bool mayCarry = last && m_carries;
        if (words.size() < 2 && !mayCarry) {
            refuse(letter, "A start and a duration were expected behind the instrument.");
            return;
        }
        const std::string_view start = words.empty() ? "." : words[0].text;
        const double lastStart = last ? last->statement.start - last->sectionStart + m_sectionStart
                                      : m_sectionStart + m_base;
        if (start == "+" || (start == "." && last && last->startIsSum)) {
            note.startIsSum = true;
            note.statement.start =
                lastStart + (last ? std::max(0.0, last->statement.duration) : 0.0);
        } else if (start == ".") {
            if (carried(words.empty() ? letter : words[0], last))
                note.statement.start = lastStart;
        } else if (start.size() > 1 && start[0] == '^') {
            ScoreWord rest = words[0];
            rest.text.remove_prefix(1);
            if (const auto value = number(rest))
                note.statement.start = lastStart + *value * m_factor;
        } else if (const auto value = number(words[0])) {
            note.statement.start = m_sectionStart + m_base + *value * m_factor;
        }
        if (words.size() < 2 || words[1].text == ".") {
            if (m_good && carried(words.size() < 2 ? letter : words[1], last))
                note.statement.duration = last->statement.duration;
        } else if (const auto value = number(words[1])) {
            note.statement.duration = *value < 0 ? -1 : *value * m_factor;
        }
        if (m_good && (note.statement.start < 0 || !std::isfinite(note.statement.start)))
            refuse(words.empty() ? letter : words[0], "The note would start before 0.");
        if (m_good && !std::isfinite(note.statement.duration))
            refuse(words.size() < 2 ? letter : words[1], "The note's duration is too large.");
    }

    bool carried(const ScoreWord& word, const Note* last) {
        if (last)
            return true;
        refuse(word, "There is no note of this instrument before it that “.” could stand for.");
        return false;
    }

    void readFields(const std::vector<ScoreWord>& words, const Note* last, Note& note) {
        bool stopped = false;
        for (std::size_t i = 2; i < words.size() && m_good; ++i) {
            const ScoreWord& word = words[i];
            const std::size_t field = i - 2;
            if (word.text == "!") {
                stopped = true;
                if (i + 1 < words.size())
                    refuse(words[i + 1], "Nothing was expected behind “!”.");
            } else if (word.text == ".") {
                if (!carried(word, last))
                    return;
                note.fields.push_back(field < last->fields.size() ? last->fields[field]
                                                                  : Field(0.0));
            } else if (word.text == "<") {
                note.fields.emplace_back(Ramp());
            } else if (word.text.front() == '"') {
                if (auto value = text(word))
                    note.fields.emplace_back(std::move(*value));
            } else if (const auto value = number(word)) {
                note.fields.emplace_back(*value);
            }
        }
        if (!last || stopped || !m_carries)
            return;
        for (std::size_t field = note.fields.size(); field < last->fields.size(); ++field)
            note.fields.push_back(last->fields[field]);
    }

    // Fields

    std::optional<std::string> text(const ScoreWord& word) {
        if (word.text.size() < 2 || word.text.back() != '"') {
            refuse(word, "The text " + shown(word) + " has no closing quote.");
            return std::nullopt;
        }
        Token token;
        token.kind = TokenKind::String;
        token.length = static_cast<std::uint32_t>(word.text.size());
        return readString(token, word.text);
    }

    std::optional<double> number(const ScoreWord& word) {
        if (word.text.size() > 1 && word.text.front() == '[' && word.text.back() == ']')
            return calculated(word);
        const std::string_view text = word.text;
        std::size_t digits = text.size() > 1 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
        double value = 0;
        const bool begins =
            digits < text.size() &&
            (isDigitOfScore(text[digits]) || (text[digits] == '.' && digits + 1 < text.size()));
        const char* const end = text.data() + text.size();
        if (begins) {
            if (text[0] != '+')
                digits = 0;
            const auto [last, error] = std::from_chars(text.data() + digits, end, value);
            if (error == std::errc{} && last == end)
                return value;
            if (error == std::errc::result_out_of_range && last == end) {
                refuse(word, "The number " + shown(word) + " is too large or too small.");
                return std::nullopt;
            }
        }
        refuse(word, expected(word));
        return std::nullopt;
    }

    static std::string expected(const ScoreWord& word) {
        const std::string_view text = word.text;
        if (text.front() == '[')
            return "The expression " + shown(word) + " has no closing ].";
        if (text.find('$') != std::string_view::npos)
            return "Macros such as " + shown(word) +
                   " cannot be read here. Write out what they "
                   "stand for.";
        if (text.substr(0, 2) == "np" || text.substr(0, 2) == "pp")
            return "References to the next or previous note such as " + shown(word) +
                   " cannot be read here. Write the number.";
        if (text == ">" || text == "(" || text == ")" || text == "~" || text == "{" || text == "}")
            return "The ramp " + shown(word) +
                   " cannot be read here, only “<” can. Write the number.";
        if (text == "<")
            return "A ramp cannot stand for a start or a duration.";
        if (text == "!")
            return "“!” cannot stand for a start or a duration.";
        return "A number was expected, not " + shown(word) + ".";
    }

    std::optional<double> calculated(const ScoreWord& word) {
        const auto value = scoreArithmetic(word.text.substr(1, word.text.size() - 2));
        if (value)
            return *value;
        refuse(word, "The expression " + shown(word) + " " + value.error() + ".");
        return std::nullopt;
    }

    // Ramps

    /// A ramp goes in a straight line over time between the nearest numbers of the same field of
    /// notes with the same p1.
    void resolveRamps() {
        std::map<std::string, std::vector<Note*>> byInstrument;
        for (Note& note : m_notes)
            if (std::find(note.fields.begin(), note.fields.end(), Field(Ramp())) !=
                note.fields.end())
                byInstrument[note.key];
        if (byInstrument.empty())
            return;
        for (Note& note : m_notes)
            if (const auto it = byInstrument.find(note.key); it != byInstrument.end())
                it->second.push_back(&note);
        for (auto& [key, notes] : byInstrument) {
            std::stable_sort(notes.begin(), notes.end(), [](const Note* a, const Note* b) {
                return a->statement.start < b->statement.start;
            });
            std::size_t most = 0;
            for (const Note* note : notes)
                most = std::max(most, note->fields.size());
            for (std::size_t field = 0; field < most; ++field)
                resolveField(notes, field);
        }
    }

    void resolveField(const std::vector<Note*>& notes, std::size_t field) {
        const auto has = [&](std::size_t i) {
            return field < notes[i]->fields.size() &&
                   std::holds_alternative<double>(notes[i]->fields[field]);
        };
        for (std::size_t i = 0; i < notes.size(); ++i) {
            if (field >= notes[i]->fields.size() ||
                !std::holds_alternative<Ramp>(notes[i]->fields[field]))
                continue;
            std::size_t next = i + 1;
            while (next < notes.size() && !has(next))
                ++next;
            std::size_t before = i;
            while (before > 0 && !has(before - 1))
                --before;
            if (before == 0 || next == notes.size()) {
                ScoreWord word;
                word.line = notes[i]->statement.line;
                refuse(word, "The ramp “<” of p" + std::to_string(field + 4) +
                                 " needs a number in a note of this instrument before it and in "
                                 "one after it.");
                return;
            }
            const Note& from = *notes[before - 1];
            const Note& to = *notes[next];
            const double begin = from.statement.start, length = to.statement.start - begin;
            const double low = std::get<double>(from.fields[field]);
            const double high = std::get<double>(to.fields[field]);
            for (; i < next; ++i)
                if (field < notes[i]->fields.size() &&
                    std::holds_alternative<Ramp>(notes[i]->fields[field]))
                    notes[i]->fields[field] =
                        length > 0
                            ? low + (high - low) * (notes[i]->statement.start - begin) / length
                            : low;
        }
    }

    ScoreWords m_words;
    std::set<char> m_leftOut;
    bool m_good = true;
    bool m_ended = false;
    bool m_carries = true;
    double m_base = 0;
    double m_factor = 1;
    double m_sectionStart = 0;
    double m_sectionEnd = 0;
    std::size_t m_fieldCount = 0;
    std::vector<Note> m_notes;
    std::map<std::string, std::size_t> m_last; ///< of each group
    ScoreText m_result;
};

} // namespace

ScoreText readScoreText(std::string_view score) {
    return ScoreReader(score).run();
}

bool looksLikeScore(std::string_view text) {
    if (text.find("<CsScore") != std::string_view::npos)
        return true;
    constexpr std::size_t enough = 4096; // a few lines of comments may stand first
    ScoreWords words(text.substr(0, enough));
    if (!words.atStatement() || words.takeLetter().text != "i" || !words.atFieldOfLine())
        return false;
    const char first = words.takeWord().text.front();
    return first == '"' || (first >= '0' && first <= '9');
}

} // namespace stria
