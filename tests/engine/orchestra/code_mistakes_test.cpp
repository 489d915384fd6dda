// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/code_mistakes.h"
#include "tests/support/test_program.h"

#include <QTest>

using namespace stria;

namespace {

Place bodyPlace() {
    Place place;
    place.text = TextKind::InstrumentBody;
    place.instrumentName = "voice";
    return place;
}

Place globalPlace() {
    Place place;
    place.text = TextKind::GlobalCode;
    return place;
}

/// "3:8+1 message" each: line, column and length.
QStringList listed(const Diagnostics& problems) {
    QStringList result;
    for (const Diagnostic& problem : problems)
        result << QString("%1:%2+%3 %4")
                      .arg(problem.place.line)
                      .arg(problem.place.column)
                      .arg(problem.place.length)
                      .arg(QString::fromStdString(problem.message));
    return result;
}

QStringList unset(const std::string& body, const std::vector<std::string_view>& globals = {}) {
    Instrument instrument;
    instrument.body = body;
    const auto parameters = readParameters(instrument);
    return listed(
        findUnsetVariables(body, parameters.value(), NamesElsewhere(globals), bodyPlace()));
}

} // namespace

class CodeMistakesTest : public QObject {
    Q_OBJECT

  private slots:
    void aMistakeInABodyIsFoundAtItsPlace_data();
    void aMistakeInABodyIsFoundAtItsPlace();
    void whatCsoundTakesIsNoMistake_data();
    void whatCsoundTakesIsNoMistake();
    void aNulIsFoundWhereverItStands();
    void globalCodeMayHoldInstrumentsAndOpcodes();
    void mistakesOfGlobalCodeAreFound_data();
    void mistakesOfGlobalCodeAreFound();
    void severalMistakesComeInTheOrderOfTheText();
    void theDeepestBracketIsReported();

    void anUnsetVariableIsFound_data();
    void anUnsetVariableIsFound();
    void whatHasAValueIsNotUnset_data();
    void whatHasAValueIsNotUnset();
    void aMacroThatNobodyDefinesIsFound();
    void globalsAreLookedForElsewhere();
};

