// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/sample_playback.h"

#include <QtTest>

#include "engine/compile/sample_instruments.h"
#include "tests/support/test_program.h"
#include "tests/ui/timeline/timeline_project.h"
#include "ui/document/instrument_facts.h"

using namespace stria;

/// A sound of 4 seconds at 1000 frames a second, played by events of 10 seconds.
class SamplePlaybackTest : public QObject {
    Q_OBJECT

    Project m_project;
    InstrumentFacts m_facts;

    SamplePath path(Instrument instrument, std::vector<std::pair<const char*, double>> numbers,
                    double skip = 0, const std::vector<Breakpoint>& curve = {}) {
        instrument.id = InstrumentId::random();
        (void)m_project.insert(instrument);
        ScoreEvent event;
        event.id = EventId::random();
        event.instrument = instrument.id;
        event.start = 5;
        event.duration = 10;
        for (const auto& [name, number] : numbers)
            event.arguments.push_back({name, number});
        (void)m_project.insert(event);
        if (!curve.empty())
            (void)m_project.insert(
                Automation{AutomationId::random(), event.id, "kspeed", curve, false, 0, {}});
        const InstrumentParameters& parameters = m_facts.of(m_project.find(instrument.id));
        return SamplePath(readSampleCode(instrument, parameters), m_project, event, parameters,
                          skip);
    }
    static Instrument plain(const char* body) {
        Instrument instrument;
        instrument.name = "sampler";
        instrument.body = body;
        return instrument;
    }
    /// Where the sound is at a moment; -1 when it is over.
    static double at(const SamplePath& path, double time) {
        const auto heard = path.stretch(time, time + 0.01, 4, 1000);
        return heard ? heard->first : -1;
    }

  private slots:
    void ourSampleGoesBySpeedAndSkip() {
        const auto once = path(sampleInstrument(1, false), {{"kspeed", 2}, {"iskip", 0.5}});
        QCOMPARE(at(once, 0), 0.5);
        QCOMPARE(at(once, 1), 2.5);
        QCOMPARE(at(once, 1.8), -1.0);
        QCOMPARE(once.stretch(1, 1.5, 4, 1000)->second, 3.5);
        QCOMPARE(once.stretch(1.7, 2.7, 4, 1000)->second, 4.0);
        QCOMPARE(at(path(sampleInstrument(2, false), {}), 1), 1.0);
    }

    void ourLoopComesBackByItsCrossfade() {
        for (const int channels : {1, 2, 3}) {
            const auto loop =
                path(sampleInstrument(channels, true), {{"iskip", 1}, {"icrossfade", 1}});
            QCOMPARE(at(loop, 0), 1.0);
            QCOMPARE(at(loop, 1.5), 2.5);
            QCOMPARE(at(loop, 2.5), 0.5); // a period of 3 seconds
            QCOMPARE(at(loop, 5.5), 0.5);
            QCOMPARE(at(loop, 1000 * 3 + 0.25), 1.25);
        }
    }

    void aSpeedInSemitonesIsFollowedThroughTheCode() {
        const auto strike = path(plain("|isample=0, kpitch=0|\nkspeed = semitone(kpitch)\n"
                                       "asig loscil3 1, kspeed, isample, 1\nouts asig, asig\n"),
                                 {{"kpitch", 12}});
        QCOMPARE(at(strike, 1), 2.0);
        QCOMPARE(at(strike, 2.5), -1.0);
    }

    void aLoopBetweenTwoTimesIsReadFromTheCode() {
        const auto breath = path(plain("|isample=0, kpitch=0|\nkspeed = semitone(kpitch)\n"
                                       "asig flooper2 1, kspeed, 1, 3, 0.5, isample\n"),
                                 {});
        QCOMPARE(at(breath, 2), 2.0);
        QCOMPARE(at(breath, 2.75), 1.25); // from 2.5 on, 1.5 seconds each
        QCOMPARE(at(breath, 4.25), 1.25);
    }

    void notesAreSpeedsAgainstTheBaseFrequency() {
        const auto tuned =
            path(plain("|itab=0, knote=60|\nasig loscil 1, cpsmidinn(knote), itab, 440\n"),
                 {{"knote", 57}});
        QCOMPARE(at(tuned, 1), 0.5);
        const auto usual = path(
            plain("|itab=0, knote=60|\nasig loscil 1, cpsmidinn(knote), itab\n"), {{"knote", 60}});
        QVERIFY(std::abs(at(usual, 1) - 1) < 1e-6);
    }

    void whatTheCodeHidesIsPlayedAsItIs() {
        const auto unknown = path(plain("|isample=0, kx=3|\nkspeed oscili kx, 1\n"
                                        "asig loscil3 1, kspeed, isample, 1\n"),
                                  {});
        QCOMPARE(at(unknown, 1), 1.0);
        const auto named = path(plain("|itab=0, kspeed=2, iskip=1|\nasig myplayer itab\n"), {});
        QCOMPARE(at(named, 1), 3.0);
    }

    void anAutomatedSpeedIsSummedUp() {
        // From 0 to 1 in ten seconds: half the square of the time over ten.
        const auto faster =
            path(sampleInstrument(1, false), {{"kspeed", 0.5}}, 0, {{0, 0, {}}, {10, 1, {}}});
        QVERIFY(std::abs(at(faster, 4) - 0.8) < 0.01);
        QVERIFY(std::abs(at(faster, 8) - 3.2) < 0.01);
    }

    void whatTheTableLeavesOutIsLeftOut() {
        const auto skipped = path(sampleInstrument(1, false), {{"iskip", 0.5}}, 1);
        QCOMPARE(at(skipped, 0), 1.5);
        QCOMPARE(at(skipped, 2.6), -1.0);
    }
};

STRIA_TEST(SamplePlaybackTest)
#include "sample_playback_test.moc"
