// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_checks.h"

#include <QTest>

#include "tests/support/test_program.h"
#include "ui/editor/code_completion.h"
#include "ui/editor/word_text.h"

using namespace stria;

namespace {

Instrument withBody(std::string body) {
    Instrument instrument;
    instrument.id = InstrumentId::random();
    instrument.name = "glass";
    instrument.body = std::move(body);
    return instrument;
}

} // namespace

class CodeChecksTest : public QObject {
    Q_OBJECT

  private slots:
    void aBodyIsCheckedWithTheRestOfTheProject() {
        Project project;
        const Instrument glass = withBody("a1 = gaother + kres\nprints \"x");
        QVERIFY(project.insert(glass));
        GlobalCode code;
        code.id = GlobalCodeId::random();
        code.text = "gaother init 0\nopcode Tower, aa, k[]i\nendop\nopcode low, 0, 0\nendop";
        QVERIFY(project.insert(code));
        const CodeChecks checks = checkCode(project, CodeTarget::bodyOf(glass.id));
        QCOMPARE(checks.problems.size(), std::size_t(2));
        QCOMPARE(checks.problems[0].place.line, 1);
        QVERIFY(checks.problems[0].message.find("kres") != std::string::npos);
        QCOMPARE(checks.problems[1].place.line, 2);
        QCOMPARE(checks.ownOpcodes.size(), std::size_t(2));
        QCOMPARE(checks.ownOpcodes[0], (OpcodeSignature{"Tower", "aa", "k[]i", true}));
        QCOMPARE(checks.ownOpcodes[1], (OpcodeSignature{"low", "", "", true}));
        QVERIFY(checks.parameters.has_value());
        QCOMPARE(checks.variables, (std::set<std::string>{"a1", "gaother", "kres"}));
    }
    void aParameterListThatCannotBeReadIsAProblem() {
        Project project;
        const Instrument glass = withBody("|kx=|");
        QVERIFY(project.insert(glass));
        const CodeChecks checks = checkCode(project, CodeTarget::bodyOf(glass.id));
        QCOMPARE(checks.problems.size(), std::size_t(1));
        QVERIFY(!checks.parameters);
    }
    void globalCodeMayHoldInstruments() {
        Project project;
        GlobalCode code;
        code.id = GlobalCodeId::random();
        code.text = "instr 1\nendin\nendin";
        QVERIFY(project.insert(code));
        const CodeChecks checks = checkCode(project, CodeTarget::global(code.id));
        QCOMPARE(checks.problems.size(), std::size_t(1));
        QCOMPARE(checks.problems[0].place.line, 3);
        QCOMPARE(checks.problems[0].place.globalCode, code.id);
    }

