// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <filesystem>
#include <fstream>

#include "engine/render/audition.h"
#include "engine/render/orchestra_check.h"
#include "engine/render/worker_protocol.h"
#include "tests/engine/render/test_score.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;
using namespace std::chrono_literals;

/// Programs in the place of stria-worker that do everything wrong.
class FakeWorkerTest : public QObject {
    Q_OBJECT

    TestFolder m_folder;
    QByteArray m_worker;

    /// `greeting`: bytes that it says first; then it runs `command`.
    void pretend(const std::string& greeting, const std::string& command) {
        const std::string bytes = m_folder.file("greeting");
        std::ofstream(bytes, std::ios::binary) << greeting;
        const std::string program = m_folder.file("worker");
        std::filesystem::remove(program);
        std::ofstream(program) << "#!/bin/sh\ncat '" << bytes << "'\n" << command << "\n";
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        qputenv("STRIA_WORKER", QByteArray::fromStdString(program));
    }
    static std::string hello(std::uint32_t version) {
        return worker_protocol::encode(worker_protocol::Kind::Hello,
                                       worker_protocol::packHello({version, "6.18", 1}));
    }
    RenderJob start(double stallLimit = 20) const {
        TestScore score;
        score.note(score.instrument("sine", "outch 1, oscili:a(0.1, 440)"), 0, 1);
        RenderSpec spec = m_folder.spec("out.wav");
        spec.stallLimit = stallLimit;
        return RenderJob::start(score.document(), spec);
    }

  private slots:
    void init() { m_worker = qgetenv("STRIA_WORKER"); }
    void cleanup() {
        qputenv("STRIA_WORKER", m_worker);
        QVERIFY(!std::filesystem::exists(m_folder.file("out.wav")));
    }

    void whatItDoesIsOneClearError_data() {
        QTest::addColumn<QByteArray>("greeting");
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("code");
        const auto bytes = [](const std::string& text) { return QByteArray::fromStdString(text); };
        const auto code = [](ErrorCode value) { return static_cast<int>(value); };
        const std::string good = hello(worker_protocol::version);
        QTest::newRow("garbage") << bytes("This is not what a worker says, I am afraid.")
                                 << "exec sleep 60" << code(ErrorCode::WorkerProtocol);
        QTest::newRow("another version")
            << bytes(hello(99)) << "exec sleep 60" << code(ErrorCode::WorkerProtocol);
        QTest::newRow("says nothing and goes")
            << QByteArray() << "exit 0" << code(ErrorCode::WorkerProtocol);
        QTest::newRow("goes after the greeting")
            << bytes(good) << "exit 3" << code(ErrorCode::OrchestraExited);
        QTest::newRow("crashes after the greeting")
            << bytes(good) << "kill -SEGV $$" << code(ErrorCode::Crashed);
        QTest::newRow("garbage after the greeting")
            << bytes(good + "what now?") << "exec sleep 60" << code(ErrorCode::WorkerProtocol);
        QTest::newRow("half an answer")
            << bytes(good + worker_protocol::encode(worker_protocol::Kind::Done, "x"))
            << "exec sleep 60" << code(ErrorCode::WorkerProtocol);
        QTest::newRow("does nothing")
            << bytes(good) << "trap '' USR1; exec sleep 60" << code(ErrorCode::Stalled);
    }
    void whatItDoesIsOneClearError() {
        QFETCH(QByteArray, greeting);
        QFETCH(QString, command);
        QFETCH(int, code);
        pretend(greeting.toStdString(), command.toStdString());
        const RenderResult result = start(0.3).wait();
        QCOMPARE(result.state, RenderState::Failed);
        QCOMPARE(result.problems.size(), std::size_t(1));
        QVERIFY2(static_cast<int>(result.problems[0].code) == code, allText(result).c_str());
    }

    void anotherVersionSaysWhatToDo() {
        pretend(hello(99), "exec sleep 60");
        const std::string text = allText(start().wait());
        QVERIFY2(text.find("version") != std::string::npos && text.find("99") != std::string::npos,
                 text.c_str());
    }

    void aWorkerThatIsNotThereIsAnErrorWithAdvice() {
        qputenv("STRIA_WORKER", "/nowhere/stria-worker");
        const RenderResult result = start().wait();
        QCOMPARE(result.problems[0].code, ErrorCode::WorkerMissing);
        const std::string text = allText(result);
        QVERIFY(text.find("/nowhere/stria-worker") != std::string::npos);
        QVERIFY(text.find("inProcess") != std::string::npos);
    }

    void cancelDoesNotWaitForAnswers() {
        for (const std::string& greeting : {std::string(), hello(worker_protocol::version)}) {
            pretend(greeting, "exec sleep 60");
            RenderJob job = start();
            QVERIFY(!job.waitFor(200ms));
            const auto begin = std::chrono::steady_clock::now();
            job.cancel();
            QCOMPARE(job.wait().state, RenderState::Cancelled);
            QVERIFY(std::chrono::steady_clock::now() - begin < 500ms);
        }
    }

    void auditionAndCheckSayTheSame() {
        pretend("no greeting at all", "exec sleep 60");
        TestScore score;
        const auto audition = Audition::open(score.document());
        QVERIFY(!audition.has_value());
        QCOMPARE(audition.error().code, ErrorCode::WorkerProtocol);
        const Diagnostics problems = checkOrchestra(score.document());
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems[0].code, ErrorCode::WorkerProtocol);
    }
};

STRIA_CORE_TEST(FakeWorkerTest)
#include "fake_worker_test.moc"
