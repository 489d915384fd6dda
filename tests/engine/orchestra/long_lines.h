// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/orchestra/code_effects.h"
#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/opcode_definitions.h"
#include "engine/orchestra/score_events.h"
#include "engine/orchestra/score_text.h"

namespace stria::testing {

/// Fills texts to a size.
struct TextFiller {
    std::size_t size;

    std::string repeated(std::string begin, const std::string& piece) const {
        while (begin.size() < size)
            begin += piece;
        return begin;
    }
    std::string numbered(std::string begin, const std::string& before,
                         const std::string& after) const {
        for (int i = 0; begin.size() < size; ++i)
            begin += before + std::to_string(i) + after;
        return begin;
    }
};

/// Texts of one line, or deeply nested, of `size` bytes, that ask much of a reader.
inline std::vector<std::pair<std::string, std::string>> longLines(std::size_t size) {
    const auto repeated = [size](std::string begin, const std::string& piece) {
        return TextFiller{size}.repeated(std::move(begin), piece);
    };
    const auto numbered = [size](std::string begin, const std::string& before,
                                 const std::string& after) {
        return TextFiller{size}.numbered(std::move(begin), before, after);
    };
    return {{"characters that mean nothing", repeated("", "\xE4\xB8\xAD")},
            {"bytes that are no characters", repeated("k1 = ", "\xE4")},
            {"macros that nobody defines", repeated("", "$A ")},
            {"calls of a macro within each other", repeated("#define M(x) #$x#\n", "$M(")},
            {"calls of functions within each other", repeated("k1 = ", "abs(")},
            {"calls with a rate within each other", repeated("k1 = ", "abs:k[")},
            {"brackets", repeated("k1 = ", "(")},
            {"brackets of arrays", repeated("k1 = ", "k[")},
            {"brackets of outputs", repeated("", "k[")},
            {"closed brackets", repeated("k1 = ", "()")},
            {"divisions by zero", repeated("k1 = 1", "/0")},
            {"divisions of a variable by zero", repeated("k1 = kx", "*1/0")},
            {"operators", repeated("k1 = 1", "+")},
            {"variables that nothing sets", numbered("outs ", "a", ", ")},
            {"variables that are set", numbered("", "k", " = 1\n")},
            {"parameters", numbered("|", "k", "=1, ") + "|"},
            {"parameters from pfields", numbered("", "kx = p", "\n")},
            {"pfields by number", numbered("k1 = 0", " + p", "")},
            {"else", repeated("if k1 == 1 then\n", "else ")},
            {"loops", repeated("", "while k1 do ")},
            {"blocks without an end", repeated("", "if k1 == 1 then\n")},
            {"ends of other blocks", repeated(repeated("", "if k1 == 1 then\n"), "od\n")},
            {"strings", repeated("prints ", "\"a\",")},
            {"strings that are not closed", repeated("", "\"\n")},
            {"comments", repeated("", "/* */")},
            {"continuations", repeated("k1 = 1", " \\\n")},
            {"calls of buses", repeated("k1 = 0", " + busin:k(1)")},
            {"notes that are started", repeated("", "schedule \"a\", 0, 1\n")},
            {"notes in one line", repeated("k1 = 0", " + schedule(\"a\", 0, 1)")},
            {"texts of macros", repeated("", "#define A #x# ")},
            {"conditions", repeated("", "#ifdef A\n")},
            {"labels", numbered("", "l", ":\n")},
            {"opcodes", repeated("", "opcode A, a, a\nxout 1\nendop\n")},
            {"carriage returns", repeated("", "\r")},
            {"one name", repeated("k", "k")},
            {"one number", repeated("k1 = 1", "1")}};
}

/// All that reads code without Csound.
inline void readAll(const std::string& code) {
    Place place;
    place.text = TextKind::InstrumentBody;
    (void)findMistakes(code, place);
    (void)findUndefinedMacros(code, {}, place);
    Instrument instrument;
    instrument.name = "long";
    instrument.body = code;
    if (const auto parameters = readParameters(instrument))
        (void)findUnsetVariables(code, *parameters, NamesElsewhere({code}), place);
    (void)readCodeEffects(code);
    (void)readOpcodeDefinitions(code);
}

/// The same for scores.
inline std::vector<std::pair<std::string, std::string>> longScores(std::size_t size) {
    const TextFiller fill{size};
    const std::string note = "i1 0 1 0.5\n";
    std::string manyFields = "i1 0 1";
    for (int i = 0; i < 1990; ++i)
        manyFields += " 1";
    return {{"notes", fill.repeated("", note)},
            {"notes one after the other", fill.repeated(note, "i . + . 1\n")},
            {"notes of instruments that nobody has", fill.numbered("", "i \"a", "\" 0 1\n")},
            {"notes with texts that name nothing", fill.numbered("", "i1 0 1 \"a", "\"\n")},
            {"notes of numbered instruments", fill.numbered("", "i1.", " 0 1 0.5\n")},
            {"ramps", fill.repeated(note, "i1 + 1 <\n") + "i1 + 1 1\n"},
            {"ramps without an end", fill.repeated(note, "i1 + 1 <\n")},
            {"ramps with gaps", fill.repeated(note, "i1 + 1 <\ni1 + 1 !\n") + "i1 + 1 1\n"},
            {"ramps of several fields", fill.repeated(note, "i1 + 1 < < < 1\ni1 + 1 1 < 2 <\n")},
            {"fields", fill.repeated("i1 0 1", " 1")},
            {"fields that are carried", fill.repeated(manyFields + "\n", "i1 0 1\n")},
            {"lines of a note", fill.repeated("i1 0 1", "\n 1")},
            {"empty lines", fill.repeated("", "\n")},
            {"blanks", fill.repeated("i1 0 1 ", " ")},
            {"sums", fill.repeated("i1 0 1 [1", "+1") + "]\n"},
            {"powers", fill.repeated("i1 0 1 [1", "^1") + "]\n"},
            {"signs", fill.repeated("i1 0 1 [", "-") + "1]\n"},
            {"brackets", fill.repeated("i1 0 1 [", "(")},
            {"many brackets", fill.repeated("i1 0 1 ", "[(1)] ")},
            {"texts", fill.repeated("i1 0 1", " \"a\"")},
            {"texts that are not closed", fill.repeated("", "i1 0 1 \"\n")},
            {"comments", fill.repeated("", "/* */")},
            {"comments that are not closed", fill.repeated("", "/* ")},
            {"comments of lines", fill.repeated("", ";\n")},
            {"sections", fill.repeated("", "s\n")},
            {"base times", fill.repeated("", "b 1\n")},
            {"tables", fill.repeated("", "f1 0 0 10 1\n")},
            {"repeats", fill.repeated("", "{ 2 x\n")},
            {"scores of documents", fill.repeated("", "<CsScore>")},
            {"one word", fill.repeated("", "a")},
            {"one number", fill.repeated("i1 0 1 1", "1")},
            {"characters that mean nothing", fill.repeated("", "\xE4\xB8\xAD")}};
}

/// All that reads and writes scores.
inline void readAllOfScore(const std::string& score) {
    Project project;
    Instrument instrument;
    instrument.id = InstrumentId::random();
    instrument.name = "1";
    instrument.body = "|kamp=0.5, kfreq=440, ibus=0|\nout kamp";
    (void)project.insert(instrument);
    (void)looksLikeScore(score);
    const ScoreEvents read = readScoreEvents(project, score);
    std::vector<const ScoreEvent*> events;
    for (const ScoreEvent& event : read.events)
        events.push_back(&event);
    (void)scoreTextOf(project, events);
}

} // namespace stria::testing
