// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/orchestra/code_effects.h"
#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/opcode_definitions.h"
#include "engine/orchestra/score_text.h"

namespace stria::testing {

/// Texts of one line, or deeply nested, of `size` bytes, that ask much of a reader.
inline std::vector<std::pair<std::string, std::string>> longLines(std::size_t size) {
    const auto repeated = [size](std::string begin, const std::string& piece) {
        while (begin.size() < size)
            begin += piece;
        return begin;
    };
    const auto numbered = [size](std::string begin, const std::string& before,
                                 const std::string& after) {
        for (int i = 0; begin.size() < size; ++i)
            begin += before + std::to_string(i) + after;
        return begin;
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
        (void)findUnsetVariables(code, *parameters, {code}, place);
    (void)readCodeEffects(code);
    (void)readOpcodeDefinitions(code);
}

} // namespace stria::testing
