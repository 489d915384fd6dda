// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/code_effects.h"
#include "tests/support/test_program.h"

#include <QTest>

using namespace stria;

namespace {

QStringList list(const std::vector<std::string>& texts) {
    QStringList result;
    for (const std::string& text : texts)
        result << QString::fromStdString(text);
    return result;
}

/// "drop@1:10" each: the text at the place, its line and column.
template <class Items, class PlaceOf>
QStringList placed(const std::string& code, const Items& items, PlaceOf placeOf) {
    QStringList result;
    for (const auto& item : items) {
        const TextRange range = placeOf(item);
        result << QString("%1@%2:%3")
                      .arg(QString::fromStdString(std::string(range.in(code))))
                      .arg(range.line)
                      .arg(range.column);
    }
    return result;
}

QStringList references(const std::string& code) {
    return placed(code, readCodeEffects(code).instrumentReferences,
                  [](const InstrumentReference& reference) { return reference.place; });
}

QStringList computed(const std::string& code) {
    return placed(code, readCodeEffects(code).computedReferences,
                  [](const TextRange& range) { return range; });
}

/// "init", "playing", both or none.
QString draws(const std::string& code) {
    const CodeEffects effects = readCodeEffects(code);
    return QStringList(
               {effects.drawsAtInit ? "init" : "", effects.drawsWhilePlaying ? "playing" : ""})
        .join('+');
}

} // namespace

class CodeEffectsTest : public QObject {
    Q_OBJECT

