// SPDX-License-Identifier: GPL-3.0-or-later
// What renders leave behind, however they end.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "engine/model/sanitizers.h"
#include "engine/session/offline_session.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

OfflineSession sessionOf(const std::string& body, double duration) {
    OfflineSession session;
    (void)session.defInstr("tone", body);
    (void)session.sched("tone", {.duration = duration});
    return session;
}

/// What a program can run out of.
struct Resources {
    qsizetype files = 0;
    qsizetype threads = 0;
    qsizetype children = 0; ///< running or not yet waited for
    qsizetype folders = 0;  ///< temporary files too
    long addresses = 0;     ///< in MB: of threads that nobody has joined, eight each
    long memory = 0;        ///< of its own, in KB

    static Resources now(const QStringList& temporary) {
        Resources result;
        result.files = QDir("/proc/self/fd").entryList(QDir::Files | QDir::System).size();
        const QDir tasks("/proc/self/task");
        const QStringList threads = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        result.threads = threads.size();
        for (const QString& thread : threads)
            result.children += textOf(tasks.filePath(thread + "/children")).count(' ');
        for (const QString& folder : temporary)
            result.folders += QDir(folder)
                                  .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                                  .size();
        result.memory = kilobytes("RssAnon:");
        result.addresses = kilobytes("VmSize:") / 1024;
        return result;
    }
    QByteArray toText() const {
        return QByteArray::number(files) + " descriptors, " + QByteArray::number(threads) +
               " threads, " + QByteArray::number(children) + " children, " +
               QByteArray::number(folders) + " temporary files, " + QByteArray::number(memory) +
               " KB, " + QByteArray::number(addresses) + " MB of addresses";
    }
    /// Memory aside: that is handed out in pieces.
    bool isWithin(const Resources& other) const {
        return files <= other.files && threads <= other.threads && children <= other.children &&
               folders <= other.folders;
    }

  private:
    static long kilobytes(const char* name) {
        const QByteArray status = textOf("/proc/self/status");
        const qsizetype at = status.indexOf(name) + static_cast<qsizetype>(qstrlen(name));
        return status.mid(at, status.indexOf("kB", at) - at).trimmed().toLong();
    }
    static QByteArray textOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

/// A session whose renders end in one way.
struct Kind {
    const char* name;
    OfflineSession session;
    RenderSpec::Home home;
    RenderState end;
};

std::vector<Kind> kindsOfRenders() {
    const std::string tone = "outch 1, oscili:a(0.2, 440)";
    const std::string withoutTable = "outch 1, oscili:a(0.2, 440, 4711)";
    constexpr double brief = 0.02;
    constexpr double hours = 10'000;
    using Home = RenderSpec::Home;
    std::vector<Kind> kinds;
    const auto add = [&kinds](const char* name, const std::string& body, double duration, Home home,
                              RenderState end) {
        kinds.push_back({name, sessionOf(body, duration), home, end});
    };
    add("whole, worker", tone, brief, Home::Worker, RenderState::Finished);
    add("whole, in process", tone, brief, Home::InProcess, RenderState::Finished);
    add("failed, worker", withoutTable, brief, Home::Worker, RenderState::Failed);
    add("failed, in process", withoutTable, brief, Home::InProcess, RenderState::Failed);
    add("cancelled, worker", tone, hours, Home::Worker, RenderState::Cancelled);
    add("cancelled, in process", tone, hours, Home::InProcess, RenderState::Cancelled);
    add("worker that leaves", tone + "\nexitnow", brief, Home::Worker, RenderState::Failed);
    return kinds;
}

} // namespace

class ManyRendersTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_cache;
    QTemporaryDir m_temporary;
    QTemporaryDir m_output;

  private slots:
    void initTestCase() {
#ifdef __GLIBC__
        mallopt(M_ARENA_MAX, 1); // more of them are a matter of chance
#endif
        qputenv("XDG_CACHE_HOME", m_cache.path().toUtf8());
        qputenv("TMPDIR", m_temporary.path().toUtf8());
    }

    void rendersKeepNothingHoweverTheyEnd() {
        if (!QFile::exists("/proc/self/task"))
            QSKIP("There is no /proc to count with.");
        const bool isLong = qEnvironmentVariableIsSet("STRIA_LONG_TESTS");
        const int most = isLong ? 2000 : 84;
        const int warmUp = isLong ? 50 : 28;
        std::vector<Kind> kinds = kindsOfRenders();
        const std::string file = (m_output.path() + "/out.wav").toStdString();
        Resources first;
        const auto counted = [this] {
            return Resources::now({m_cache.path(), m_temporary.path()});
        };
        for (int i = 0; i < most; ++i) {
            if (i == warmUp)
                first = counted();
            Kind& kind = kinds[static_cast<std::size_t>(i) % kinds.size()];
            const SessionJob job = kind.session.render(file, {.wait = false, .home = kind.home});
            if (kind.end == RenderState::Cancelled) {
                // In turn at once and in the middle.
                while (i % 2 == 0 && job.progress().state != RenderState::Rendering &&
                       !job.isDone())
                    QTest::qSleep(1);
                job.cancel();
            }
            // Who only looks now and then lets go of as much as who waits.
            while (i % 3 == 0 && !job.isDone())
                QTest::qSleep(1);
            if (i % 3 == 0) {
                QVERIFY2(job.progress().state == kind.end, kind.name);
                continue;
            }
            const RenderResult result = job.wait();
            QVERIFY2(result.state == kind.end,
                     (std::string(kind.name) + " " + std::string(name(result.state)) +
                      (result.problems.empty() ? "" : ": " + result.problems[0].toText()))
                         .c_str());
        }
        // What a thread holds goes a moment after it has told its result.
        QTRY_VERIFY2(counted().isWithin(first),
                     "before: " + first.toText() + "; after: " + counted().toText());
        const Resources last = counted();
        kinds.clear(); // with the results of all renders, which a session keeps
#ifdef __GLIBC__
        malloc_trim(0);
#endif
        const Resources without = counted();
        qInfo("%d renders; before: %s; after: %s; without the sessions: %s", most - warmUp,
              first.toText().constData(), last.toText().constData(), without.toText().constData());
        // A sanitizer keeps for a while what was freed.
        constexpr long play = 1024;
        constexpr long someStacks = 64;
        if (!hasSanitizer) {
            QVERIFY2(last.addresses - first.addresses < someStacks, last.toText());
            QVERIFY2(without.memory - first.memory < play, without.toText());
        }
    }
};

STRIA_CORE_TEST(ManyRendersTest)
#include "many_renders_test.moc"
