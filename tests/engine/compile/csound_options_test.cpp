// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/csound_options.h"

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
    void unknownFlagsAreNamedWithTheNearest() {
        const auto macro = checkCsoundOptions({"--omacr:X=1"});
        QCOMPARE(macro.error().code, ErrorCode::UnknownName);
        QVERIFY(macro.error().message.find("--omacro") != std::string::npos);
        for (const char* flag : {"-y", "--frobnicate", "plain", "-", "--"})
            QCOMPARE(checkCsoundOptions({flag}).error().code, ErrorCode::UnknownName);
    }
};

QTEST_GUILESS_MAIN(CsoundOptionsTest)
#include "csound_options_test.moc"