  private slots:
    void opcodesAreNamesInOpcodePosition_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("classic") << "a1 oscili 0.5, 440" << QStringList{"oscili"};
        QTest::newRow("no outputs")
            << "outs aL, aR\nprint ix\nturnoff" << QStringList{"outs", "print", "turnoff"};
        QTest::newRow("no inputs") << "kt timeinsts\na1, a2 xin" << QStringList{"timeinsts", "xin"};
        QTest::newRow("functions") << "outch 1, oscili:a(mtof(p4), 3) * abs(i2)"
                                   << QStringList{"abs", "mtof", "oscili", "outch"};
        QTest::newRow("names like variables") << "fout \"x\", 2, a1\nftsave \"x\", 0, 1\nfprints aS"
                                              << QStringList{"fout", "fprints", "ftsave"};
        QTest::newRow("arrays")
            << "kA[] fillarray 1, 2\nkB[0] = lenarray(kA)\nkC[kD[0]] maxarray kA"
            << QStringList{"fillarray", "lenarray", "maxarray"};
        QTest::newRow("control words are none")
            << "if (k1 > 2) then\nelseif k2 == limit(3,1,2) kgoto end\nendif\nwhile (i1 < 2) do\nod"
            << QStringList{"limit"};
        QTest::newRow("labels are none") << "again: i1 = 2\nigoto again" << QStringList{};
        QTest::newRow("a minus may begin an argument")
            << "kx line -1, p3, 0\nout asig * 2" << QStringList{"line", "out"};
        QTest::newRow("a call without spaces")
            << "busout(ibus, asig)\nseed(1)" << QStringList{"busout", "seed"};
        QTest::newRow("texts of macros") << "#define N #rand 1#\na1 $N" << QStringList{"rand"};
        QTest::newRow("not in strings and comments")
            << "; a1 oscil 1\nprints \"a1 oscil 1\"" << QStringList{"prints"};
    }
    void opcodesAreNamesInOpcodePosition() {
        QFETCH(QString, code);
        QTEST(list(readCodeEffects(code.toStdString()).opcodes), "expected");
    }

    void busCallsHaveTheirPlaces() {
        const std::string code = "asig = busin(ibus)\nkv = busin:k(ibus, 0.5) + busin:i (2)\n"
                                 "busout ibus, asig\n  busmix(ibus, asig)\n"
                                 "a2 busin 3\nbusout ib, busin:a(ic)\n; busin\nprints \"busin\"";
        const CodeEffects effects = readCodeEffects(code);
        QCOMPARE(placed(code, effects.busCalls, [](const BusCall& call) { return call.place; }),
                 QStringList({"busin@1:8", "busin:k@2:6", "busin:i@2:27", "busout@3:1",
                              "busmix@4:3", "busin@5:4", "busout@6:1", "busin:a@6:12"}));
        QCOMPARE(effects.busCalls[0].opcode, BusCall::Opcode::In);
        QCOMPARE(effects.busCalls[3].opcode, BusCall::Opcode::Out);
        QCOMPARE(effects.busCalls[4].opcode, BusCall::Opcode::Mix);
        std::string words;
        for (const BusCall& call : effects.busCalls)
            words += call.bus + ":" + (call.rate ? call.rate : '-') + " ";
        QCOMPARE(words, std::string("ibus:a ibus:k :i ibus:a ibus:a :a ib:- ic:a "));
    }
    void theStatementAfterAnInlineHeaderCounts() {
        for (const std::string header : {"|ibus=0, kamp=1|\n", "{ibus=0}\n", "; doc\n|ibus|\n"}) {
            QCOMPARE(readCodeEffects(header + "busout ibus, lfo(1, 2)").busCalls.size(),
                     std::size_t{1});
            QVERIFY(readCodeEffects(header + "system_i 1, \"rm x\"").usesOutsideWorld);
        }
    }
    void aBusCallInAMacroIsFoundThere() {
        const std::string code = "#define SEND(x) #\nbusmix ibus, $x#\n$SEND(a1)";
        QCOMPARE(placed(code, readCodeEffects(code).busCalls,
                        [](const BusCall& call) { return call.place; }),
                 QStringList({"busmix@2:1"}));
    }

    void namesOfInstrumentsAreFound() {
        QCOMPARE(
            references("schedule \"drop\", 0.2, 0.3\nevent_i \"i\", nstrnum(\"drop\"), 0\n"
                       "kn active \"drop\"\nturnoff2 \"a b\", 0, 0\nschedwhen k1, \"x\", 0, 1\n"
                       "event \"i\", \"y\", 0, 1\nschedulek(\"z\", 0, 1)\n"
                       "k2 = active:k(\"q\")\nprints \"drop\""),
            QStringList({"\"drop\"@1:10", "\"drop\"@2:22", "\"drop\"@3:11", "\"a b\"@4:10",
                         "\"x\"@5:15", "\"y\"@6:12", "\"z\"@7:11", "\"q\"@8:15"}));
        QCOMPARE(readCodeEffects("schedule \"a b\", 0, 1").instrumentReferences[0].name,
                 std::string("a b"));
    }
    void namesInTheTextOfAScoreAreFound() {
        QCOMPARE(references("scoreline_i {{\n i \"drop\" 0 1 \"text\"\n i1 0 1\n}}"),
                 QStringList({"\"drop\"@2:4"}));
        QCOMPARE(references("Sx = \"i \\\"drop\\\" 0 1\"\nscoreline Sx, k1"),
                 QStringList({"\\\"drop\\\"@1:9"}));
        QCOMPARE(references("scoreline_i {{ i \"a\" 0 1 }}\nschedule \"b\", 0, 1"),
                 QStringList({"\"a\"@1:18", "\"b\"@2:10"}));
        QCOMPARE(references("prints {{ i \"drop\" }}"), QStringList());
    }
    void computedNamesAreTold() {
        QCOMPARE(
            computed("schedule Sname, 0, 1\ni1 = nstrnum(strcat(Sa, \"b\"))\n"
                     "schedule gSname, 0, 1\nschedule 1, 0, 1\nschedule p1 + 0.1, 0, 1\n"
                     "event \"i\", Sarr[2], 0, 1\nschedule \"drop\", 0, 1"),
            QStringList({"Sname@1:10", "strcat(Sa, \"b\")@2:14", "gSname@3:10", "Sarr[2]@6:12"}));
        QVERIFY(references("schedule Sname, 0, 1").isEmpty());
    }

    void instrumentsOfGlobalCodeAreFound() {
        const std::string code = "instr 1, 5, name ; 6\nendin\n  instr\t200 /* 7 */\nendin\ninstr "
                                 "+late\nendin\n; instr 9\nprints \"instr 10\"";
        const CodeEffects effects = readCodeEffects(code);
        std::vector<int> numbers;
        for (const auto& [number, range] : effects.instrumentNumbers)
            numbers.push_back(number);
        QCOMPARE(numbers, (std::vector<int>{1, 5, 200}));
        QCOMPARE(placed(code, effects.instrumentNames, [](const auto& p) { return p.second; }),
                 QStringList({"name@1:13", "late@5:8"}));
    }
    void definitionsAndIncludesAreFound() {
        const CodeEffects effects = readCodeEffects(
            "opcode Tower, i, i\nendop\nopcode low,0,a\nendop\n#include \"a.inc\"\n# includestr "
            "\"b$X\"\n; #include \"c\"");
        QCOMPARE(list(effects.definedOpcodes), QStringList({"Tower", "low"}));
        QCOMPARE(list(effects.includes), QStringList({"a.inc", "b$X"}));
    }

    void randomDrawsAreToldByTheirRate() {
        QCOMPARE(draws("ifreq random 300, 900"), QString("init+"));
        QCOMPARE(draws("gifreq = 300 + random(0, 5)"), QString("init+"));
        QCOMPARE(draws("kx = random:i(1, 2)"), QString("init+"));
        QCOMPARE(draws("kx random 1, 2"), QString("+playing"));
        QCOMPARE(draws("ax gauss 1"), QString("+playing"));
        QCOMPARE(draws("outch 1, gauss:a(1)"), QString("+playing"));
        QCOMPARE(draws("kx = rnd(2)"), QString("init+playing"));
        QCOMPARE(draws("kx randomh 1, 2, 3"), QString("init+playing"));
        QCOMPARE(draws("a1 pluck 1, 440, 440, 0, 1"), QString("init+playing"));
        QCOMPARE(draws("a1 rand 1\nk2 randi 1, 2\na3 vco2 1, 2"), QString("+"));
        QCOMPARE(draws("; ix random 1\nrandom = 3"), QString("+"));
    }
    void seedIsSeen() {
        QVERIFY(readCodeEffects("seed 5").callsSeed);
        QVERIFY(readCodeEffects("seed(0)").callsSeed);
        QVERIFY(!readCodeEffects("iseed = 3 ; seed 5").callsSeed);
    }
    void zakSetksmpsAndTheOutsideWorldAreSeen() {
        QVERIFY(readCodeEffects("a1 zar 3").usesZak);
        QVERIFY(!readCodeEffects("a1 oscil 3").usesZak);
        const CodeEffects effects = readCodeEffects("i1 = 1\n  setksmps 1");
        QCOMPARE(effects.setksmps.line, 2);
        QCOMPARE(effects.setksmps.column, 3);
        QCOMPARE(readCodeEffects("isetksmps = 1").setksmps.line, 0);
        QVERIFY(readCodeEffects("ires system_i 1, \"ls\"").usesOutsideWorld);
        QVERIFY(readCodeEffects("fout \"x.wav\", 4, a1").usesOutsideWorld);
        QVERIFY(!readCodeEffects("prints \"system\"").usesOutsideWorld);
    }
    void globalVariablesAreFound() {
        QCOMPARE(list(readCodeEffects("gkacc init 0\nga1 = gaRev * gain(1, 2)\ngS = \"a\" + gSx\n"
                                      "goto gone ; gkno\ngiA[] fillarray giB")
                          .globalVariables),
                 QStringList({"gSx", "ga1", "gaRev", "giA", "giB", "gkacc"}));
    }
    void nothingComesFromNothing() {
        const CodeEffects effects = readCodeEffects("");
        QVERIFY(effects.opcodes.empty() && effects.busCalls.empty() && !effects.callsSeed);
    }
};

STRIA_TEST(CodeEffectsTest)
#include "code_effects_test.moc"