void CodeMistakesTest::aMistakeInABodyIsFoundAtItsPlace_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("expected"); // how the one problem begins
    const auto row = [](const char* title, const char* body, const char* expected) {
        QTest::newRow(title) << QString::fromUtf8(body) << QString::fromUtf8(expected);
    };
    row("an operator at the end of a line",
        "kenv linen 1, 2, p3, 3\naout oscili kenv, 440\naout = aout *\noutch 1, aout",
        "3:13+1 The line ends with '*'");
    row("an operator before an assignment", "i1 = 1 +\ni2 = 2", "1:8+1 The line ends with '+'");
    row("an operator at the very end", "i1 = 1\ni2 = i1 -", "2:9+1 The line ends with '-', but");
    row("an operator before an empty line", "i1 = 1 +\n\n2", "1:8+1 The line ends with '+', but");
    row("a comma before a statement", "outs a1,\nprint 2", "1:8+1 The line ends with ','");
    row("a comma at the very end", "prints \"x\",", "1:11+1 The line ends with ','");
    row("a character of a text editor", "k1 = 1\nprints “hi", "2:8+1 The character “");
    row("a condition without end", "k1 = 1\n#ifdef X\nk2 = 2\n#else\nk2 = 3",
        "2:1+6 '#ifdef' without '#end'");
    row("if without endif",
        "a1 oscili 1, 2\na2 = 1\nif k1 > 0.1 then\n a1 = a1 * 0.5\noutch 1, a1\n",
        "3:1+2 'if' without 'endif'");
    row("the inner if has no endif", "if k1 > 1 then\n  if k1 > 2 then\n    k2 = 1\nendif",
        "2:3+2 'if' without 'endif'");
    row("the outer if has no endif",
        "if k1 > 1 then\n  if k1 > 2 then\n    k2 = 1\n  endif\nk3 = 1",
        "1:1+2 'if' without 'endif'");
    row("while without od", "while i1 < 3 do\ni1 += 1", "1:1+5 'while' without 'od'");
    row("until without od", "until i1 < 3 do\ni1 += 1", "1:1+5 'until' without 'od'");
    row("an if that a loop cuts", "while i1 < 3 do\nif i1 == 1 then\nod",
        "2:1+2 'if' without 'endif'");
    row("a stray endif", "i1 = 1\nendif", "2:1+5 There is nothing that this 'endif' ends");
    row("a stray od", "od", "1:1+2 There is nothing that this 'od' ends");
    row("a stray else", "i1 = 1\nelse\ni2 = 2", "2:1+4 There is no 'if' for this 'else'");
    row("a stray endin", "a1 = 1\nendin\na2 = 1", "2:1+5 'endin' does not belong");
    row("an instrument within", "instr 5\na1 = 1\nendin", "1:1+5 'instr' cannot stand within");
    row("xin in an instrument", "i1 xin", "1:4+3 'xin' belongs into an opcode");
    row("xout in an instrument", "xout 1", "1:1+4 'xout' belongs into an opcode");
    row("an unclosed string", "prints \"playing\na1 oscili 1, 2", "1:8+8 The string is not closed");
    row("an unclosed raw string", "prints {{a\nb", "1:8+3 The string is not closed");
    row("an unclosed comment", "a1 = 1\n/* outch 2\noutch 1, a1",
        "2:1+10 The comment is not closed");
    row("an unclosed macro", "#define X #a\nb", "1:11+2 The text of the macro is not closed");
    row("a bracket that is not closed", "i1 = (1 + max(2, 3)",
        "1:6+1 The bracket '(' is not closed");
    row("an index that is not closed", "i1 = kA[2", "1:8+1 The bracket '[' is not closed");
    row("a bracket that was not opened", "i1 = 1)", "1:7+1 There is no '(' for this ')'");
    row("brackets that cross", "i1 = (kA[1)]", "1:11+1 There is no '(' for this ')'");
    row("operators side by side", "asig = = asig 2",
        "1:8+1 Syntax error: a value is missing before '='");
    row("two stars", "i1 = 2 * * 3", "1:10+1 Syntax error: a value is missing before '*'");
    row("values side by side", "i1 = 3 4",
        "1:8+1 Syntax error: an operator or a comma is missing before '4'");
    row("an opcode behind an equals sign", "a1 = oscili 1, 440",
        "1:13+1 Syntax error: an operator or a comma is missing");
    row("a macro with too few arguments", "#define SUM(a'b) #$a + $b#\nk1 = $SUM(1)",
        "2:6+4 Macro SUM needs 2 arguments and gets 1");
    row("a macro without its arguments", "#define SUM(a'b) #$a + $b#\nk1 = $SUM",
        "2:6+4 Macro SUM needs 2 arguments and gets 0");
    row("a division by zero", "itime = 1/0", "1:10+1 Division by zero");
    row("a division of a product", "i1 = 2*3/0.0", "1:9+1 Division by zero");
    row("a division by zero in brackets", "outch 1, (1+1)/(0)", "1:15+1 Division by zero");
    row("a signal given to an i variable", "kenv linen 1, 2, p3, 3\niamp = kenv",
        "2:8+4 The i variable iamp");
    row("a signal in a sum", "gi1 = 2 + gaudio * 3", "1:11+6 The i variable gi1");
    row("behind a header of two lines", "|kx=1,\n ky=2|\nprints \"a",
        "3:8+2 The string is not closed");
    row("CR LF", "i1 = 1\r\ni2 = (2\r\n", "2:6+1 The bracket '('");
    row("columns are characters", "prints \"日本\", (", "1:14+1 The bracket '('");
}

void CodeMistakesTest::aMistakeInABodyIsFoundAtItsPlace() {
    QFETCH(QString, body);
    QFETCH(QString, expected);
    const QStringList found = listed(findMistakes(body.toStdString(), bodyPlace()));
    QVERIFY2(found.size() == 1 && found[0].startsWith(expected), qPrintable(found.join('\n')));
}

