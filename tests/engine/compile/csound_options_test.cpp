// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/csound_options.h"
#include "tests/support/test_program.h"

#include <QtTest>

using namespace stria;

class CsoundOptionsTest : public QObject {
    Q_OBJECT

  private slots:
    void macrosTuningAndMessagesPass() {
        for (const char* flag :
             {"--omacro:GAIN=0.5", "--smacro:X=1", "-m0", "-d", "-dm6", "--messagelevel=7",
              "--strset12=text", "--sample-accurate", "--no-expression-opt"}) {
            const auto checked = checkCsoundOptions({flag});
            QVERIFY2(checked, flag);
            QCOMPARE(*checked, std::vector<std::string>{flag});
        }
    }
    void oneTextMayHoldSeveralFlagsAndAMacroMayHoldBlanks() {
        QCOMPARE(*checkCsoundOptions({"  -m0   --omacro:TEXT=two words -d "}),
                 (std::vector<std::string>{"-m0", "--omacro:TEXT=two words", "-d"}));
        QVERIFY(checkCsoundOptions({"", "  "})->empty());
    }
    void whatRedirectsSoundOrLeavesIsRefusedByName() {
        for (const char* flag : {"-o",
                                 "-ofile.wav",
                                 "-odac",
                                 "-i",
                                 "-iadc",
                                 "-+rtaudio=jack",
                                 "-j2",
                                 "--num-threads=4",
                                 "--version",
                                 "--help",
                                 "--nosound",
                                 "-n",
                                 "-r48000",
                                 "--ksmps=10",
                                 "-C",
                                 "-z",
                                 "--logfile=x",
                                 "-dofile.wav",
                                 "--opcode-lib=evil.so",
                                 "-U",
                                 "--output=x.wav",
                                 "--port=5000"}) {
            const auto checked = checkCsoundOptions({"-m0", flag});
            QVERIFY2(!checked, flag);
            QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
            QVERIFY2(checked.error().message.find(flag) != std::string::npos, flag);
        }
    }
    void aClusterIsReadToItsEnd() {
        for (const char* flag : {"-m0d", "-dm6v", "-m0b64B128", "-H2d", "-m 0", "-m 6d", "-m-1",
                                 "-d-omacro:X=1", "-m0-m-dB=1"})
            QVERIFY2(checkCsoundOptions({flag}), flag);
        for (const char* flag :
             {"-m0r8000", "-m0j4", "-m0F/path", "-m0Mdevice", "-m0--logfile=x", "-b64r8000",
              "-B64n", "-H1j4", "-Hj4", "-m 0r8000", "-b\t64j2", "-dvm0DNr8000", "-m-1r8000",
              "-d-logfile=x", "-d--omacro:X=1", "-m0d-port=5000", "-m0-ksmps=1", "-m0-odac"}) {
            const auto checked = checkCsoundOptions({flag});
            QVERIFY2(!checked, flag);
            QVERIFY2(checked.error().message.find(flag) != std::string::npos, flag);
        }
    }
    void aNumberThatIsMissingIsAskedFor() {
        for (const char* flag : {"-m", "-dm", "-b", "-B", "-mx", "-m0b", "-m +"}) {
            const auto checked = checkCsoundOptions({flag});
            QVERIFY2(!checked, flag);
            QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
            QVERIFY2(checked.error().message.find("number") != std::string::npos, flag);
        }
    }
    void unknownFlagsAreNamedWithTheNearest() {
        const auto macro = checkCsoundOptions({"--omacr:X=1"});
        QCOMPARE(macro.error().code, ErrorCode::UnknownName);
        QVERIFY(macro.error().message.find("--omacro") != std::string::npos);
        for (const char* flag : {"-y", "--frobnicate", "plain", "-", "--"})
            QCOMPARE(checkCsoundOptions({flag}).error().code, ErrorCode::UnknownName);
    }
};

STRIA_CORE_TEST(CsoundOptionsTest)
#include "csound_options_test.moc"
