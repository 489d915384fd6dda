// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cerrno>
#include <csignal>
#include <sys/resource.h>

#include "engine/storage/project_file.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

struct Ended {
    int exitCode = -1; ///< -1: by a signal, or not at all
    QString errors;
    bool fired = false;
};

/// The nth call of a kind that one of the programs makes.
struct Fault {
    const char* call = nullptr;
    const char* program = nullptr;
    int error = EIO;
    bool isSticky = false;
    int number = 0;
};

constexpr const char* calls[] = {"open",   "read", "write", "sync",
                                 "rename", "mmap", "fork",  "socket"};
constexpr const char* programs[] = {"stria-cli", "stria-worker"};
/// More calls than any run here makes.
constexpr int mostCalls = 400;
/// Of each kind, where there is little time.
constexpr int fewCalls = 8;

bool isLong() {
    return qEnvironmentVariableIsSet("STRIA_LONG_TESTS");
}

/// Calls of these kinds are not about a path.
bool isAboutFiles(const QByteArray& call) {
    return call != "fork" && call != "socket" && call != "mmap";
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

void limitFiles(rlim_t bytes) {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace

/// Whatever call of the system fails: the old file stays, or the new one is there whole.
class FaultsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString& name) const { return m_folder->filePath(name); }

    void savePiece() const {
        Project project;
        Instrument instrument;
        instrument.id = {1};
        instrument.name = "tone";
        instrument.body = "|kamp=0.25, kfreq=441|\na1 oscili kamp, kfreq\nouts a1, a1";
        QVERIFY(project.insert(instrument));
        ScoreEvent event;
        event.id = {2};
        event.instrument = instrument.id;
        event.duration = 1;
        QVERIFY(project.insert(event));
        QVERIFY(saveProject(project, path("work/piece.stria").toStdString()));
    }

    Ended run(const QString& program, const QStringList& words, const Fault& fault = {},
              rlim_t mostBytes = RLIM_INFINITY) const {
        QFile::remove(path("fired"));
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CACHE_HOME", path("work/cache"));
        environment.insert("ASAN_OPTIONS", "verify_asan_link_order=0");
        if (fault.call != nullptr) {
            environment.insert("LD_PRELOAD", STRIA_FAULTS);
            environment.insert("STRIA_FAULT_CALL", fault.call);
            environment.insert("STRIA_FAULT_NUMBER", QString::number(fault.number));
            environment.insert("STRIA_FAULT_ERRNO", QString::number(fault.error));
            environment.insert("STRIA_FAULT_STICKY", fault.isSticky ? "1" : "0");
            environment.insert("STRIA_FAULT_PROGRAM", fault.program);
            environment.insert("STRIA_FAULT_LOG", path("fired"));
            if (isAboutFiles(fault.call))
                environment.insert("STRIA_FAULT_PATH", path("work"));
        }
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(path("work"));
        if (mostBytes != RLIM_INFINITY)
            process.setChildProcessModifier([mostBytes] { limitFiles(mostBytes); });
        process.start(program, words);
        if (!process.waitForFinished(120000))
            return {};
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                QString::fromUtf8(process.readAllStandardError()), QFile::exists(path("fired"))};
    }

    /// Names in the folder of the piece, and in that of the temporary files.
    QStringList names() const {
        QStringList all;
        for (QDirIterator each(path("work"), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                               QDirIterator::Subdirectories);
             each.hasNext();)
            all << QDir(path("work")).relativeFilePath(each.next());
        all.sort();
        return all;
    }

    static QString describe(const Fault& fault, const Ended& ended) {
        return QStringLiteral("%1 number %2 of %3%4: code %5, %6")
            .arg(QLatin1String(fault.call))
            .arg(fault.number)
            .arg(QLatin1String(fault.program),
                 fault.isSticky ? QStringLiteral(" and all after") : QString())
            .arg(ended.exitCode)
            .arg(ended.errors);
    }

    /// Runs a command that writes `output` with every fault. How many fired.
    int tryAll(const QStringList& words, const QString& output, const Fault& kind) {
        const QString file = path("work/" + output);
        QFile::remove(file);
        const Ended plain = run(STRIA_CLI, words);
        if (plain.exitCode != 0) {
            QTest::qFail(qPrintable(plain.errors), __FILE__, __LINE__);
            return 0;
        }
        const QByteArray whole = bytesOf(file);
        const QByteArray old = "what was there before";
        const QByteArray piece = bytesOf(path("work/piece.stria"));
        const QStringList before = names();
        int fired = 0;
        for (Fault fault = kind;; ++fired) {
            ++fault.number;
            write(file, old);
            const Ended ended = run(STRIA_CLI, words, fault);
            if (!ended.fired || fault.number > (isLong() ? mostCalls : fewCalls))
                break;
            const QByteArray now = bytesOf(file);
            const QString what = describe(fault, ended);
            const auto require = [&what](bool holds, const char* why) {
                return QTest::qVerify(holds, why, qPrintable(what), __FILE__, __LINE__);
            };
            if (!require(ended.exitCode >= 0, "it ends by itself") ||
                !require(ended.exitCode == 0 ? now == whole : now == old,
                         "a success has the whole file, a failure the old one") ||
                !require(ended.exitCode == 0 || !ended.errors.trimmed().isEmpty(),
                         "a failure is told") ||
                !require(bytesOf(path("work/piece.stria")) == piece, "the piece is as it was") ||
                !require(names() == before, qPrintable("nothing is left: " + names().join(' '))))
                break;
        }
        return fired;
    }

    int tryAllKinds(const QStringList& words, const QString& output, bool alsoSticky) {
        int fired = 0;
        for (const char* call : calls)
            for (const char* program : programs)
                for (const int error :
                     alsoSticky ? std::vector<int>{EIO, ENOSPC, EMFILE} : std::vector<int>{EIO})
                    for (const bool isSticky :
                         alsoSticky ? std::vector<bool>{false, true} : std::vector<bool>{false}) {
                        fired += tryAll(words, output, {call, program, error, isSticky, 0});
                        if (QTest::currentTestFailed())
                            return fired;
                    }
        return fired;
    }

  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath("work/cache"));
        savePiece();
        // The list of opcodes is kept from then on.
        QCOMPARE(run(STRIA_CLI, {"check", "piece.stria"}).exitCode, 0);
    }

    void aRenderIsWholeOrNotThere() {
        const int fired =
            tryAllKinds({"render", "piece.stria", "-o", "out.wav"}, "out.wav", isLong());
        QVERIFY(QTest::currentTestFailed() || fired > 25);
    }

    void aLimitOfFileSizesCutsNothing() {
        // The rendered sound takes 706 KB meanwhile, its file 353 KB.
        const QStringList words{"render", "piece.stria", "-o", "out.wav"};
        QCOMPARE(run(STRIA_CLI, words).exitCode, 0);
        const QByteArray whole = bytesOf(path("work/out.wav"));
        const QByteArray old = "what was there before";
        const QStringList before = names();
        const int levels = isLong() ? 100 : 20;
        int successes = 0;
        for (int level = 0; level <= levels; ++level) {
            write(path("work/out.wav"), old);
            const Ended ended =
                run(STRIA_CLI, words, {}, static_cast<rlim_t>(800000 / levels * level));
            QVERIFY(ended.exitCode >= 0);
            QCOMPARE(bytesOf(path("work/out.wav")), ended.exitCode == 0 ? whole : old);
            QVERIFY(ended.exitCode == 0 || !ended.errors.isEmpty());
            QCOMPARE(names(), before);
            successes += ended.exitCode == 0;
        }
        QVERIFY(successes > 0 && successes < levels);
    }

    void anExportedCsdIsWholeOrNotThere() {
        const int fired = tryAllKinds({"csd", "piece.stria", "-o", "out.csd"}, "out.csd", isLong());
        QVERIFY(QTest::currentTestFailed() || fired > 5);
    }
};

STRIA_CORE_TEST(FaultsTest)
#include "faults_test.moc"
