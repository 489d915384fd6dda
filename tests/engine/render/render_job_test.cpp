// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/model/sanitizers.h"
#include "tests/engine/render/test_score.h"
#include "tests/support/file_bytes.h"
#include "tests/support/test_program.h"

using namespace stria;
using stria::test::bytesOf;
using namespace stria::test;
using namespace std::chrono_literals;

namespace {

const std::string sine = "aout oscili 0.25, 441\noutch 1, aout";
const std::string steady = "aout oscili 0.25, 441\noutch 2, aout";

const Diagnostic& firstError(const RenderResult& result) {
    static const Diagnostic none;
    return result.problems.empty() ? none : result.problems.front();
}

} // namespace

class RenderJobTest : public QObject {
    Q_OBJECT

    TestFolder m_folder;

  private slots:
    void aToneBecomesAFile() {
        TestScore score;
        score.note(score.instrument("sine", sine), 0.1, 0.8);
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("tone.wav")).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        const auto sound = readSoundFile(m_folder.file("tone.wav"));
        QVERIFY(sound.has_value());
        QCOMPARE(sound->info.encoding, std::string("float32"));
        QCOMPARE(sound->info.frames, result.frames);
        QVERIFY(std::abs(result.duration - 0.9) < 0.003);
        QVERIFY(std::abs(rms(channel(*sound, 1), 44100, 0.2, 0.8) - 0.25 / std::sqrt(2)) < 1e-3);
        QCOMPARE(rms(channel(*sound, 2), 44100, 0, 0.9), 0.0);
        QCOMPARE(rms(channel(*sound, 1), 44100, 0, 0.09), 0.0);
        QVERIFY(std::abs(result.peaks[0] - 0.25) < 1e-4);
    }

    void bothHomesGiveTheSameBytes() {
        TestScore score;
        const int noise = score.instrument("noise", "aout noise 0.2, 0\noutch 1, aout");
        for (int i = 0; i < 20; ++i)
            score.note(noise, i * 0.1013, 0.2);
        RenderSpec spec = m_folder.spec("worker.wav");
        QVERIFY(RenderJob::start(score.document(), spec).wait().ok());
        spec.outputFile = m_folder.file("inside.wav");
        spec.home = RenderSpec::Home::InProcess;
        QVERIFY(RenderJob::start(score.document(), spec).wait().ok());
        QVERIFY(bytesOf(m_folder.file("worker.wav")).size() > 100000);
        QVERIFY(bytesOf(m_folder.file("worker.wav")) == bytesOf(m_folder.file("inside.wav")));
    }

    void plainCsoundGivesTheSameSamplesFromAScoreAsText() {
        if (QStandardPaths::findExecutable("csound").isEmpty())
            QSKIP("Plain csound is not installed.");
        TestScore score(1);
        const int tone = score.instrument(
            "tone", "aenv linsegr 0, 0.01, 1, 0.05, 0\noutch 1, vco2(0.2, p5) * aenv");
        std::string text = "f 0 4\n";
        for (int i = 0; i < 200; ++i)
            score.note(tone, i * 0.0171, 0.1 + i % 7 * 0.013, {200.0 + i});
        for (const CsdNote& note : score.document().notes) {
            text += "i";
            for (const double field : note.pfields)
                text += " " + QString::number(field, 'g', 17).toStdString();
            text += "\n";
        }
        std::ofstream(m_folder.file("plain.csd"))
            << "<CsoundSynthesizer>\n<CsInstruments>\n"
            << score.document().orchestra << "</CsInstruments>\n<CsScore>\n"
            << text << "e\n</CsScore>\n</CsoundSynthesizer>\n";
        QProcess csound;
        csound.start("csound", {"-d", "-m0", "-W", "-f", "-o",
                                QString::fromStdString(m_folder.file("plain.wav")),
                                QString::fromStdString(m_folder.file("plain.csd"))});
        QVERIFY(csound.waitForFinished());
        score.edit().scoreEnd = 4;
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("ours.wav")).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        const auto plain = readSoundFile(m_folder.file("plain.wav"));
        const auto ours = readSoundFile(m_folder.file("ours.wav"));
        QVERIFY(plain && ours);
        QVERIFY(ours->samples.size() > 170000);
        const std::size_t common = std::min(plain->samples.size(), ours->samples.size());
        QVERIFY(std::max(plain->samples.size(), ours->samples.size()) - common <= 64);
        for (std::size_t i = 0; i < common; ++i)
            QVERIFY2(plain->samples[i] == ours->samples[i], qPrintable(QString::number(i)));
    }

    void aReleaseIsWaitedForAndTheTailAdded() {
        TestScore score(1);
        score.note(score.instrument("bell", "aenv linsegr 0.2, 0.1, 0.2, 0.5, 0\n"
                                            "outch 1, oscili:a(1, 441) * aenv"),
                   0, 0.5);
        score.edit().tail = 0.25;
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("release.wav")).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        QVERIFY(std::abs(result.duration - 1.25) < 0.005);
    }

    void anEndlessReleaseIsCutWithAWarning() {
        TestScore score(1);
        score.note(score.instrument("drone", "xtratim 1000\noutch 1, oscili:a(0.1, 441)"), 0, 0.5);
        score.edit().releaseLimit = 2;
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("cut.wav")).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        QVERIFY(std::abs(result.duration - 2.5) < 0.005);
        QCOMPARE(firstError(result).severity, Severity::Warning);
    }

    void cutTimeAndStartTimeGiveExactlyThoseFrames() {
        TestScore score(1);
        score.note(score.instrument("ramp", "outch 1, line:a(0, p3, 1)"), 0, 2);
        score.edit().startTime = 0.5001;
        score.edit().cutTime = 1.2;
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("part.wav")).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        QCOMPARE(result.frames, std::uint64_t(52920 - 22054));
        const auto sound = readSoundFile(m_folder.file("part.wav"));
        QVERIFY(std::abs(sound->samples.front() - 0.25) < 1e-3);
    }

    void theCulpritOfACrashIsNamedAndNoOther() {
        TestScore score;
        const int zephyr = score.instrument("zephyr", "aout oscili 0.2, 440\noutch 1, aout");
        const int quartz = score.instrument("quartz", "aout oscili 0.2, 550\noutch 1, aout");
        const int falling = score.instrument(
            "falling", "kdown line 1, p3, -1\naout vco2 0.1, 440 * sqrt(kdown)\noutch 2, aout");
        const int after = score.instrument("after", steady);
        score.note(zephyr, 0, 0.3);
        score.note(after, 0, 3);
        score.note(quartz, 2.5, 0.5);
        const EventId event = score.note(falling, 0.5, 1);
        std::ofstream(m_folder.file("crash.wav")) << "older";
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("crash.wav")).wait();
        QCOMPARE(result.state, RenderState::Failed);
        QCOMPARE(firstError(result).code, ErrorCode::Crashed);
        QCOMPARE(firstError(result).place.instrumentName, std::string("falling"));
        QCOMPARE(firstError(result).place.event, event);
        const QString text = QString::fromStdString(allText(result));
        QVERIFY(text.contains("crash"));
        for (const char* other : {"zephyr", "quartz", "after"})
            QVERIFY2(!text.contains(other), qPrintable(text));
        QCOMPARE(bytesOf(m_folder.file("crash.wav")), std::string("older"));
    }

    void aCrashAtAnEventsStartIsNamed() {
        TestScore score;
        score.global("opcode Tower, i, i\n ix xin\n iy Tower ix + 1\n xout iy\nendop");
        const int tower = score.instrument("fractal", "ival Tower 1\nout oscili(0.1, ival)");
        score.note(score.instrument("steady", steady), 0, 1);
        score.note(tower, 0.3, 0.5);
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("tower.wav")).wait();
        QCOMPARE(firstError(result).code, ErrorCode::Crashed);
        QCOMPARE(firstError(result).place.instrumentName, std::string("fractal"));
        QVERIFY(firstError(result).message.find("starting") != std::string::npos);
        QVERIFY(!std::filesystem::exists(m_folder.file("tower.wav")));
    }

    void anOrchestraThatLeavesIsNamed() {
        TestScore score;
        const int leave = score.instrument("leave", "aout oscili 0.1, 440\nexitnow");
        score.note(score.instrument("steady", steady), 0, 1);
        score.note(leave, 0.5, 0.5);
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("exit.wav")).wait();
        QCOMPARE(firstError(result).code, ErrorCode::OrchestraExited);
        QCOMPARE(firstError(result).place.instrumentName, std::string("leave"));
        QVERIFY(firstError(result).message.find("exit") != std::string::npos);
    }

    void anEventThatCannotStartFailsTheRenderAtItsLine() {
        TestScore score;
        const int lost = score.instrument("lost", "itab = 4711\n\naout oscili 0.2, 330, itab");
        const EventId event = score.note(lost, 0.3, 0.5);
        score.note(score.instrument("steady", steady), 0, 1);
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("init.wav")).wait();
        QCOMPARE(result.state, RenderState::Failed);
        QCOMPARE(firstError(result).code, ErrorCode::InitError);
        QCOMPARE(firstError(result).place.line, 3);
        QCOMPARE(firstError(result).place.instrumentName, std::string("lost"));
        QCOMPARE(firstError(result).place.event, event);
        QVERIFY(firstError(result).message.find("4711") != std::string::npos);
        QVERIFY(firstError(result).message.find("4711.0") == std::string::npos);
        QVERIFY(!std::filesystem::exists(m_folder.file("init.wav")));
    }

    void withKeepGoingTheRestPlaysSampleForSample() {
        TestScore score;
        const int tone = score.instrument("tone", "aout vco2 0.2, 220\noutch 1, aout");
        for (int i = 0; i < 5; ++i)
            score.note(tone, i * 0.2, 0.3);
        QVERIFY(RenderJob::start(score.document(), m_folder.spec("rest.wav")).wait().ok());
        const int lost = score.instrument("lost", "aout oscili 0.2, 330, 4711\noutch 1, aout");
        const int array = score.instrument(
            "array", "kval[] fillarray 0, 0\nkstep init 0\n\nknow = kval[kstep]\nkstep += 1");
        score.note(lost, 0.3, 0.5);
        score.note(array, 0.4, 0.5);
        RenderSpec spec = m_folder.spec("going.wav");
        spec.keepGoing = true;
        const RenderResult result = RenderJob::start(score.document(), spec).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        QCOMPARE(result.problems.size(), std::size_t(2));
        QCOMPARE(result.problems[0].severity, Severity::Warning);
        QCOMPARE(result.problems[1].code, ErrorCode::PerformanceError);
        QCOMPARE(result.problems[1].place.line, 4);
        QCOMPARE(result.problems[1].place.instrumentName, std::string("array"));
        QVERIFY(bytesOf(m_folder.file("rest.wav")) == bytesOf(m_folder.file("going.wav")));
    }

    void compileErrorsStandAtTheUsersLine_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("mentions");
        QTest::newRow("syntax") << "asig oscili 0.1, 440\nasig = = asig 2\noutch 1, asig" << 2
                                << "yntax";
        QTest::newRow("unknown opcode")
            << "kenv linen 0.2, 0.1, p3, 0.1\naout oscilly kenv, 440\noutch 1, aout" << 2
            << "oscilly";
        QTest::newRow("operator at the end")
            << "kenv linen 0.2, 0.1, p3, 0.1\naout oscili kenv, 440\naout = aout *\noutch 1, aout"
            << 3 << "";
        QTest::newRow("k value for i")
            << "kenv linen 0.2, 0.1, p3, 0.1\niamp = kenv\naout oscili iamp, 440" << 2 << "iamp";
        QTest::newRow("nothing sets it")
            << "aout oscili 0.1, 440\n\n; louder\nabig = aout * kgian\noutch 1, abig" << 4
            << "kgian";
        QTest::newRow("wrong argument")
            << "\naout oscili \"loud\", 440\noutch 1, aout" << 2 << "oscili";
        QTest::newRow("string") << "kenv init 1\nprints \"playing\naout oscili kenv, 440" << 2
                                << "\"";
    }
    void compileErrorsStandAtTheUsersLine() {
        QFETCH(QString, body);
        QFETCH(int, line);
        QFETCH(QString, mentions);
        TestScore score;
        score.instrument("before", sine);
        score.note(score.instrument("voice", body.toStdString()), 0, 0.5);
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("mistake.wav")).wait();
        QCOMPARE(result.state, RenderState::Failed);
        QVERIFY2(firstError(result).place.line == line, allText(result).c_str());
        QCOMPARE(firstError(result).place.instrumentName, std::string("voice"));
        QVERIFY2(QString::fromStdString(allText(result)).contains(mentions),
                 allText(result).c_str());
        QCOMPARE(result.problems.size(), std::size_t(1));
    }

    void whatNeverEndsIsCancelledAtOnce_data() {
        QTest::addColumn<QString>("global");
        QTest::addColumn<QString>("body");
        QTest::newRow("k-rate loop") << ""
                                     << "kx = 0\nwhile kx < 10 do\n ky = kx + 1\nod";
        QTest::newRow("init jump") << ""
                                   << "again:\nigoto again\naout oscili 0.1, 440";
        QTest::newRow("opcode") << "opcode Loop, i, i\n ix xin\n while ix > 0 do\n  iy = ix\n od\n "
                                   "xout ix\nendop"
                                << "ix Loop 1";
        QTest::newRow("starts itself") << ""
                                       << "schedule p1, 0, 0.1\naout oscili 0.1, 440";
        QTest::newRow("compile") << "#include \"/dev/zero\""
                                 << "aout oscili 0.1, 440";
    }
    void whatNeverEndsIsCancelledAtOnce() {
        QFETCH(QString, global);
        QFETCH(QString, body);
        TestScore score;
        if (!global.isEmpty())
            score.global(global.toStdString());
        score.note(score.instrument("steady", steady), 0, 1);
        score.note(score.instrument("loop", body.toStdString()), 0.2, 0.5);
        std::ofstream(m_folder.file("hang.wav")) << "older";
        RenderJob job = RenderJob::start(score.document(), m_folder.spec("hang.wav"));
        QVERIFY(!job.waitFor(700ms));
        const auto start = std::chrono::steady_clock::now();
        job.cancel();
        const RenderResult result = job.wait();
        // Half a second where nothing else runs; without an answer the stall limit would end it.
        QVERIFY(std::chrono::steady_clock::now() - start < 10s);
        QCOMPARE(result.state, RenderState::Cancelled);
        QCOMPARE(firstError(result).code, ErrorCode::Cancelled);
        QCOMPARE(bytesOf(m_folder.file("hang.wav")), std::string("older"));
    }

    void aHangEndsByItselfAndSaysWhereItStood() {
        TestScore score;
        score.note(score.instrument("steady", steady), 0, 1);
        score.note(score.instrument("loop", "kx = 0\nwhile kx < 10 do\n ky = kx + 1\nod"), 0.2,
                   0.5);
        RenderSpec spec = m_folder.spec("stall.wav");
        spec.stallLimit = 0.5;
        const RenderResult result = RenderJob::start(score.document(), spec).wait();
        QCOMPARE(firstError(result).code, ErrorCode::Stalled);
        QCOMPARE(firstError(result).place.instrumentName, std::string("loop"));
    }

    void tooMuchMemoryEndsTheRender() {
        if (hasSanitizer)
            QSKIP("A sanitizer reserves terabytes of addresses, so that they cannot be limited.");
        TestScore score;
        score.note(score.instrument("vast", "kvast[] init 1000000000\noutch 1, a(kvast[0])"), 0, 1);
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("memory.wav")).wait();
        QVERIFY2(firstError(result).code == ErrorCode::OutOfMemory, allText(result).c_str());
    }

    void aKilledWorkerIsAnError() {
        TestScore score;
        score.note(score.instrument("steady", steady), 0, 4000);
        RenderJob job = RenderJob::start(score.document(), m_folder.spec("killed.wav"));
        while (job.stemFramesValid() == 0 && !job.isDone())
            QTest::qWait(5);
        const QString mine = QString::number(::getpid());
        QProcess find;
        find.start("pgrep", {"-P", mine, "stria-worker"});
        find.waitForFinished();
        const long worker = find.readAllStandardOutput().trimmed().toLong();
        QVERIFY(worker > 0);
        ::kill(static_cast<pid_t>(worker), SIGKILL);
        const RenderResult result = job.wait();
        QCOMPARE(firstError(result).code, ErrorCode::Crashed);
        QVERIFY(firstError(result).message.find("killed") != std::string::npos);
        QVERIFY(!std::filesystem::exists(m_folder.file("killed.wav")));
    }

    void notANumberIsAWarningAndZeroInIntegers() {
        TestScore score;
        score.note(score.instrument("steady", steady), 0, 1);
        score.note(score.instrument("bad", "kneg line 1, p3, -1\naout oscili 0.25 * sqrt(kneg), "
                                           "441\noutch 1, aout"),
                   0.25, 0.5);
        score.note(score.instrument("also", sine), 0, 1);
        RenderSpec spec = m_folder.spec("nan.wav");
        spec.encoding = "pcm16";
        const RenderResult result = RenderJob::start(score.document(), spec).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        QCOMPARE(result.problems.size(), std::size_t(1));
        QCOMPARE(result.problems[0].code, ErrorCode::SuspiciousSound);
        QVERIFY(result.problems[0].message.find("NaN") != std::string::npos);
        QCOMPARE(result.problems[0].place.instrumentName, std::string("bad"));
        const auto sound = readSoundFile(spec.outputFile);
        QCOMPARE(rms(channel(*sound, 1), 44100, 0.6, 0.7), 0.0);
        QVERIFY(std::abs(rms(channel(*sound, 2), 44100, 0, 1) - 0.1768) < 0.001);
    }

    void loudSoundClipsAndNamesTheLoudest() {
        TestScore score;
        score.note(score.instrument("steady", sine), 0, 1);
        score.note(score.instrument("bad", "outch 1, oscili:a(4, 441)"), 0.25, 0.5);
        RenderSpec spec = m_folder.spec("loud.wav");
        spec.encoding = "pcm16";
        const RenderResult result = RenderJob::start(score.document(), spec).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        QCOMPARE(result.problems.size(), std::size_t(1));
        QCOMPARE(result.problems[0].place.instrumentName, std::string("bad"));
        const auto sound = readSoundFile(spec.outputFile);
        const std::vector<double> samples = channel(*sound, 1);
        QVERIFY(rms(samples, 44100, 0.3, 0.7) > 0.9);
        for (std::size_t i = 44100 * 3 / 10; i < 44100 * 7 / 10; ++i) // no wrap from 1 to -1
            QVERIFY(std::abs(samples[i] - samples[i - 1]) < 0.5);
    }

    void outputsThatCannotBeAreRefusedFirst() {
        TestScore score;
        score.note(score.instrument("sine", sine), 0, 0.5);
        std::filesystem::create_directory(m_folder.file("taken.wav"));
        ::mkfifo(m_folder.file("pipe.wav").c_str(), 0600);
        for (const std::string name : {"taken.wav", "pipe.wav", "no/such/out.wav", "out.xyz"}) {
            const RenderResult result =
                RenderJob::start(score.document(), m_folder.spec(name)).wait();
            QCOMPARE(result.state, RenderState::Failed);
            QVERIFY2(allText(result).find(name.substr(0, 6)) != std::string::npos,
                     allText(result).c_str());
        }
    }

    void aFileThatTheScorePlaysIsNotOverwritten() {
        TestScore score;
        score.note(score.instrument("sine", sine), 0, 0.5);
        CsdAsset asset;
        asset.fileName = "own.wav";
        asset.sourcePath = m_folder.file("own.wav");
        std::ofstream(asset.sourcePath) << "mine";
        score.edit().assets.push_back(asset);
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("own.wav")).wait();
        QCOMPARE(firstError(result).code, ErrorCode::FileUnwritable);
        QCOMPARE(bytesOf(asset.sourcePath), std::string("mine"));
    }

    void numbersReachTheOrchestraInFullPrecision() {
        TestScore score(1, 1);
        CsdAsset asset;
        asset.fileName = "table 1.wav";
        asset.data = std::make_shared<const std::vector<double>>(
            std::vector<double>{0.1, -0.3, 1.0 / 3, 0.7});
        score.edit().assets.push_back(asset);
        score.global("gi1 ftgen 1, 0, -4, -1, \"" + CsdDocument::assetMark(0) + "\", 0, 0, 0");
        score.note(score.instrument("read", "kn init 0\noutch 1, a(table:k(kn, 1))\nkn += 1"), 0,
                   3.5 / 44100);
        RenderSpec spec = m_folder.spec("table.wav");
        spec.encoding = "float64";
        const RenderResult result = RenderJob::start(score.document(), spec).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        const auto sound = readSoundFile(spec.outputFile);
        QCOMPARE(sound->samples[2], 1.0 / 3);
    }

    void aJobWithoutAFileHasAStemThatGrows() {
        TestScore score(1);
        score.note(score.instrument("sine", sine), 0, 2);
        std::string path;
        {
            RenderJob job = RenderJob::start(score.document(), {}, {}, false);
            const RenderResult result = job.wait();
            QVERIFY(result.ok());
            QVERIFY(result.outputFile.empty());
            path = job.stem().path;
            QCOMPARE(job.stemFramesValid(), result.frames);
            QCOMPARE(std::filesystem::file_size(path), result.frames * sizeof(double));
        }
        QVERIFY(!std::filesystem::exists(path));
    }

    void droppingTheLastHandleCancels() {
        TestScore score(1);
        score.note(score.instrument("sine", sine), 0, 4000);
        std::atomic<int> ended{-1};
        {
            RenderJob::Callbacks callbacks;
            callbacks.finished = [&ended](const RenderResult& result) {
                ended = static_cast<int>(result.state);
            };
            const RenderJob job =
                RenderJob::start(score.document(), m_folder.spec("drop.wav"), callbacks);
            while (job.stemFramesValid() == 0 && !job.isDone())
                QTest::qWait(5);
        }
        QCOMPARE(ended.load(), static_cast<int>(RenderState::Cancelled));
        QVERIFY(!std::filesystem::exists(m_folder.file("drop.wav")));
    }

    void manyJobsAtOnceAreEqual() {
        TestScore score(1);
        const int tone = score.instrument("tone", "outch 1, vco2(0.2, p5)");
        for (int i = 0; i < 50; ++i)
            score.note(tone, i * 0.05, 0.2, {200.0 + i});
        std::vector<RenderJob> jobs;
        for (int i = 0; i < 6; ++i) {
            RenderSpec spec = m_folder.spec("many" + std::to_string(i) + ".wav");
            spec.home = i % 2 ? RenderSpec::Home::InProcess : RenderSpec::Home::Worker;
            jobs.push_back(RenderJob::start(score.document(), spec));
        }
        std::set<std::string> contents;
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            QVERIFY(jobs[i].wait().ok());
            contents.insert(bytesOf(m_folder.file("many" + std::to_string(i) + ".wav")));
        }
        QCOMPARE(contents.size(), std::size_t(1));
    }

    void progressComesToOneAndMessagesComeThrough() {
        TestScore score(1);
        score.note(
            score.instrument("say", "prints \"hello from csound\\n\"\noutch 1, oscili:a(0.1, 441)"),
            0, 1);
        std::vector<RenderState> states;
        RenderJob::Callbacks callbacks;
        callbacks.progress = [&states](const RenderProgress& progress) {
            states.push_back(progress.state);
        };
        const RenderJob job =
            RenderJob::start(score.document(), m_folder.spec("say.wav"), callbacks);
        const RenderResult result = job.wait();
        QVERIFY(result.ok());
        QCOMPARE(job.progress().fraction, 1.0);
        QCOMPARE(states.front(), RenderState::Compiling);
        QCOMPARE(states.back(), RenderState::Finished);
        QCOMPARE(result.messages, std::vector<std::string>{"hello from csound"});
    }

    void aFloodOfMessagesIsThinned() {
        TestScore score(1, 1);
        score.note(score.instrument("chatter", "printks \"again\\n\", 0"), 0, 2);
        const RenderResult result =
            RenderJob::start(score.document(), m_folder.spec("flood.wav")).wait();
        QVERIFY2(result.ok(), allText(result).c_str());
        QCOMPARE(result.messages.front(), std::string("again"));
        QVERIFY(result.messages.size() < 20000);
        QVERIFY(result.messages.back().find("more lines") != std::string::npos);
    }

    void nothingIsLeftInTheTemporaryFolder() {
        const std::filesystem::path base =
            qEnvironmentVariable("XDG_CACHE_HOME").toStdString() + "/stria/renders";
        int left = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(base))
            ++left;
        QCOMPARE(left, 0);
    }
};

STRIA_CORE_TEST(RenderJobTest)
#include "render_job_test.moc"