void CodeMistakesTest::whatCsoundTakesIsNoMistake_data() {
    QTest::addColumn<QString>("body");
    const auto row = [](const char* title, const char* body) {
        QTest::newRow(title) << QString::fromUtf8(body);
    };
    row("nothing", "");
    row("lines that go on", "i1 = 1 + ; one\n 2\na1 oscili 1,\n 440\ni2 = max(1,\n2)\ni3 = (\n4)");
    row("signs",
        "i1 = -2 + +3 * -4 - -5\ni2 = !i1\ni3 = ~1 & 2\ni4 = 2 ^ -1\ni5 = (i1 == -1 ? -2 : -3)");
    row("a list of conditions",
        "if (k1 > 1 && k2 < 2) || !(k3 == 1) then\nelseif k1 == 2 then\nelse\nendif");
    row("else if", "if i1 == 1 then\nelse if i1 == 2 then\nendif\nendif");
    row("loops on one line", "while i1 < 3 do i1 += 1\nod\nuntil i1 == 5 do\nenduntil");
    row("if with a jump", "if i1 == 1 igoto l\nif k1 == 1 goto l\nl:\nif i1 == 1 goto l");
    row("other words for then and endif", "if i1 == 1 ithen\nfi\nif k1 == 1 kthen\nendif");
    row("words in strings and comments", "prints \"endin /* if then\" ; endif (\n/* od \" */");
    row("brackets in strings", "prints \"(\", {{ ( \" }}");
    row("a BOM, an empty line and words in comments",
        "\xEF\xBB\xBF; instr 7 { p4 | endin\n|kamp=0.25|\n\nprints \"endin 日本語\\n\"\naout "
        "oscili kamp, "
        "441 /* endin\n instr */\noutch 1, aout");
    row("a string that goes on", "prints \"a \\\nb\"");
    row("unclosed things that a condition leaves out",
        "#ifdef X\nthis \" is (\nif then endif endin\n#else\n)\n#end\ni1 = 1");
    row("blocks that macros may open", "$BEGIN\ni1 = 1\nendif");
    row("blocks in a macro", "#define IF #if i1 == 1 then#\n$IF\ni2 = 1\nendif");
    row("macros in brackets", "i1 = (1 + $CLOSE\ni2 = $TWO 3");
    row("macros with arguments",
        "#define SUM(a'b) #$a+$b#\nk1 = $SUM((1+2)'max(3,4))\nk2 = $SUM(1#2)");
    row("a division by what is no literal zero",
        "i1 = i2/0\ni3 = i2*1/0\ni4 = 0/0\ni5 = 1/0.5\ni6 = 1%0\ni7 = sin(1)/0");
    row("an i variable from a call", "i1 = i(k1)\ni2 = ftlen(k1) * 2\ni3 = kr / ksmps");
    row("arrays", "kA[] fillarray 1, 2\nkB[0] = kA[1] * kA[kA[0]]\nkA[0][1] = 2");
    row("functions with rates",
        "a1 = oscili:a(k1, 440) + noise:a(1, 0)\nkA[] = genarray:k[](1, 2)");
    row("outputs without inputs", "k1 timeinsts\na1, a2 soundin \"x\"");
    row("a statement in brackets", "print(1)\nbusout(1, a1)");
    row("several values", "i1, i2 = 1, 2");
}

void CodeMistakesTest::whatCsoundTakesIsNoMistake() {
    QFETCH(QString, body);
    QCOMPARE(listed(findMistakes(body.toStdString(), bodyPlace())), QStringList());
}

void CodeMistakesTest::aNulIsFoundWhereverItStands() {
    using namespace std::string_literals;
    const auto found = [](const std::string& body) {
        return listed(findMistakes(body, bodyPlace()));
    };
    QCOMPARE(found("a1 = 1\na2 oscili a1, \0 440"s).size(), 1);
    QVERIFY(found("a1 = 1\na2 oscili a1, \0 440"s)[0].startsWith("2:15+1 The text holds a NUL"));
    QVERIFY(found("/* \n x\0 */"s)[0].startsWith("2:3+1 The text holds a NUL"));
}