    void aParameterIsAddedToTheList_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("expected");
        QTest::newRow("bars") << "; d\n|ka=1|\nx"
                              << "; d\n|ka=1, kres=0|\nx";
        QTest::newRow("braces") << "{ka=1}\nx"
                                << "{ka=1, kres=0}\nx";
        QTest::newRow("empty bars") << "||\nx"
                                    << "|kres=0|\nx";
        QTest::newRow("none") << "; what it is\n\nx"
                              << "; what it is\n\n|kres=0|\nx";
        QTest::newRow("none, Windows") << "; c\r\nx"
                                       << "; c\r\n|kres=0|\r\nx";
        QTest::newRow("nothing at all") << "x"
                                        << "|kres=0|\nx";
    }
    void aParameterIsAddedToTheList() {
        QFETCH(QString, body);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(withParameter(withBody(body.toStdString()), "kres")),
                 expected);
    }
    void aTextParameterHasATextForDefault() {
        QCOMPARE(withParameter(withBody("x"), "Sname"), std::string("|Sname=\"\"|\nx"));
    }

    void aRenamedInstrumentIsRenamedInAllCode() {
        Project project;
        Instrument glass = withBody("schedule \"glass\", 0, 1 ; \"glass\"\nprints \"glass\"");
        glass.init = "gin = nstrnum(\"glass\")";
        QVERIFY(project.insert(glass));
        Instrument other = withBody("scoreline_i {{ i \"glass\" 0 1 }}\nkn active \"glassy\"");
        other.name = "other";
        QVERIFY(project.insert(other));
        GlobalCode code;
        code.id = GlobalCodeId::random();
        code.text = "schedule(\"glass\", 0, 1)\nschedule(\"glass\", 1, 1)";
        QVERIFY(project.insert(code));
        renameInstrument(project, glass.id, "bell jar");
        QCOMPARE(project.find(glass.id)->name, std::string("bell jar"));
        QCOMPARE(project.find(glass.id)->body,
                 std::string("schedule \"bell jar\", 0, 1 ; \"glass\"\nprints \"glass\""));
        QCOMPARE(project.find(glass.id)->init, std::string("gin = nstrnum(\"bell jar\")"));
        QCOMPARE(project.find(other.id)->body,
                 std::string("scoreline_i {{ i \"bell jar\" 0 1 }}\nkn active \"glassy\""));
        QCOMPARE(project.find(code.id)->text,
                 std::string("schedule(\"bell jar\", 0, 1)\nschedule(\"bell jar\", 1, 1)"));
    }

    void theOpcodeWhoseArgumentsAreTypedIsFound_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("expected");
        QTest::newRow("classic") << "a1 oscili "
                                 << "oscili";
        QTest::newRow("second argument") << "a1 oscili 1, 2 + "
                                         << "oscili";
        QTest::newRow("no output") << "outs aL, "
                                   << "outs";
        QTest::newRow("function") << "a1 = oscili("
                                  << "oscili";
        QTest::newRow("function with rate") << "k1 = 2 * mtof:k("
                                            << "mtof";
        QTest::newRow("inner function") << "a1 oscili max(1, "
                                        << "max";
        QTest::newRow("behind the inner function") << "a1 oscili max(1, 2), "
                                                   << "oscili";
        QTest::newRow("within plain brackets") << "a1 = oscili((1 + "
                                               << "oscili";
        QTest::newRow("a condition") << "if (k1 > "
                                     << "";
        QTest::newRow("an assignment") << "k1 = 2 + "
                                       << "";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void theOpcodeWhoseArgumentsAreTypedIsFound() {
        QFETCH(QString, line);
        QTEST(QString::fromStdString(opcodeAtEnd(line.toStdString())), "expected");
    }

    void signaturesAreReadable() {
        const OpcodeCatalogue opcodes({{"vco2", "a", "kkoOOo", true},
                                       {"outs", "(null)", "y", true},
                                       {"lenarray.k", "k", ".[]", true}});
        QCOMPARE(describeOpcode("vco2", opcodes, {}), QString("a  vco2  k, k, i=0, k=0, k=0, i=0"));
        QCOMPARE(describeOpcode("outs", opcodes, {}), QString("outs  a…"));
        QCOMPARE(describeOpcode("lenarray", opcodes, {}), QString("k  lenarray  any[]"));
        QCOMPARE(describeOpcode("Mine", opcodes, {{"Mine", "aa", "k[]i", true}}),
                 QString("a, a  Mine  k[], i"));
        QCOMPARE(describeOpcode("nothing", opcodes, {}), QString());
    }
    void aParameterIsDescribedWithItsUse() {
        Project project;
        Instrument glass = withBody("; kres: resonance, 0..1 V\n|kamp=0.3, kres=0.5|");
        QVERIFY(project.insert(glass));
        for (int i = 0; i < 3; ++i) {
            ScoreEvent event;
            event.id = EventId::random();
            event.instrument = glass.id;
            if (i < 2)
                event.arguments = {{i == 0 ? "kres" : "p6", 0.1}};
            QVERIFY(project.insert(event));
        }
        const auto parameters = readParameters(glass);
        QCOMPARE(describeParameter(project, glass.id, *parameters, *parameters->find("kres")),
                 QString("kres: parameter p6, default 0.5, 0..1 V, given by 2 of 3 events"));
    }
};

STRIA_TEST(CodeChecksTest)
#include "code_checks_test.moc"
