// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QtTest>
#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "engine/render/worker_process.h"
#include "engine/render/worker_render.h"
#include "tests/engine/render/test_score.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

namespace {

const std::string shortTone = "\naout oscili 0.25, 441\noutch 1, aout";

int running(const std::string& command) {
    QProcess pgrep;
    pgrep.start("pgrep", {"-f", "-c", "-x", QString::fromStdString(command)});
    return pgrep.waitForFinished() ? pgrep.readAllStandardOutput().trimmed().toInt() : -1;
}

} // namespace

/// What a render may start, and does not leave behind.
class WorkerWardenTest : public QObject {
    Q_OBJECT

    TestFolder m_output;
    int m_sleepers = 0;

    /// Of a command that nobody else runs.
    std::string sleeper() {
        return "sleep 97" + std::to_string(++m_sleepers) + std::to_string(::getpid());
    }
    /// Starts it in a session of its own, and waits until it runs.
    static std::string starting(const std::string& sleeper) {
        return "ires system_i 1, \"setsid sh -c '(" + sleeper + " &) ; " + sleeper +
               "' & until pgrep -f -c -x '" + sleeper + "' | grep -qx 2; do sleep 0.05; done\"\n";
    }
    RenderResult render(const std::string& code, double stallLimit = 60) {
        TestScore score;
        score.note(score.instrument("probe", code + shortTone), 0, 0.1);
        RenderSpec spec = m_output.spec("out.wav");
        spec.allowed = {.run = true};
        spec.stallLimit = stallLimit;
        return RenderJob::start(score.document(), spec).wait();
    }

  private slots:
    void whatHasASessionOfItsOwnEndsWithTheRender() {
        const std::string command = sleeper();
        const RenderResult result = render(starting(command));
        QVERIFY2(result.ok(), allText(result).c_str());
        QTRY_COMPARE(running(command), 0);
    }

    void itEndsWithAWorkerThatIsKilledFromWithin() {
        const std::string command = sleeper();
        const RenderResult result = render(starting(command) + "ires system_i 1, \"kill -9 0\"");
        QVERIFY(!result.ok());
        QTRY_COMPARE(running(command), 0);
    }

    void itEndsWithARenderThatStalls() {
        const std::string command = sleeper();
        const RenderResult result =
            render(starting(command) + "ione = 0\nwhile ione < 1 do\nione = 0\nod", 2);
        QVERIFY(!result.ok());
        QVERIFY2(allText(result).find("probe") != std::string::npos, allText(result).c_str());
        QTRY_COMPARE(running(command), 0);
    }

    void itEndsWithAClientThatIsKilled() {
        const std::string command = sleeper();
        const std::string code = starting(command);
        const pid_t client = ::fork();
        if (client == 0) {
            render(code + "ione = 0\nwhile ione < 1 do\nione = 0\nod", 600);
            ::_exit(0);
        }
        QTRY_COMPARE(running(command), 2);
        ::kill(client, SIGKILL);
        ::waitpid(client, nullptr, 0);
        QTRY_COMPARE(running(command), 0);
    }

    void aCrashIsToldAsWithoutAWarden() {
        RenderInput input;
        input.allowed.run = true;
        auto worker = startWorker(input, [] { return false; });
        QVERIFY(worker.has_value());
        QProcess children;
        children.start("pgrep", {"-P", QString::number(worker->id())});
        QVERIFY(children.waitForFinished());
        const int inner = children.readAllStandardOutput().trimmed().toInt();
        QVERIFY(inner > 0);
        ::kill(inner, SIGSEGV);
        ::kill(inner, SIGSEGV);
        const WorkerEnd end = worker->waitForEnd(std::chrono::minutes(1));
        QCOMPARE(end.signal, SIGSEGV);
    }
};

STRIA_CORE_TEST(WorkerWardenTest)
#include "worker_warden_test.moc"