void CodeMistakesTest::globalCodeMayHoldInstrumentsAndOpcodes() {
    QCOMPARE(listed(findMistakes("gk1 init 1\ninstr 1, two\na1 = 1\nif a1 == 1 then\nendif\nendin\n"
                                 "opcode T, i, i\ni1 xin\nxout i1\nendop",
                                 globalPlace())),
             QStringList());
}

void CodeMistakesTest::mistakesOfGlobalCodeAreFound_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("expected");
    QTest::newRow("endin missing") << "instr 1\na1 = 1\ninstr 2\nendin"
                                   << "1:1+5 'instr' without 'endin'";
    QTest::newRow("endop missing") << "opcode T, i, i\ni1 = 1\ninstr 2\nendin"
                                   << "1:1+6 'opcode' without 'endop'";
    QTest::newRow("endin too many") << "instr 1\nendin\nendin"
                                    << "3:1+5 There is nothing that this 'endin' ends";
    QTest::newRow("if in an instrument") << "instr 1\nif k1 == 1 then\nendin"
                                         << "2:1+2 'if' without 'endif'";
    QTest::newRow("xout in an instrument") << "instr 1\nxout 1\nendin"
                                           << "2:1+4 'xout' belongs";
}

void CodeMistakesTest::mistakesOfGlobalCodeAreFound() {
    QFETCH(QString, code);
    QFETCH(QString, expected);
    const QStringList found = listed(findMistakes(code.toStdString(), globalPlace()));
    QVERIFY2(found.size() == 1 && found[0].startsWith(expected), qPrintable(found.join('\n')));
}

void CodeMistakesTest::severalMistakesComeInTheOrderOfTheText() {
    const Diagnostics found = findMistakes("if k1 == 1 then\ni1 = (\n\nprints \"a", bodyPlace());
    std::vector<int> lines;
    for (const Diagnostic& problem : found)
        lines.push_back(problem.place.line);
    QCOMPARE(lines, (std::vector<int>{1, 2, 4}));
    QCOMPARE(found[0].place.instrumentName, std::string("voice"));
}

void CodeMistakesTest::theDeepestBracketIsReported() {
    const auto nested = [](std::size_t depth) {
        return "i1 = " + std::string(depth, '(') + "1" + std::string(depth, ')');
    };
    QVERIFY(findMistakes(nested(4000), bodyPlace()).empty());
    QCOMPARE(findMistakes(nested(20000), bodyPlace()).size(), std::size_t(1));
}

void CodeMistakesTest::anUnsetVariableIsFound_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("expected");
    QTest::newRow("in an expression")
        << "kgain = 1\naout oscili kgain, 440\n\n; now louder\nabig = aout * kgian\noutch 1, abig"
        << "5:15+5 kgian is used before it has a value; did you mean kgain?";
    QTest::newRow("as an argument") << "a1 oscili 1, kpitch"
                                    << "1:14+6 kpitch is used";
    QTest::newRow("in a function") << "a1 = oscili:a(1, kpitch)"
                                   << "1:18+6 kpitch is used";
    QTest::newRow("in a condition") << "if kx > 1 then\nendif"
                                    << "1:4+2 kx is used";
    QTest::newRow("in a loop") << "while ix < 3 do\nod"
                               << "1:7+2 ix is used";
    QTest::newRow("before its line") << "k1 = k2\nk2 = 1"
                                     << "1:6+2 k2 is used before it has a value";
    QTest::newRow("added to") << "ix += 2"
                              << "1:1+2 ix is used";
    QTest::newRow("as an index") << "kA[] init 3\nkA[ki] = 2"
                                 << "2:4+2 ki is used";
    QTest::newRow("a text") << "prints Sx"
                            << "1:8+2 Sx is used";
    QTest::newRow("a global one") << "a1 = gaudio"
                                  << "1:6+6 gaudio is used";
    QTest::newRow("nothing is near") << "kreverb = 1\nkfreq = 2\nk1 = kres"
                                     << "3:6+4 kres is used before it has a value";
    QTest::newRow("only once") << "k1 = kx\nk2 = kx"
                               << "1:6+2 kx is used";
}

