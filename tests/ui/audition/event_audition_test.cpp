// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audition/event_audition.h"

#include <QSignalSpy>
#include <QtTest>
#include <cmath>

#include "tests/engine/compile/score_builder.h"
#include "tests/support/test_program.h"
#include "tests/ui/transport/recording.h"
#include "ui/transport/null_output.h"

using namespace stria;
using namespace stria::test;

class EventAuditionTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Recording> m_recording;
    std::unique_ptr<EventAudition> m_audition;
    Diagnostics m_problems;

    void play(const ScoreBuilder& score, EventId event) {
        m_audition->play(score.project, {}, *score.project.find(event), {});
    }
    std::size_t heardFrames() { return m_recording->side(0).size(); }

  private slots:
    void init() {
        m_problems.clear();
        m_recording = std::make_unique<Recording>();
        m_audition = std::make_unique<EventAudition>([this] {
            return std::make_unique<NullOutput>(
                [this](std::span<const float> samples) { m_recording->add(samples); });
        });
        connect(m_audition.get(), &EventAudition::failed, this,
                [this](const Diagnostics& problems) { m_problems = problems; });
    }
    void cleanup() { m_audition.reset(); }

    void anEventIsHeardWhole() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|kamp=0.3|\noutch 1, a(kamp)\n");
        score.event(tone, 0, 1, {{"kamp", 0.9}});
        const EventId event = score.event(tone, 5, 0.5, {{"kamp", 0.25}});
        play(score, event);
        QVERIFY(m_audition->isSounding());
        QTRY_VERIFY(!m_audition->isSounding());
        std::vector<float> heard = m_recording->side(1);
        // On a busy machine there may be gaps, but nothing is lost.
        std::erase(heard, 0.0F);
        QVERIFY2(std::abs(static_cast<int>(heard.size()) - 22050) <= 64,
                 qPrintable(QString::number(heard.size())));
        // Csound lets a(k) rise over the first cycle.
        QVERIFY(std::all_of(heard.begin() + 64, heard.end(),
                            [](float sample) { return std::abs(sample - 0.25F) < 1e-6F; }));
    }

    void theCurveOfAnEventInTheMiddleOfTheScoreIsHeardFromItsBeginning() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|kamp=0.3|\noutch 1, a(kamp)\n");
        const EventId event = score.event(tone, 5, 0.5);
        score.automate(event, "kamp", {{0, 0.1}, {0.5, 0.5}});
        play(score, event);
        QTRY_VERIFY(!m_audition->isSounding());
        const std::vector<float> heard = m_recording->side(0);
        QVERIFY(heard.size() > 22000);
        QVERIFY(std::abs(heard[11025] - 0.3F) < 0.01F);
        QVERIFY(std::abs(heard[1000] - 0.118F) < 0.01F);
    }

    void itIsHeardThroughTheEffectThatPlaysThere() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|ibus=1|\nbusmix(ibus, a(0.5))\n");
        const auto half = score.instrument("half", "|ibus=1|\noutch 1, busin:a(ibus) * 0.5\n");
        const BusId bus = score.bus(Bus::Kind::Audio);
        score.event(half, 0, 20, {{"ibus", bus}}, 2);
        const EventId event = score.event(tone, 3, 0.2, {{"ibus", bus}});
        play(score, event);
        QTRY_VERIFY(!m_audition->isSounding());
        const std::vector<float> heard = m_recording->side(0);
        QVERIFY(heard.size() > 8000);
        QVERIFY(std::abs(heard[4000] - 0.25F) < 1e-6F);
    }

    void anotherPlayReplacesWhatSounds() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|kamp=0.3|\noutch 1, a(kamp)\n");
        const EventId longer = score.event(tone, 0, 60, {{"kamp", 0.5}});
        const EventId next = score.event(tone, 70, 0.3, {{"kamp", 0.25}});
        play(score, longer);
        QTRY_VERIFY(heardFrames() > 4000);
        play(score, next);
        QTRY_VERIFY(!m_audition->isSounding());
        const std::vector<float> heard = m_recording->side(0);
        QVERIFY(std::abs(heard.back() - 0.25F) < 1e-6F);
        QVERIFY(heard.size() < 44100);
    }

    void stopIsSilentSoonAndTheNextIsHeardAgain() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|kamp=0.3|\naenv linsegr 1, 5, 0\n"
                                                   "outch 1, kamp * aenv\n");
        const EventId endless = score.event(tone, 0, -1, {{"kamp", 0.5}});
        play(score, endless);
        QTRY_VERIFY(heardFrames() > 4000);
        m_audition->stop();
        QVERIFY(!m_audition->isSounding());
        QTest::qWait(150);
        const std::size_t heard = heardFrames();
        QTest::qWait(300);
        QCOMPARE(heardFrames(), heard);
        play(score, endless);
        QTRY_VERIFY(heardFrames() > heard + 4000);
    }

    void aHeldNoteSoundsUntilItIsLetGoAndFollowsItsParameters() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|kamp=0.3, ioffset=0|\n"
                                                   "outch 1, a(kamp + ioffset)\n");
        const ScoreEvent event = auditionEvent(score.project, tone, ScoreEvent::endless);
        QVERIFY(!m_audition->isPrepared());
        QSignalSpy prepared(m_audition.get(), &EventAudition::prepared);
        m_audition->prepare(score.project, {}, event, {});
        QTRY_COMPARE(prepared.count(), 1);
        QVERIFY(m_audition->isPrepared());
        QVERIFY(!m_audition->isSounding());
        QCOMPARE(m_audition->fields().size(), std::size_t(2));
        m_audition->hold(60, {{"ioffset", 0.1}, {"kunknown", 5}});
        QVERIFY(m_audition->isSounding());
        QTRY_VERIFY(heardFrames() > 3000);
        QVERIFY(std::abs(m_recording->side(0).back() - 0.4F) < 1e-6F);
        m_audition->setValue("kamp", 0.1);
        m_audition->setValue("ioffset", 0.7); // fixed at its start
        QTRY_VERIFY(std::abs(m_recording->side(0).back() - 0.2F) < 1e-6F);
        m_audition->hold(64, {{"kamp", 0.05}});
        QTRY_VERIFY(std::abs(m_recording->side(0).back() - 0.25F) < 1e-6F);
        m_audition->letGo(60);
        QTRY_VERIFY(std::abs(m_recording->side(0).back() - 0.05F) < 1e-6F);
        m_audition->letGo(64);
        QTRY_VERIFY(!m_audition->isSounding());
    }

    void aCurveGivesWayToAKnobUntilItIsLetGo_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<double>("begin");
        QTest::newRow("inline") << "|kamp=0.3|\noutch 1, a(kamp)\n" << 0.7;
        QTest::newRow("plain") << "  kamp = p5\noutch 1, a(kamp)\n" << 0.7;
        QTest::newRow("flat") << "|kamp=0.3|\noutch 1, a(kamp)\n" << 0.5;
    }
    void aCurveGivesWayToAKnobUntilItIsLetGo() {
        QFETCH(QString, body);
        QFETCH(double, begin);
        ScoreBuilder score;
        const auto tone = score.instrument("tone", body.toStdString());
        const EventId event = score.event(tone, 0, 20);
        score.automate(event, "kamp", {{0, begin}, {0.01, 0.5}, {20, 0.5}});
        play(score, event);
        QTRY_VERIFY(heardFrames() > 3000);
        QCOMPARE(m_recording->side(0).back(), 0.5F);
        m_audition->setValue("kamp", 0.1);
        QTRY_VERIFY(std::abs(m_recording->side(0).back() - 0.1F) < 1e-6F);
        m_audition->setValue("kamp", 0.2);
        QTRY_VERIFY(std::abs(m_recording->side(0).back() - 0.2F) < 1e-6F);
        m_audition->letGoValue("kamp");
        QTRY_VERIFY(std::abs(m_recording->side(0).back() - 0.5F) < 1e-6F);
    }

    void playingSomethingElseEndsHeldNotes() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "outch 1, a(0.5)\n");
        const auto other = score.instrument("other", "outch 1, a(0.25)\n");
        QSignalSpy prepared(m_audition.get(), &EventAudition::prepared);
        m_audition->prepare(score.project, {},
                            auditionEvent(score.project, tone, ScoreEvent::endless), {});
        QTRY_COMPARE(prepared.count(), 1);
        m_audition->hold(60, {});
        QTRY_VERIFY(heardFrames() > 3000);
        play(score, score.event(other, 0, 0.3));
        QTRY_VERIFY(!m_audition->isSounding());
        QVERIFY(!m_audition->isPrepared());
        QVERIFY(std::abs(m_recording->side(0).back() - 0.25F) < 1e-6F);
        m_audition->hold(60, {});
        QVERIFY(!m_audition->isSounding());
    }

    void aPreparationDoesNotTakeAPlayAway() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "outch 1, a(0.5)\n");
        play(score, score.event(tone, 0, 0.3));
        m_audition->prepare(score.project, {},
                            auditionEvent(score.project, tone, ScoreEvent::endless), {});
        QTRY_VERIFY(heardFrames() > 3000);
        QTRY_VERIFY(!m_audition->isSounding());
        QVERIFY(m_audition->isPrepared());
    }

    void levelsAreToldWhileItSounds() {
        ScoreBuilder score;
        score.change([](Settings& settings) { settings.channels = 2; });
        const auto tone = score.instrument("tone", "outch 1, a(0.5), 2, a(0.25)\n");
        const EventId event = score.event(tone, 0, 0.5);
        std::vector<float> greatest(2);
        connect(m_audition.get(), &EventAudition::levelsChanged, this,
                [&](const std::vector<float>& peaks) {
                    for (std::size_t i = 0; i < peaks.size(); ++i)
                        greatest[i] = std::max(greatest[i], peaks[i]);
                });
        play(score, event);
        QTRY_VERIFY(!m_audition->isSounding());
        QCOMPARE(greatest, (std::vector<float>{0.5F, 0.25F}));
        disconnect(m_audition.get(), nullptr, this, nullptr);
    }

    void aMistakeIsToldAtItsLineAndTheNextEventIsHeard() {
        ScoreBuilder score;
        const auto broken = score.instrument("broken", "\naout oscilly 1, 2\n");
        const auto tone = score.instrument("tone", "outch 1, a(0.25)\n");
        const EventId lost = score.event(broken, 0, 1);
        const EventId heard = score.event(tone, 1, 0.2);
        play(score, lost);
        QTRY_VERIFY(!m_problems.empty());
        QVERIFY(!m_audition->isSounding());
        QCOMPARE(m_problems[0].place.line, 2);
        QCOMPARE(m_problems[0].place.instrument, broken);
        play(score, heard);
        QTRY_VERIFY(heardFrames() > 8000);
    }

    void aCrashIsToldAndTheNextEventIsHeard() {
        ScoreBuilder score;
        const auto falling = score.instrument(
            "falling", "kdown line 1, 0.1, -1\noutch 1, vco2(0.1, 440 * sqrt(kdown))\n");
        const auto tone = score.instrument("tone", "outch 1, a(0.25)\n");
        const EventId lost = score.event(falling, 0, 10);
        const EventId heard = score.event(tone, 1, 0.2);
        play(score, lost);
        QTRY_VERIFY(!m_problems.empty());
        QCOMPARE(m_problems[0].code, ErrorCode::Crashed);
        QTRY_VERIFY(!m_audition->isSounding());
        const std::size_t before = heardFrames();
        play(score, heard);
        QTRY_VERIFY(heardFrames() > before + 8000);
    }

    void itsEndDoesNotWaitForAnOrchestraThatNeverStarts() {
        ScoreBuilder score;
        score.globalCode("gkonce init 1\nagain:\nigoto again\n");
        const auto tone = score.instrument("tone", "outch 1, a(0.25)\n");
        play(score, score.event(tone, 0, 1));
        QTest::qWait(200);
        QElapsedTimer timer;
        timer.start();
        m_audition.reset();
        QVERIFY(timer.elapsed() < 3000);
    }
};

STRIA_WIDGET_TEST(EventAuditionTest)
#include "event_audition_test.moc"
