// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/outside_reach.h"

#include <QtTest>
#include <algorithm>

#include "engine/compile/asset_facts.h"
#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

const std::string dataFolder = STRIA_SOURCE_DIR "/tests/data/trust";

Project projectOf(const std::string& body, const std::string& init = {},
                  const std::string& global = {}) {
    Project project;
    Instrument instrument;
    instrument.id = InstrumentId{1};
    instrument.name = "evil";
    instrument.body = body;
    instrument.init = init;
    (void)project.insert(instrument);
    if (!global.empty()) {
        GlobalCode code;
        code.id = GlobalCodeId{2};
        code.name = "global";
        code.text = global;
        (void)project.insert(code);
    }
    return project;
}

std::vector<Reach> reachOf(const std::string& body, const IncludedTexts& includes = {}) {
    return outsideReach(projectOf(body), includes, "/piece");
}

std::string linesOf(const std::vector<Reach>& reaches) {
    std::string lines;
    for (const Reach& reach : reaches)
        lines += toText(reach) + '\n';
    return lines;
}

} // namespace

class OutsideReachTest : public QObject {
    Q_OBJECT

  private slots:
    void projectsThatAttackAreSeen_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("line");
        const QString run = "runs programs: system_i “touch marker” ";
        QTest::newRow("paste") << "01_macro_paste" << run + "(instrument x, line 3, column 7)";
        QTest::newRow("argument") << "02_macro_arg" << run + "(instrument x, line 3, column 7)";
        QTest::newRow("instrument's file")
            << "05_body_include" << run + "(evil.inc, line 2, column 7)";
        QTest::newRow("body's file")
            << "06_include_in_body" << run + "(evil2.inc, line 1, column 7)";
        QTest::newRow("init's file") << "07_init_include" << run + "(evil3.inc, line 1, column 7)";
        QTest::newRow("macro in macro")
            << "57_undef_redefine" << run + "(instrument x, line 4, column 7)";
        QTest::newRow("fprints")
            << "59_fprints_ind"
            << "writes files: fprints “marker” (instrument x, line 3, column 2)";
        QTest::newRow("from global code")
            << "63_macro_across_texts" << run + "(instrument x, line 2, column 7)";
        QTest::newRow("in an opcode")
            << "79_opcode_wrapper" << run + "(global code, line 3, column 7)";
        QTest::newRow("ftsave") << "81_ftsave_ind"
                                << "writes files: ftsave “marker” (instrument x, line 4, column 2)";
        QTest::newRow("plainly") << "evil" << run + "(instrument x, line 2, column 7)";
        QTest::newRow("third") << "third" << run + "(instrument x, line 3, column 7)";
        QTest::newRow("harmless") << "harm"
                                  << "";
        QTest::newRow("options alone") << "94_m0j"
                                       << "";
        QTest::newRow("options alone too") << "opt"
                                           << "";
    }
    void projectsThatAttackAreSeen() {
        QFETCH(QString, file);
        QFETCH(QString, line);
        const auto loaded = loadProject(dataFolder + '/' + file.toStdString() + ".stria");
        QVERIFY(loaded);
        const auto reaches = outsideReach(
            loaded->project, gatherIncludedTexts(loaded->project, dataFolder), dataFolder);
        QCOMPARE(QString::fromStdString(linesOf(reaches)), line.isEmpty() ? line : line + '\n');
    }

    void aMacroOfTheOptionsIsUnfolded() {
        for (const char* option : {"--omacro:X=system_i", "-m0 --omacro:X=system_i --m-raw=0"}) {
            Project project = projectOf("ires $X 1, \"touch marker\"\n");
            Settings settings = project.settings();
            settings.csoundOptions = {option};
            project.changeSettings(settings);
            QCOMPARE(linesOf(outsideReach(project, {}, {})),
                     std::string("runs programs: system_i “touch marker” (instrument evil, line 1, "
                                 "column 6)\n"));
        }
    }

    void aMacroThatNobodyDefinesIsUnknownInAnOpcodesPlace() {
        const auto reaches = reachOf("ires $X 1, \"cmd\"\n");
        QCOMPARE(reaches.size(), std::size_t{1});
        QVERIFY(reaches[0].kind == ReachKind::Unknown);
        QCOMPARE(reaches[0].opcode, std::string("$X"));
        QVERIFY(!reachOf("ires $A.tem_i 1, \"cmd\"\n").empty());
        QVERIFY(!reachOf("ires sys$A 1, \"cmd\"\n").empty());
        QVERIFY(reachOf("a1 oscili $AMP, $M_PI\n").size() <= 1);
        QVERIFY(reachOf("a1 = a1 * $M_PI\n k1 = sin($M_PI * 2)\n").empty());
    }

    void aMacroWhoseTextDependsOnAConditionIsUnknown() {
        const auto reaches = reachOf("#define A #sys#\n#ifdef B\n#define A #other#\n#end\n"
                                     "ires $A.tem_i 1, \"cmd\"\n");
        QVERIFY(!reaches.empty() && reaches[0].kind == ReachKind::Unknown);
    }

    void includedFilesAreReadAtAnyDepth() {
        const IncludedTexts files = {{"a.inc", "#include \"b.inc\"\n"},
                                     {"b.inc", "\n  system 1, \"ls\"\n"}};
        QCOMPARE(linesOf(reachOf("#include \"a.inc\"\n", files)),
                 std::string("runs programs: system “ls” (b.inc, line 2, column 3)\n"));
        const IncludedTexts circle = {{"a.inc", "#include \"a.inc\"\n"}};
        QVERIFY(reachOf("#include \"a.inc\"\n", circle).size() <= 1);
    }

    void anIncludeWhoseNameIsNotWrittenOutIsUnknown() {
        for (const char* line : {"#includestr \"$A.inc\"\n", "#include xevil.incx\n"}) {
            const auto reaches = reachOf(line);
            QVERIFY2(!reaches.empty() && reaches[0].kind == ReachKind::Unknown, line);
        }
    }

    void filesOutsideTheFolderAreRead_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("target");
        QTest::newRow("readfi") << "S1, i1 readfi \"/etc/passwd\""
                                << "/etc/passwd";
        QTest::newRow("upwards") << "S1, k1 readf \"../secret\""
                                 << "../secret";
        QTest::newRow("up behind a folder") << "S1, k1 readf \"a/../../secret\""
                                            << "a/../../secret";
        QTest::newRow("table of numbers") << "i1 ftgen 0, 0, 0, -23, \"/etc/hostname\""
                                          << "/etc/hostname";
        QTest::newRow("GEN01") << "i1 ftgen 0, 0, 0, 1, \"/music/a.wav\", 0, 0, 0"
                               << "/music/a.wav";
        QTest::newRow("function") << "i1 = filelen(\"/music/a.wav\")"
                                  << "/music/a.wav";
        QTest::newRow("include") << "#include \"/etc/passwd\""
                                 << "/etc/passwd";
        QTest::newRow("name in a variable") << "Sname = \"/music/a.wav\"\na1 diskin2 Sname"
                                            << "/music/a.wav";
        QTest::newRow("inside") << "a1 diskin2 \"sounds/a.wav\""
                                << "";
        QTest::newRow("inside, whole") << "a1 diskin2 \"/piece/sounds/a.wav\""
                                       << "";
        QTest::newRow("generator by its name") << "i1 ftgen 0, 0, 16, \"tanh\", -1, 1"
                                               << "";
        QTest::newRow("a sound of the project") << "a1 diskin2 \"/music/listed.wav\""
                                                << "";
        QTest::newRow("no file") << "prints \"/etc/passwd\""
                                 << "";
    }
    void filesOutsideTheFolderAreRead() {
        QFETCH(QString, code);
        QFETCH(QString, target);
        Project project = projectOf(code.toStdString() + "\n");
        SoundSource sound;
        sound.id = SoundSourceId{5};
        sound.path = "/music/listed.wav";
        QVERIFY(project.insert(sound));
        const auto reaches = outsideReach(project, {}, "/piece");
        QCOMPARE(reaches.empty(), target.isEmpty());
        for (const Reach& reach : reaches) {
            QVERIFY(reach.kind == ReachKind::Read);
            QCOMPARE(QString::fromStdString(reach.target), target);
        }
    }

    void aPathThatAnEventHandsToAReaderCounts() {
        Project project = projectOf("Sname = p4\na1 diskin2 Sname\n");
        ScoreEvent event;
        event.id = EventId{7};
        event.instrument = InstrumentId{1};
        event.arguments = {{"p4", std::string("/music/a.wav")}};
        QVERIFY(project.insert(event));
        const auto reaches = outsideReach(project, {}, "/piece");
        QCOMPARE(reaches.size(), std::size_t{1});
        QCOMPARE(reaches[0].target, std::string("/music/a.wav"));
        QVERIFY(reaches[0].place.event == EventId{7});
    }

    void codeInATextIsRead() {
        QCOMPARE(linesOf(reachOf("ires compilestr {{ system_i 1, \"ls\" }}\n")),
                 std::string("runs programs: system_i “ls” (instrument evil, line 1, column 6)\n"));
        const auto made = reachOf("ires compilestr Scode\n");
        QVERIFY(made.size() == 1 && made[0].kind == ReachKind::Unknown);
        QVERIFY(reachOf("ires compilestr {{ a1 oscili 1, 440 }}\n").empty());
    }

    void theKindsAreTold() {
        QVERIFY(reachOf("fout \"x.wav\", 4, a1\n").at(0).kind == ReachKind::Write);
        QVERIFY(reachOf("part2txt \"x.txt\", f1\n").at(0).kind == ReachKind::Write);
        QVERIFY(reachOf("OSCsend k1, \"localhost\", 9000, \"/a\", \"f\", k2\n").at(0).kind ==
                ReachKind::Network);
        const Allowance needed = allowanceFor(reachOf("fout \"x.wav\", 4, a1\n"));
        QVERIFY((needed == Allowance{.write = true}));
        QVERIFY(covers({.write = true, .run = true}, needed));
        QVERIFY(!covers({.run = true}, needed));
        QVERIFY((allowanceFor(reachOf("ires $X 1\n")) == Allowance{true, true, true, true}));
    }

    void macrosThatUnfoldWithoutEndEnd() {
        std::string bomb = "#define A0 #x#\n";
        for (int i = 1; i < 40; ++i)
            bomb += "#define A" + std::to_string(i) + " #$A" + std::to_string(i - 1) + ". $A" +
                    std::to_string(i - 1) + ".#\n";
        for (const std::string& code : {bomb + "$A39\n", std::string("#define A #$A#\n$A\n")}) {
            const auto reaches = reachOf(code);
            QVERIFY(!reaches.empty() && reaches[0].kind == ReachKind::Unknown);
        }
    }

    void commentsAndTextsAreNoCode() {
        QVERIFY(reachOf("; system_i 1, \"x\"\n/* fout */ prints \"system\"\n").empty());
    }

    void theHashIsThatOfTheText() {
        const Project project = projectOf("a1 oscili 1, 440\n");
        const std::string hash = hashOfReachingText(project, {});
        QCOMPARE(hash, hashOfReachingText(projectOf("a1 oscili 1, 440\n"), {}));
        QVERIFY(hash != hashOfReachingText(projectOf("a1 oscili 1, 441\n"), {}));
        QVERIFY(hash != hashOfReachingText(project, {{"a.inc", "x"}}));
        QVERIFY(hashOfReachingText(project, {{"a.inc", "x"}}) !=
                hashOfReachingText(project, {{"a.inc", "y"}}));
        Project other = project;
        Settings settings = other.settings();
        settings.title = "another title";
        other.changeSettings(settings);
        QCOMPARE(hashOfReachingText(other, {}), hash);
        settings.csoundOptions = {"--omacro:X=1"};
        other.changeSettings(settings);
        QVERIFY(hashOfReachingText(other, {}) != hash);
    }
};

STRIA_TEST(OutsideReachTest)
#include "outside_reach_test.moc"