void CodeMistakesTest::anUnsetVariableIsFound() {
    QFETCH(QString, body);
    QFETCH(QString, expected);
    const QStringList found = unset(body.toStdString());
    QVERIFY2(found.size() == 1 && found[0].startsWith(expected), qPrintable(found.join('\n')));
    QCOMPARE(found[0].contains("did you mean"), expected.contains("did you mean"));
}

void CodeMistakesTest::whatHasAValueIsNotUnset_data() {
    QTest::addColumn<QString>("body");
    const auto row = [](const char* title, const char* body) { QTest::newRow(title) << body; };
    row("inline parameters", "|kx=1, Sy|\nk1 = kx\nprints Sy");
    row("plain parameters", "kx = p5\nk1 = kx");
    row("several outputs", "a1, a2 pan2 1, 2\nouts a1, a2");
    row("arrays", "kA[] fillarray 1, 2\nk1 = kA[0]");
    row("functions and rates", "k1 = i(1) + k(2) + a(3) + int(4)\na2 = oscili:a(k1, 2)");
    row("labels", "igoto again\nagain:\nkgoto kend\nkend:\nreinit again\ntimout 0, 1, kend");
    row("characters in texts, conditions", "\xEF\xBB\xBFprints \"“hi” §\" ; §\n#ifndef X\n#end");
    row("words of the language", "k1 = kr / ksmps\ni1 = sr + nchnls");
    row("a loop's body", "i1 = 0\nwhile i1 < 3 do i2 = 3\n i1 += i2\nod");
    row("else on one line", "if 1 == 1 then\n i1 = 1\nelse i2 = 2\nendif\nprint i1, i2");
    row("a condition", "i1 = 1\ni2 = (i1 == 1 ? i1 : -i1)");
    row("macros of the body", "#define SET #k1 = 3#\n$SET\nk2 = k1 * $M_PI");
    row("macros unknown", "$SET\nk2 = k1");
    row("glued names", "#define X(n) #k$n#\n$X(1) = 2\nk2 = k$X(1) + kx");
    row("an included file", "#include \"a.inc\"\nk1 = k2");
    row("an opcode with a name like a variable", "fout \"x\", 1, 2\nk1 active 1");
    row("strings and comments", "prints \"k1 k2\" ; k3\n/* k4 */");
    row("names of opcodes as outputs", "kx myopcode");
}

void CodeMistakesTest::whatHasAValueIsNotUnset() {
    QFETCH(QString, body);
    QCOMPARE(unset(body.toStdString()), QStringList());
}

void CodeMistakesTest::aMacroThatNobodyDefinesIsFound() {
    const auto defined = macrosDefinedIn("#define ONE #1#\n#define TWO(a) #$a#");
    QCOMPARE(defined, (std::set<std::string, std::less<>>{"ONE", "TWO"}));
    const auto found =
        findUndefinedMacros("k1 = $ONE + $TWO(3) + $M_PI\nk2 = $FOO. ; $BAR", defined, {});
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].place.line, 2);
    QVERIFY(found[0].message.find("FOO") != std::string::npos);
    QVERIFY(findUndefinedMacros("#include \"x\"\nk1 = $FOO", defined, {}).empty());
    QVERIFY(findUndefinedMacros("#ifdef FOO\nk1 = $FOO\n#end", defined, {}).empty());
}

void CodeMistakesTest::globalsAreLookedForElsewhere() {
    QCOMPARE(unset("a1 = gaudio", {"gaudio init 0"}), QStringList());
    QCOMPARE(unset("a1 = gaudio", {"; gaudio", "\"gaudio\""}).size(), 1);
    QCOMPARE(unset("a1 = gaudio", {"#include \"x\""}), QStringList());
    QCOMPARE(unset("$X\nk1 = k2", {"#define X #k2 = 1#"}).join(""), QString());
    QCOMPARE(unset("$X\nk1 = k3", {"#define X #k2 = 1#"}).size(), 1);
}

STRIA_TEST(CodeMistakesTest)
#include "code_mistakes_test.moc"
