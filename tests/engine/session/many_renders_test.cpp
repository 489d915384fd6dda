// SPDX-License-Identifier: GPL-3.0-or-later
// What renders leave behind, however they end.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "engine/session/offline_session.h"

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
        const QByteArray status = textOf("/proc/self/status");
        const qsizetype at = status.indexOf("RssAnon:");
        result.memory = status.mid(at + 8, status.indexOf("kB", at) - at - 8).trimmed().toLong();
        return result;
    }
    QByteArray toText() const {
        return QByteArray::number(files) + " descriptors, " + QByteArray::number(threads) +
               " threads, " + QByteArray::number(children) + " children, " +
               QByteArray::number(folders) + " temporary files, " + QByteArray::number(memory) +
               " KB";
    }
    /// Memory aside: that is handed out in pieces.
    bool isWithin(const Resources& other) const {
        return files <= other.files && threads <= other.threads && children <= other.children &&
               folders <= other.folders;
    }

  private:
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
            Kind& kind = kinds[static_cast<std::size_t>(i) % kinds.size()];
            const SessionJob job = kind.session.render(file, {.wait = false, .home = kind.home});
            if (kind.end == RenderState::Cancelled) {
                // In turn at once and in the middle.
                while (i % 2 == 0 && job.progress().state != RenderState::Rendering &&
                       !job.isDone())
                    QTest::qSleep(1);
                job.cancel();
            }
            const RenderResult result = job.wait();
            QVERIFY2(result.state == kind.end,
                     (std::string(kind.name) + " " + std::string(name(result.state)) +
                      (result.problems.empty() ? "" : ": " + result.problems[0].toText()))
                         .c_str());
            if (i == warmUp - 1)
                first = counted();
        }
        // What a thread holds goes a moment after it has told its result.
        QTRY_VERIFY2_WITH_TIMEOUT(counted().isWithin(first),
                                  "before: " + first.toText() + "; after: " + counted().toText(),
                                  60'000);
        const Resources last = counted();
        qInfo("%d renders; before: %s; after: %s", most - warmUp, first.toText().constData(),
              last.toText().constData());
    }
};

QTEST_GUILESS_MAIN(ManyRendersTest)
#include "many_renders_test.moc"
