// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cerrno>
#include <csignal>
#include <memory>
#include <sys/resource.h>

#include "engine/model/sanitizers.h"
#include "engine/storage/project_file.h"
#include "tests/support/faults/fault_run.h"
#include "tests/support/sound_files.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

namespace {

const QByteArray old = "what was there before";

void limitFiles(rlim_t bytes) {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, SIG_IGN);
}

/// Of both programs.
FaultPlan planOf(std::vector<const char*> calls, std::size_t mostNumbers) {
    FaultPlan plan{std::move(calls)};
    plan.programs = {"stria-cli", "stria-worker"};
    plan.mostNumbers = mostNumbers;
    // A folder cannot even be listed where nothing can be opened any more: what is left in the
    // user's cache goes when the next program starts.
    plan.alsoSticky = isLongTest() && plan.calls != std::vector<const char*>{"open"};
    plan.alsoShort = isLongTest();
    if (isLongTest())
        plan.errors = {EIO, ENOSPC, EMFILE};
    return plan;
}

} // namespace

/// Whatever call of the system fails, and however full the disk is: the old file stays, or the new
/// one is there whole.
class FaultsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FaultyRuns> m_runs;

    QString path(const QString& name) const { return m_folder->filePath("work/" + name); }

    void savePiece() const {
        Project project;
        Instrument instrument;
        instrument.id = {1};
        instrument.name = "tone";
        instrument.body = "|kamp=0.25, kfreq=441|\na1 oscili kamp, kfreq\nouts a1, a1";
        QVERIFY(project.insert(instrument));
        for (std::uint64_t track = 0; track < 2; ++track) {
            Track lane;
            lane.id = {10 + track};
            lane.name = track == 0 ? "low" : "high";
            QVERIFY(project.insert(lane));
            ScoreEvent event;
            event.id = {20 + track};
            event.instrument = instrument.id;
            event.track = lane.id;
            event.duration = 0.5;
            QVERIFY(project.insert(event));
        }
        QVERIFY(saveProject(project, path("piece.stria").toStdString()));
    }
    /// One with a sound file, which a CSD has beside it.
    void saveSampled() const {
        writeToneAndSilence(path("tone.wav"), 0.5);
        Project project;
        SoundSource source;
        source.id = {1};
        source.name = "tone";
        source.path = "tone.wav";
        QVERIFY(project.insert(source));
        Instrument instrument;
        instrument.id = {2};
        instrument.name = "tone";
        instrument.body = "|isound=0|\na1 loscil 0.3, 1, isound, 1\nouts a1, a1";
        QVERIFY(project.insert(instrument));
        ScoreEvent event;
        event.id = {3};
        event.instrument = instrument.id;
        event.duration = 0.5;
        event.arguments.push_back({"isound", source.id});
        QVERIFY(project.insert(event));
        QVERIFY(saveProject(project, path("sampled.stria").toStdString()));
    }

    Ended cli(const QStringList& words, rlim_t mostBytes = RLIM_INFINITY) const {
        if (mostBytes == RLIM_INFINITY)
            return m_runs->run(STRIA_CLI, words);
        QProcess process;
        process.setProcessEnvironment(m_runs->environment());
        process.setWorkingDirectory(path(""));
        process.setChildProcessModifier([mostBytes] { limitFiles(mostBytes); });
        process.start(STRIA_CLI, words);
        if (!process.waitForFinished(120000))
            return {};
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

    /// What is wrong with files that a command should have written all, over old ones: each is
    /// whole or the old one, and a success has them all.
    class Outputs {
      public:
        Outputs(const FaultsTest& test, const QStringList& words, QStringList files)
            : m_test(test), m_files(std::move(files)) {
            const Ended plain = test.cli(words);
            if (plain.exitCode != 0)
                QTest::qFail(plain.errors, __FILE__, __LINE__);
            for (const QString& file : m_files)
                m_whole << bytesOf(test.path(file));
            m_piece = bytesOf(test.path("piece.stria"));
            m_names = namesBelow(test.path(""));
        }
        void prepare() const {
            for (const QString& file : m_files)
                QVERIFY(writeBytes(m_test.path(file), old));
        }
        QString complaint(const Ended& ended) const {
            int written = 0;
            for (qsizetype i = 0; i < m_files.size(); ++i) {
                const QByteArray now = bytesOf(m_test.path(m_files[i]));
                written += now == m_whole[i];
                if (now != m_whole[i] && now != old)
                    return m_files[i] + " is neither whole nor the old one";
            }
            if (ended.exitCode == 0 && written != m_files.size())
                return "a success without all its files";
            // One file after the other: a failure may come behind those that are written.
            if (ended.exitCode != 0 && written == m_files.size() &&
                !ended.errors.contains("was written"))
                return "it is not said that all is written";
            if (ended.exitCode != 0 && ended.errors.trimmed().isEmpty())
                return "nothing is said";
            if (bytesOf(m_test.path("piece.stria")) != m_piece)
                return "the piece is changed";
            const QStringList names = namesBelow(m_test.path(""));
            return names == m_names ? QString() : "there are " + names.join(' ');
        }

      private:
        const FaultsTest& m_test;
        QStringList m_files;
        QList<QByteArray> m_whole;
        QByteArray m_piece;
        QStringList m_names;
    };

    void tryAll(const QStringList& words, const QStringList& files, const FaultPlan& plan) {
        const Outputs outputs(*this, words, files);
        if (QTest::currentTestFailed())
            return;
        const FaultTally tally = m_runs->tryAll(
            STRIA_CLI, words, plan, [&] { outputs.prepare(); },
            [&](const Ended& ended) { return outputs.complaint(ended); });
        qInfo("%s", qPrintable(tally.toText()));
        QVERIFY2(tally.complaints.isEmpty(), qPrintable(tally.complaints.join("\n")));
        QVERIFY(tally.fired > 5);
    }

  private slots:
    void initTestCase() {
        if (hasSanitizer)
            QSKIP("The calls that a sanitizer itself makes would fail.");
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath("work/cache"));
        m_runs = std::make_unique<FaultyRuns>(path(""), m_folder->filePath("work"));
        m_runs->environment().insert("XDG_CACHE_HOME", path("cache"));
        savePiece();
        // The list of opcodes is kept from then on.
        QCOMPARE(cli({"check", "piece.stria"}).exitCode, 0);
    }

    void aRenderIsWholeOrNotThere() {
        tryAll({"render", "piece.stria", "-o", "out.wav"}, {"out.wav"},
               isLongTest()
                   ? planOf({"read", "write", "sync", "rename", "mmap", "fork", "socket", "line",
                             "close", "truncate", "stat", "seek", "lock", "folder"},
                            0)
                   : planOf({"open", "read", "write", "sync", "rename", "mmap", "fork", "socket",
                             "line"},
                            2));
    }
    void aRenderThatCannotOpenAFileIsNotThere() {
        tryAll({"render", "piece.stria", "-o", "out.wav"}, {"out.wav"},
               planOf({"open"}, isLongTest() ? 0 : 4));
    }
    void normalisedStemsWithTextsAreWholeOrNotThere() {
        tryAll({"render", "piece.stria", "--stems", "tracks", "--peak", "-1", "--same-gain",
                "--title", "A title", "-o", "{track}.flac"},
               {"low.flac", "high.flac"}, planOf({"read", "write", "sync", "rename"}, 2));
    }
    void anExportedCsdIsWholeOrNotThere() {
        saveSampled();
        tryAll({"csd", "sampled.stria", "-o", "out.csd"}, {"out.csd", "out.assets/tone.wav"},
               planOf({"open", "read", "write", "sync", "rename", "folder"}, 4));
    }
    void aMergedPieceIsWholeOrNotThere() {
        tryAll({"merge", "piece.stria", "piece.stria", "piece.stria", "-o", "out.stria"},
               {"out.stria"}, planOf({"open", "read", "write", "sync", "rename"}, 2));
    }

    void aListOfOpcodesThatWasCutIsNotKept() {
        const QString folder = path("cache/stria");
        const QStringList kept = QDir(folder).entryList({"opcodes-*"});
        QCOMPARE(kept.size(), 1);
        const QByteArray whole = bytesOf(folder + '/' + kept.first());
        FaultPlan plan{{"line", "read", "open", "socket", "fork"}};
        plan.programs = {"stria-cli"};
        plan.mostNumbers = 3;
        const FaultTally tally = m_runs->tryAll(
            STRIA_CLI, {"check", "piece.stria"}, plan,
            [&] { QFile::remove(folder + '/' + kept.first()); },
            [&](const Ended&) -> QString {
                const QByteArray now = bytesOf(folder + '/' + kept.first());
                return now.isEmpty() || now == whole ? QString() : "a part of the list is kept";
            });
        QVERIFY2(tally.complaints.isEmpty(), qPrintable(tally.complaints.join("\n")));
        QVERIFY(tally.fired > 5);
    }

    void onAFullDiskAnExportIsWholeOrTheOldOneIsThere() {
        // The rendered sound takes 353 KB meanwhile, its file 177 KB.
        const QStringList words{"render", "piece.stria", "-o", "out.wav"};
        const Outputs outputs(*this, words, {"out.wav"});
        const int levels = isLongTest() ? 100 : 6;
        int successes = 0;
        int fired = 0;
        for (int level = 0; level <= levels; ++level) {
            outputs.prepare();
            const Ended ended =
                m_runs->runWithRoom(STRIA_CLI, words, std::int64_t{600000} * level / levels);
            QVERIFY2(ended.exitCode >= 0, ended.errors);
            const QString wrong = outputs.complaint(ended);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            successes += ended.exitCode == 0;
            fired += ended.fired > 0;
        }
        qInfo("%d levels, no room at %d, %d exports", levels + 1, fired, successes);
        QVERIFY(successes > 0 && successes < levels);
        QVERIFY(fired > 0 && fired <= levels); // of levels + 1
    }
    void aLimitOfFileSizesCutsNothing() {
        const QStringList words{"render", "piece.stria", "-o", "out.wav"};
        const Outputs outputs(*this, words, {"out.wav"});
        const int levels = isLongTest() ? 100 : 6;
        int successes = 0;
        for (int level = 0; level <= levels; ++level) {
            outputs.prepare();
            const Ended ended = cli(words, static_cast<rlim_t>(400000 / levels * level));
            QVERIFY(ended.exitCode >= 0);
            const QString wrong = outputs.complaint(ended);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            successes += ended.exitCode == 0;
        }
        QVERIFY(successes > 0 && successes < levels);
    }
};

STRIA_CORE_TEST(FaultsTest)
#include "faults_test.moc"
