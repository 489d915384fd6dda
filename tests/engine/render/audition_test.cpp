// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <csignal>
#include <mutex>

#include "engine/render/audition.h"
#include "tests/engine/render/test_score.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

class AuditionTest : public QObject {
    Q_OBJECT

    std::mutex m_mutex;
    Diagnostics m_problems;

    std::unique_ptr<Audition> open(const TestScore& score) {
        m_problems.clear();
        auto audition = Audition::open(score.document(), [this](const Diagnostic& problem) {
            const std::lock_guard lock(m_mutex);
            m_problems.push_back(problem);
        });
        return audition ? std::move(*audition) : nullptr;
    }
    Diagnostics problems() {
        const std::lock_guard lock(m_mutex);
        return m_problems;
    }
    /// Mono frames as a player fetches them; fewer than asked when no more come for a second.
    static std::vector<double> listen(Audition& audition, std::size_t frames) {
        std::vector<double> heard;
        std::vector<float> block(256);
        for (int idle = 0; heard.size() < frames && idle < 1000;) {
            const std::uint32_t got = audition.read(block);
            heard.insert(heard.end(), block.begin(), block.begin() + got);
            idle = got > 0 ? 0 : idle + 1;
            if (got == 0)
                QTest::qSleep(1);
        }
        return heard;
    }

  private slots:
    void anEventSoundsAndCanBeStopped() {
        TestScore score(1);
        const int tone = score.instrument("tone", "aenv linsegr 1, 0.01, 0\n"
                                                  "outch 1, oscili:a(0.25, 441) * aenv");
        const auto audition = open(score);
        QVERIFY(audition != nullptr);
        audition->play(std::vector<double>{tone + 0.5, 7, -1});
        const std::vector<double> heard = listen(*audition, 22050);
        QCOMPARE(heard.size() >= 22050, true);
        QVERIFY(std::abs(rms(heard, 44100, 0, 0.5) - 0.1768) < 0.01);
        audition->stop(tone + 0.5);
        QVERIFY(listen(*audition, 44100).size() < 8000);
    }

    void aPfieldChangesWhileItPlays() {
        TestScore score(1);
        const int tone = score.instrument("tone", "kamp init p5\nkamp = p5\noutch 1, a(kamp)");
        const auto audition = open(score);
        QVERIFY(audition != nullptr);
        audition->play(std::vector<double>{tone + 0.25, 0, -1, 0, 0.1});
        QVERIFY(std::abs(listen(*audition, 8000).back() - 0.1) < 1e-6);
        audition->set(tone + 0.25, 5, 0.4);
        QVERIFY(std::abs(listen(*audition, 8000).back() - 0.4) < 1e-6);
    }

    void theEventsOfTheScoreStaySilent() {
        TestScore score(1);
        const int tone = score.instrument("tone", "outch 1, a(0.25)");
        score.note(tone, 0, 10);
        const auto audition = open(score);
        QVERIFY(audition != nullptr);
        QCOMPARE(listen(*audition, 100).size(), std::size_t(0));
        QVERIFY(audition->isAlive());
    }

    void newCodeIsTakenWhileItIsWarm() {
        TestScore score(1);
        const int tone = score.instrument("tone", "outch 1, a(0.25)");
        const auto audition = open(score);
        QVERIFY(audition != nullptr);
        audition->compile("instr " + std::to_string(tone) + "\noutch 1, a(0.5)\nendin\n");
        audition->play(std::vector<double>{tone + 0.5, 0, 0.1});
        const std::vector<double> heard = listen(*audition, 2000);
        QVERIFY(heard.size() >= 2000);
        QCOMPARE(heard[1000], 0.5);
    }

    void codeThatDoesNotCompileIsRefusedAtItsLine() {
        TestScore score(1);
        score.instrument("broken", "\naout oscilly 1, 2");
        const auto audition = Audition::open(score.document());
        QVERIFY(!audition.has_value());
        QCOMPARE(audition.error().place.line, 2);
        QCOMPARE(audition.error().place.instrumentName, std::string("broken"));
    }

    void aFailedEventIsToldAndOthersGoOn() {
        TestScore score(1);
        const int lost = score.instrument("lost", "aout oscili 0.2, 330, 4711\noutch 1, aout");
        const int tone = score.instrument("tone", "outch 1, a(0.25)");
        const auto audition = open(score);
        QVERIFY(audition != nullptr);
        audition->play(std::vector<double>{lost + 0.5, 0, 1});
        audition->play(std::vector<double>{tone + 0.5, 0, 1});
        QVERIFY(listen(*audition, 4000).size() >= 4000);
        QTRY_COMPARE(problems().size(), std::size_t(1));
        QCOMPARE(problems()[0].place.instrumentName, std::string("lost"));
    }

    void aCrashIsToldWithItsCulpritAndTheProgramLives() {
        TestScore score(1);
        const int falling = score.instrument(
            "falling", "kdown line 1, 0.1, -1\noutch 1, vco2(0.1, 440 * sqrt(kdown))");
        const auto audition = open(score);
        QVERIFY(audition != nullptr);
        audition->play(std::vector<double>{falling + 0.5, 0, 10});
        listen(*audition, 44100);
        QTRY_VERIFY(!audition->isAlive());
        QCOMPARE(problems().size(), std::size_t(1));
        QCOMPARE(problems()[0].code, ErrorCode::Crashed);
        QCOMPARE(problems()[0].place.instrumentName, std::string("falling"));
        audition->play(std::vector<double>{falling + 0.5, 0, 1});
    }

    void anEventThatNeverReturnsIsToldAndEndsTheWorker() {
        TestScore score(1);
        const int loop = score.instrument("loop", "again:\nigoto again");
        const auto audition = open(score);
        QVERIFY(audition != nullptr);
        audition->play(std::vector<double>{loop + 0.5, 0, 1});
        QTRY_VERIFY(!audition->isAlive());
        QCOMPARE(problems().size(), std::size_t(1));
        QCOMPARE(problems()[0].code, ErrorCode::Stalled);
        QCOMPARE(problems()[0].place.instrumentName, std::string("loop"));
    }

    void aSoundThatNobodyFetchesIsNoStall() {
        TestScore score(1);
        const int tone = score.instrument("tone", "outch 1, a(0.25)");
        const auto audition = open(score);
        QVERIFY(audition != nullptr);
        audition->play(std::vector<double>{tone + 0.5, 0, -1});
        QTest::qSleep(5000);
        QVERIFY(audition->isAlive());
        QVERIFY(audition->isSounding());
        audition->stop();
        listen(*audition, 44100);
        QTRY_VERIFY(!audition->isSounding());
    }

    void openingCanBeGivenUp() {
        TestScore score(1);
        score.global("gi_forever init 0\nagain:\nigoto again");
        const auto audition = Audition::open(score.document(), {}, [] { return true; });
        QVERIFY(!audition.has_value());
        QCOMPARE(audition.error().code, ErrorCode::Cancelled);
    }

    void anEventThatHangsDoesNotHoldUpTheEnd() {
        TestScore score(1);
        const int loop = score.instrument("loop", "again:\nigoto again");
        auto audition = open(score);
        QVERIFY(audition != nullptr);
        audition->play(std::vector<double>{loop + 0.5, 0, 1});
        QTest::qSleep(100);
        const auto start = std::chrono::steady_clock::now();
        audition.reset();
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(500));
    }
};

STRIA_CORE_TEST(AuditionTest)
#include "audition_test.moc"
