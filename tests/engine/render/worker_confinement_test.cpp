// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/worker_confinement.h"

#include <QDir>
#include <QProcess>
#include <QtTest>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "engine/compile/compiler.h"
#include "engine/render/audition.h"
#include "engine/render/opcode_list.h"
#include "engine/render/orchestra_check.h"
#include "engine/render/system_call_filter.h"
#include "engine/render/worker_render.h"
#include "engine/storage/project_file.h"
#include "tests/engine/render/test_score.h"
#include "tests/support/file_bytes.h"
#include "tests/support/test_program.h"

using namespace stria;
using stria::test::bytesOf;
using namespace stria::test;

namespace {

const std::string quietTone = "\naout oscili 0.25, 441\noutch 1, aout";

void write(const std::string& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

bool isThere(const std::string& path) {
    return QFile::exists(QString::fromStdString(path));
}

struct Call {
    const char* name;
    long (*make)(); ///< below 0: it failed
    int refusal = EPERM;
    bool worksElse = true; ///< without any filter
};

long emptied(int flags) {
    const char* const file = "/tmp/stria-emptied";
    ::close(::open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    return ::open(file, flags | O_TRUNC | O_CLOEXEC);
}

const Call callsOfHarm[] = {
    {"signals of a file", [] { return long(::fcntl(0, F_SETOWN, ::getppid())); }},
    {"which signal", [] { return long(::fcntl(0, F_SETSIG, SIGKILL)); }},
    {"speed of others", [] { return long(::setpriority(PRIO_PROCESS, ::getppid(), 19)); }},
    {"limits of others",
     [] { return long(::prlimit(::getppid(), RLIMIT_NOFILE, nullptr, nullptr)); }, EPERM, false},
    {"shared memory", [] { return long(::shmget(IPC_PRIVATE, 4096, 0600)); }},
    {"message queues", [] { return long(::msgget(IPC_PRIVATE, 0600)); }},
    {"times of files", [] { return long(::utimensat(AT_FDCWD, "/tmp", nullptr, 0)); }, EPERM,
     false},
    {"modes of files", [] { return long(::chmod("/tmp/stria-nothing", 0600)); }, EPERM, false},
    {"modes by the newer call",
     [] { return ::syscall(452, AT_FDCWD, "/tmp/stria-nothing", 0600, 0); }, EPERM, false},
    {"length of files", [] { return long(::truncate("/tmp/stria-nothing", 0)); }, EPERM, false},
    {"emptying what is read", [] { return emptied(O_RDONLY); }},
    {"emptying by neither", [] { return emptied(O_ACCMODE); }},
    {"mounts", [] { return ::syscall(430, "tmpfs", 0); }, EPERM, false},
    {"handles of files", [] { return ::syscall(SYS_open_by_handle_at, -1, nullptr, 0); }, EPERM,
     false},
    {"rings of calls", [] { return ::syscall(425, 1, nullptr); }, EPERM, false},
    {"calls of a later time", [] { return ::syscall(500); }, ENOSYS, false},
    {"programs in memory",
     [] {
         char* const none[] = {nullptr};
         const long file = ::syscall(SYS_memfd_create, "x", 0);
         return ::syscall(SYS_execveat, file, "", none, none, AT_EMPTY_PATH);
     },
     EPERM, false},
};

int running(const QString& pattern) {
    QProcess pgrep;
    pgrep.start("pgrep", {"-f", "-c", pattern});
    return pgrep.waitForFinished() ? pgrep.readAllStandardOutput().trimmed().toInt() : -1;
}

} // namespace

class WorkerConfinementTest : public QObject {
    Q_OBJECT

    TestFolder m_project;
    TestFolder m_outside;
    TestFolder m_output;

    RenderResult render(CsdDocument document, const Allowance& allowed) {
        document.folder = m_project.folder.path().toStdString();
        RenderSpec spec = m_output.spec("out.wav");
        spec.allowed = allowed;
        return RenderJob::start(document, spec).wait();
    }
    RenderResult render(const std::string& code, const Allowance& allowed = {}) {
        TestScore score;
        score.note(score.instrument("probe", code + quietTone), 0, 0.1);
        return render(score.document(), allowed);
    }
    std::string outside(const std::string& name) const { return m_outside.file(name); }
    std::string touching(const std::string& name) const {
        return "ires system_i 1, \"touch " + outside(name) + "\"";
    }
    ExpectedAll<CsdDocument> compiled(const QString& path) {
        const auto loaded = loadProject(path.toStdString());
        if (!loaded)
            return tl::make_unexpected(Diagnostics{loaded.error()});
        return compile(
            loaded->project, {},
            gatherAssetFacts(loaded->project, QFileInfo(path).absolutePath().toStdString()),
            csoundOpcodes());
    }

  private slots:
    void aProgramRunsOnlyWhereThatIsAllowed() {
        const RenderResult confined = render(touching("marker"));
        QVERIFY2(confined.ok(), allText(confined).c_str());
        QVERIFY(!isThere(outside("marker")));
        for (const std::string& line : confined.messages)
            QVERIFY2(line.find("This system cannot") == std::string::npos, line.c_str());
        render(touching("marker"), {.write = true, .network = true, .read = true});
        QVERIFY(!isThere(outside("marker")));
        render(touching("marker"), {.write = true, .run = true});
        QVERIFY(isThere(outside("marker")));
    }

    void aFileIsWrittenOnlyWhereThatIsAllowed_data() {
        QTest::addColumn<QString>("code");
        QTest::newRow("fout") << "a1 init 0.5\nfout \"FILE\", 4, a1";
        QTest::newRow("ftsave") << "ift ftgen 0, 0, 8, -2, 1, 2, 3\nftsave \"FILE\", 1, ift";
        QTest::newRow("fprints") << "fprints \"FILE\", \"harm\"";
    }
    void aFileIsWrittenOnlyWhereThatIsAllowed() {
        QFETCH(QString, code);
        const std::string file = outside(QTest::currentDataTag());
        const std::string text = code.replace("FILE", QString::fromStdString(file)).toStdString();
        render(text);
        QVERIFY(!isThere(file));
        render(text, {.read = true});
        QVERIFY(!isThere(file));
        const RenderResult allowed = render(text, {.write = true});
        QVERIFY2(allowed.ok(), allText(allowed).c_str());
        QVERIFY(isThere(file));
    }

    void noFileOfOthersIsEmptied() {
        write(outside("precious"), "years of work");
        const std::string code = "fprints \"" + outside("precious") + "\", \"harm\"";
        render(code);
        QCOMPARE(bytesOf(outside("precious")), std::string("years of work"));
        render(code, {.write = true});
        QVERIFY(bytesOf(outside("precious")) != "years of work");
    }

    void aFileIsReadOnlyWhereThatIsAllowed_data() {
        QTest::addColumn<QString>("code");
        QTest::newRow("readf") << "Sline, iline readfi \"FILE\"";
        QTest::newRow("ftgen") << "ift ftgen 0, 0, 0, -23, \"FILE\"";
    }
    void aFileIsReadOnlyWhereThatIsAllowed() {
        QFETCH(QString, code);
        const auto reading = [&](const std::string& path) {
            return QString(code).replace("FILE", QString::fromStdString(path)).toStdString();
        };
        write(outside("secret"), "1 2 3 4\n");
        write(m_project.file("own"), "1 2 3 4\n");
        const RenderResult confined = render(reading(outside("secret")));
        QVERIFY(!confined.ok() && !confined.problems.empty());
        const RenderResult allowed = render(reading(outside("secret")), {.read = true});
        QVERIFY2(allowed.ok(), allText(allowed).c_str());
        const RenderResult own = render(reading(m_project.file("own")));
        QVERIFY2(own.ok(), allText(own).c_str());
    }

    void aSoundThatThePieceNamesIsHeardWhereverItIs() {
        TestScore sound;
        sound.note(sound.instrument("tone", quietTone), 0, 0.5);
        QVERIFY(RenderJob::start(sound.document(), m_outside.spec("tone.wav")).wait().ok());
        TestScore score;
        score.note(score.instrument("sampler", "aone, atwo diskin2 \"" + CsdDocument::assetMark(0) +
                                                   "\", 1\noutch 1, aone"),
                   0, 0.4);
        CsdDocument document = score.document();
        CsdAsset asset;
        asset.fileName = "tone.wav";
        asset.sourcePath = outside("tone.wav");
        document.assets.push_back(asset);
        const RenderResult result = render(document, {});
        QVERIFY2(result.ok(), allText(result).c_str());
        QVERIFY(result.peaks[0] > 0.2);
        // Its neighbours are not.
        QVERIFY(QFile::copy(QString::fromStdString(outside("tone.wav")),
                            QString::fromStdString(outside("other.wav"))));
        QVERIFY(!render("aone, atwo diskin2 \"" + outside("other.wav") + "\", 1").ok());
    }

    void codeBesideTheProjectIsIncluded() {
        write(m_project.file("beside.inc"), "opcode Tone, a, 0\nxout oscili:a(0.25, 441)\nendop\n");
        write(m_project.file("piece.stria"),
              "{\"format\":\"stria\",\"version\":1}\n"
              "{\"kind\":\"instrument\",\"id\":\"a1\",\"name\":\"x\",\"body\":\"a1 Tone\\nouts a1, "
              "a1\",\"init\":\"#include \\\"beside.inc\\\"\"}\n"
              "{\"kind\":\"event\",\"id\":\"f1\",\"instrument\":\"a1\",\"duration\":0.2}\n");
        const auto document = compiled(m_project.folder.filePath("piece.stria"));
        QVERIFY(document.has_value());
        QCOMPARE(document->folder, m_project.folder.path().toStdString());
        const RenderResult result = render(*document, {});
        QVERIFY2(result.ok(), allText(result).c_str());
        QVERIFY(result.peaks[0] > 0.2);
    }

    void aCommandThatKillsDoesNothing() {
        const std::string own = "ires system_i 1, \"kill -9 0\"";
        const RenderResult confined = render(own);
        QVERIFY2(confined.ok(), allText(confined).c_str());
        QVERIFY(!render(own, {.run = true}).ok());
    }

    void nativeCodeThatAPieceBringsIsNotLoaded() {
        if (!csoundOpcodes().contains("dssiinit"))
            QSKIP("Csound's plugin for LADSPA is not installed");
        qputenv("LADSPA_PATH", "/usr/lib/ladspa");
        qputenv("DSSI_PATH", "/usr/lib/dssi");
        const std::string plugin = m_project.file("plugin.so");
        QVERIFY(QFile::copy(STRIA_BROUGHT_PLUGIN, QString::fromStdString(plugin)));
        TestScore score;
        score.note(score.instrument("probe", "ih dssiinit \"" + plugin + "\", 0, 0" + quietTone), 0,
                   0.1);
        CsdDocument document = score.document();
        document.needsPlugins = true;
        const auto ended = [](const RenderResult& result) {
            return allText(result).find("made Csound exit") != std::string::npos;
        };
        QVERIFY(!ended(render(document, {})));
        QVERIFY(!ended(render(document, {.write = true, .network = true, .read = true})));
        const RenderResult allowed = render(document, {.run = true});
        QVERIFY2(ended(allowed), allText(allowed).c_str());
    }

    void callsThatReachOthersFail_data() {
        QTest::addColumn<int>("call");
        for (const Call& call : callsOfHarm)
            QTest::newRow(call.name) << static_cast<int>(&call - callsOfHarm);
    }
    void callsThatReachOthersFail() {
        QFETCH(int, call);
        const auto errorOf = [call](bool confined) {
            const pid_t child = ::fork();
            if (child == 0) {
                ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
                if (confined && filterSystemCalls({}) != 0)
                    ::_exit(255);
                errno = 0;
                ::_exit(callsOfHarm[call].make() >= 0 ? 0 : errno);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        };
        QCOMPARE(errorOf(true), callsOfHarm[call].refusal);
        // Otherwise it would say nothing.
        if (callsOfHarm[call].worksElse)
            QCOMPARE(errorOf(false), 0);
    }

    void onlyTheNetIsForWhomThatIsAllowed() {
        const pid_t child = ::fork();
        if (child == 0) {
            ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            if (filterSystemCalls({.network = true}) != 0)
                ::_exit(255);
            const int net = ::socket(AF_INET, SOCK_DGRAM, 0) >= 0 ? 1 : 0;
            const int desktop = ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? 2 : 0;
            ::_exit(net + desktop);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 1);
    }

    void whoMayWriteMayNotReadTherefore() {
        write(outside("secret"), "1 2 3 4\n");
        const std::string code = "Sline, iline readfi \"" + outside("secret") + "\"";
        QVERIFY(!render(code, {.write = true}).ok());
        QVERIFY(render(code, {.write = true, .read = true}).ok());
    }

    void noFileOfTheParentIsOpenInAWorker() {
        const int leaked = ::open("/dev/null", O_RDONLY); // not closed at the start of programs
        const int high = ::fcntl(leaked, F_DUPFD, 200);
        auto worker = startWorker({}, [] { return false; });
        QVERIFY(worker.has_value());
        const QString files = "/proc/" + QString::number(worker->id()) + "/fd/";
        QVERIFY(QFile::symLinkTarget(files + "0").size() > 0 || QDir(files).exists());
        QVERIFY(!QDir(files).entryList(QDir::AllEntries | QDir::System).contains("200"));
        ::close(leaked);
        ::close(high);
    }

    void callsOfTheSystemThatNoSoundNeedsFail() {
        // The bits of what still works; the process that is asked is given up afterwards.
        const auto works = [](const Allowance& allowed) {
            const pid_t child = ::fork();
            if (child == 0) {
                ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
                if (filterSystemCalls(allowed) != 0)
                    ::_exit(255);
                const int connects = ::socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : 0;
                const int kills = ::kill(::getppid(), 0) == 0 ? 2 : 0;
                const int itself = ::kill(::getpid(), 0) == 0 ? 4 : 0;
                int threads = 0;
                std::thread([&threads] { threads = 8; }).join();
                const int traces = ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0 ? 16 : 0;
                const pid_t other = ::fork();
                if (other == 0)
                    ::_exit(0);
                ::_exit(connects + kills + itself + threads + traces + (other > 0 ? 32 : 0));
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        };
        QCOMPARE(works({}), 4 + 8);
        QCOMPARE(works({.network = true}), 1 + 4 + 8);
        QCOMPARE(works({.run = true}), 2 + 4 + 8 + 32);
    }

    void whatRunsOnEndsWithTheRender() {
        const std::string number = "98" + std::to_string(::getpid());
        const QString sleepers = QString::fromStdString("^sleep " + number);
        const std::string started = outside("started");
        render("ires system_i 1, \"(seq 40 | xargs -P 40 -I% sleep " + number +
                   ") & until pgrep -f -c '^sleep " + number +
                   "' | grep -qx 40; do sleep 0.1; done; touch " + started + "\"",
               {.run = true});
        QVERIFY(isThere(started));
        QTRY_COMPARE(running(sleepers), 0);
    }

    void anAuditionIsConfinedToo() {
        for (const bool run : {false, true}) {
            TestScore score;
            const int probe = score.instrument("probe", touching("auditioned") + quietTone);
            auto audition = Audition::open(score.document(), {}, {}, {.write = run, .run = run});
            QVERIFY(audition.has_value());
            (*audition)->play(std::vector<double>{probe + 0.5, 0, -1, 0});
            std::vector<float> block(512);
            std::uint32_t heard = 0;
            for (int i = 0; i < 2000 && heard < 4096; ++i) {
                heard += (*audition)->read(block);
                QTest::qSleep(1);
            }
            QVERIFY(heard >= 4096);
            QCOMPARE(isThere(outside("auditioned")), run);
        }
    }

    void aCheckIsConfinedToo() {
        TestScore score;
        score.global("gires system_i 1, \"touch " + outside("checked") + "\"");
        score.note(score.instrument("tone", quietTone), 0, 0.1);
        checkOrchestra(score.document());
        QVERIFY(!isThere(outside("checked")));
        render(score.document(), {.write = true, .run = true});
        QVERIFY(isThere(outside("checked")));
    }

    void noPieceOfStrangersLeavesAnything() {
        QTemporaryDir folder;
        const QDir from(STRIA_SOURCE_DIR "/tests/data/trust");
        const QDir to(folder.path());
        for (const QString& name : from.entryList(QDir::Files))
            QVERIFY(QFile::copy(from.filePath(name), to.filePath(name)));
        const QString before = QDir::currentPath();
        QDir::setCurrent(folder.path()); // what they touch is named without a folder
        const QStringList files = to.entryList(QDir::Files | QDir::Hidden);
        int rendered = 0;
        int harmful = 0;
        for (const QString& name : to.entryList({"*.stria"})) {
            const auto document = compiled(to.filePath(name));
            if (!document)
                continue;
            CsdDocument piece = *document;
            RenderSpec spec = m_output.spec("out.wav");
            RenderJob::start(piece, spec).wait();
            const QStringList after = to.entryList(QDir::Files | QDir::Hidden);
            ++rendered;
            spec.allowed = {.write = true, .run = true};
            RenderJob::start(piece, spec).wait();
            for (const QString& file : to.entryList(QDir::Files | QDir::Hidden))
                if (!files.contains(file) && QFile::remove(to.filePath(file)))
                    ++harmful;
            if (after != files)
                QDir::setCurrent(before);
            QVERIFY2(after == files, qPrintable(name));
        }
        QDir::setCurrent(before);
        QVERIFY(rendered >= 5);
        QVERIFY(harmful >= 5);
    }
};

STRIA_CORE_TEST(WorkerConfinementTest)
#include "worker_confinement_test.moc"
