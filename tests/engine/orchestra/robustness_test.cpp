// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes at all may be typed or pasted into an instrument.

#include <QTest>
#include <random>

#include "engine/orchestra/code_effects.h"
#include "engine/orchestra/code_mistakes.h"
#include "engine/orchestra/parameters.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

const std::vector<std::string> pieces = {"|",
                                         "{",
                                         "}",
                                         "kx=1",
                                         "Sy=\"a\"",
                                         ",",
                                         "\n",
                                         "\r\n",
                                         "\r",
                                         " ",
                                         "\\",
                                         ";c",
                                         "/*",
                                         "*/",
                                         "{{",
                                         "}}",
                                         "\"",
                                         "#define X(a'b) #",
                                         "#",
                                         "$X",
                                         "$X(1)",
                                         "(",
                                         ")",
                                         "[",
                                         "]",
                                         "if ",
                                         " then",
                                         "else ",
                                         "endif",
                                         "while ",
                                         " do ",
                                         "od",
                                         "instr 1",
                                         "endin",
                                         "opcode a,b,c",
                                         "endop",
                                         "xin",
                                         "k1 = p5",
                                         "i2 init p4",
                                         "i3, k4 passign 6",
                                         "pset 1,2,3,4",
                                         "=",
                                         "+=",
                                         "1/0",
                                         "p4",
                                         "busin:k(",
                                         "busout 1, a1",
                                         "schedule \"x\", 0",
                                         "nstrnum(Sx)",
                                         "scoreline {{i \"x\" 0 1}}",
                                         "kA[]",
                                         ":",
                                         "lab: ",
                                         "goto lab",
                                         "#ifdef X",
                                         "#end",
                                         "#include \"x\"",
                                         "\xEF\xBB\xBF",
                                         "\xC2\xAC",
                                         "é",
                                         std::string(1, '\0'),
                                         "\xFF",
                                         "0x",
                                         "1e",
                                         "-",
                                         "; kx: 0..1 Hz log",
                                         "i \"drop",
                                         "gk1",
                                         "seed 5"};

void checkPlaces(const Diagnostics& problems, const std::string& text) {
    const auto lines =
        2 + std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
    for (const Diagnostic& problem : problems) {
        QVERIFY(problem.place.line >= 1 && problem.place.line < lines);
        QVERIFY(problem.place.column >= 1 && problem.place.length >= 0);
        QVERIFY(!problem.message.empty());
    }
}

void readAll(const std::string& text) {
    Instrument instrument;
    instrument.body = text;
    Place body;
    body.text = TextKind::InstrumentBody;
    Place global;
    global.text = TextKind::GlobalCode;
    checkPlaces(findMistakes(text, body), text);
    checkPlaces(findMistakes(text, global), text);
    readCodeEffects(text);
    const auto parameters = readParameters(instrument);
    if (parameters)
        checkPlaces(findUnsetVariables(text, *parameters, NamesElsewhere({text}), body), text);
    else
        checkPlaces(parameters.error(), text);
}

} // namespace

class RobustnessTest : public QObject {
    Q_OBJECT

  private slots:
    void anyMixtureOfWordsIsRead() {
        std::mt19937 random(2);
        for (int round = 0; round < 20000; ++round) {
            std::string text;
            for (auto words = random() % 30; words > 0; --words)
                text += pieces[random() % pieces.size()];
            readAll(text);
        }
    }
    void anyBytesAreRead() {
        std::mt19937 random(3);
        for (int round = 0; round < 5000; ++round) {
            std::string text(random() % 200, '\0');
            for (char& c : text)
                c = static_cast<char>(random());
            readAll(text);
        }
    }
    void deepAndLongTextsAreRead() {
        readAll(std::string(200000, '('));
        readAll("i1 = " + std::string(200000, '['));
        readAll("|" + std::string(100000, ','));
        readAll(std::string(100000, '"'));
        std::string blocks;
        for (int i = 0; i < 20000; ++i)
            blocks += "if k1 == 1 then\n";
        readAll(blocks);
        std::string oneLine = "i1 = f(1";
        for (int i = 0; i < 2000; ++i)
            oneLine += ", f(" + std::to_string(i);
        readAll(oneLine);
    }
};

STRIA_TEST(RobustnessTest)
#include "robustness_test.moc"
