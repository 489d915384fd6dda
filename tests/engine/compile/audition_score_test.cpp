// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/audition_score.h"

#include <QtTest>

#include "tests/engine/compile/score_builder.h"
#include "tests/support/test_program.h"

using namespace stria;
using namespace stria::test;

class AuditionScoreTest : public QObject {
    Q_OBJECT

    static AuditionScore compiled(const ScoreBuilder& score, EventId event) {
        auto result = compileAudition(score.project, *score.project.find(event), AssetFacts(), {});
        if (!result)
            qFatal("%s", result.error().front().message.c_str());
        return std::move(*result);
    }
    static const char* toneBody() {
        return "|kamp=0.3, kfreq=440, ibus=1|\nbusmix(ibus, oscili:a(kamp, kfreq))\n";
    }
    static const char* effectBody() { return "|ibus=1, iout=2|\nbusmix(iout, busin:a(ibus))\n"; }

  private slots:
    void onlyTheEventIsLookedAt() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|kamp=0.3|\noutch 1, a(kamp)\n");
        const auto broken = score.instrument("broken", "|kamp=|\noutch 1, a(kamp)\n");
        score.event(broken, 0, 1);
        const EventId event = score.event(tone, 5, 2, {{"kamp", 0.7}});
        score.event(tone, 5, 2);
        const AuditionScore audition = compiled(score, event);
        QVERIFY(audition.document.notes.empty());
        QVERIFY(audition.surroundings.empty());
        QCOMPARE(audition.note[2], 2.0);
        QCOMPARE(audition.note[4], 0.7);
        QVERIFY(audition.document.orchestra.find("broken") == std::string::npos);
    }

    void oneInstrumentsEventsShareAnOrchestra() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|kamp=0.3|\noutch 1, a(kamp)\n");
        const EventId first = score.event(tone, 1, 2, {{"kamp", 0.7}});
        const EventId second = score.event(tone, 9, 3, {{"kamp", 0.1}});
        QCOMPARE(compiled(score, first).document.orchestra,
                 compiled(score, second).document.orchestra);
    }

    void effectsThatPlayAtItsTimeSurroundIt() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", toneBody());
        const auto effect = score.instrument("effect", effectBody());
        const BusId dry = score.bus(Bus::Kind::Audio);
        const BusId wet = score.bus(Bus::Kind::Audio);
        const BusId other = score.bus(Bus::Kind::Audio);
        score.event(effect, 0, -1, {{"ibus", wet}, {"iout", other}}, 3); // behind the next
        score.event(effect, 0, 20, {{"ibus", dry}, {"iout", wet}}, 2);
        score.event(effect, 0, 5, {{"ibus", dry}, {"iout", wet}}, 2);  // over by then
        score.event(effect, 30, 5, {{"ibus", dry}, {"iout", wet}}, 2); // not yet
        const EventId event = score.event(tone, 10, 1, {{"ibus", dry}});
        score.event(tone, 9, 5, {{"ibus", dry}}); // another source
        const AuditionScore audition = compiled(score, event);
        QCOMPARE(audition.surroundings.size(), std::size_t(2));
        for (const std::vector<double>& note : audition.surroundings)
            QCOMPARE(note[2], -1.0);
        // The clearing of the buses goes with the worker.
        QCOMPARE(audition.document.notes.size(), std::size_t(1));
    }

    void whatMovesItsControlBusSurroundsIt() {
        ScoreBuilder score;
        const auto tone =
            score.instrument("tone", "|ibus=1|\nkamp = busin(ibus)\noutch 1, a(kamp)\n");
        const auto wave = score.instrument("wave", "|ibus=1|\nbusout(ibus, lfo:k(1, 2))\n");
        const BusId moved = score.bus(Bus::Kind::Control);
        const BusId still = score.bus(Bus::Kind::Control);
        score.event(wave, 0, 10, {{"ibus", moved}});
        score.event(wave, 0, 10, {{"ibus", still}});
        const EventId event = score.event(tone, 2, 1, {{"ibus", moved}});
        QCOMPARE(compiled(score, event).surroundings.size(), std::size_t(1));
    }

    void busesKeepTheValueOfThatMoment() {
        ScoreBuilder score;
        const auto tone =
            score.instrument("tone", "|ibus=1|\nkamp = busin(ibus)\noutch 1, a(kamp)\n");
        const BusId bus = score.bus(Bus::Kind::Control, 0.0);
        score.automate(bus, "", {{0, 0}, {10, 100}});
        const EventId event = score.event(tone, 2.5, 1, {{"ibus", bus}});
        const AuditionScore audition = compiled(score, event);
        QVERIFY(audition.document.orchestra.find("25") != std::string::npos);
        QVERIFY(audition.document.assets.empty());
    }

    void theEventBringsItsCurves() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "|kamp=0.3, kfreq=440|\n"
                                                   "outch 1, oscili:a(kamp, kfreq)\n");
        const EventId event = score.event(tone, 7, 4);
        score.automate(event, "kamp", {{0, 0}, {2, 1}, {4, 0}});
        const EventId plain = score.event(tone, 1, 1);
        const AuditionScore audition = compiled(score, event);
        QVERIFY(audition.note.size() > 6);
        // Behind p6: where the curve begins, and how many points it has until someone touches it.
        QCOMPARE(audition.fields.at("kamp"), (AuditionScore::Field{5, true, 8, 3}));
        QCOMPARE(audition.note[7], 3.0);
        QCOMPARE(audition.fields.at("kfreq"), (AuditionScore::Field{6, true, 0, {}}));
        QVERIFY(audition.document.orchestra.find("p8") != std::string::npos);
        // Curves of other events do not change how this one sounds.
        QCOMPARE(compiled(score, plain).fields.at("kamp"), (AuditionScore::Field{5, true, 0, {}}));
    }

    void itsOwnStopGivesItsLength() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "outch 1, a(0.3)\n");
        const EventId stopped = score.event(tone, 1, -1);
        score.edit(stopped, [](ScoreEvent& e) { e.stop = 4; });
        QCOMPARE(compiled(score, stopped).note[2], 3.0);
        const EventId endless = score.event(tone, 1, -1);
        const AuditionScore audition = compiled(score, endless);
        QCOMPARE(audition.note[2], -1.0);
        QVERIFY(audition.document.notes.empty());
    }

    void silentTracksDoNotCount() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", "outch 1, a(0.3)\n");
        const EventId event = score.event(tone, 1, 1);
        Track track;
        track.id = TrackId{score.next()};
        track.name = "tone";
        track.muted = true;
        score.insert(track);
        QVERIFY(!compiled(score, event).note.empty());
    }

    void anInstrumentIsHeardWithTheBusesAndSoundsOfItsFirstEvent() {
        ScoreBuilder score;
        const auto tone = score.instrument("tone", toneBody());
        const BusId late = score.bus(Bus::Kind::Audio);
        const BusId early = score.bus(Bus::Kind::Audio);
        score.event(tone, 9, 1, {{"ibus", late}});
        const SoundSourceId sound{77};
        score.event(tone, 3, 1, {{"kamp", 0.9}, {"ibus", early}, {"isample", sound}});
        const ScoreEvent event = auditionEvent(score.project, tone, 1.5);
        QCOMPARE(event.start, 3.0);
        QCOMPARE(event.duration, 1.5);
        QCOMPARE(event.arguments, (std::vector<Argument>{{"ibus", early}, {"isample", sound}}));
        const auto unused = score.instrument("unused", toneBody());
        QVERIFY(auditionEvent(score.project, unused, 1).arguments.empty());
    }

    void aMistakeOfTheInstrumentIsToldAtItsLine() {
        ScoreBuilder score;
        const auto broken = score.instrument("broken", "\n\n|kamp=|\noutch 1, a(kamp)\n");
        const EventId event = score.event(broken, 0, 1);
        const auto result =
            compileAudition(score.project, *score.project.find(event), AssetFacts(), {});
        QVERIFY(!result);
        QCOMPARE(result.error().size(), std::size_t(1));
        QVERIFY(result.error().front().place.instrument == broken);
        QCOMPARE(result.error().front().place.line, 3);
    }
};

STRIA_CORE_TEST(AuditionScoreTest)
#include "audition_score_test.moc"
