// SPDX-License-Identifier: GPL-3.0-or-later
// The examples of the page that OfflineSession follows, line by line; where one is faulty the
// comment says what was wrong.

#include <QTemporaryDir>
#include <QTest>
#include <sndfile.hh>

#include "tests/engine/session/session_sound.h"
#include "tests/support/test_program.h"

using namespace stria;

class PageExamplesTest : public QObject {
    Q_OBJECT

  private slots:
    void theExampleOfTheClass() {
        auto session = OfflineSession::create({.sampleRate = 44100, .channels = 2});
        QVERIFY(session);
        // The page plays kfreq, which nothing sets: kmidi is meant.
        QVERIFY(session->defInstr("saw", "kmidi = p5\n"
                                         "outch 1, oscili:a(0.1, mtof:k(kmidi))"));
        std::vector<EventHandle> events;
        for (const auto& [delay, duration, midi] :
             {std::tuple(0.0, 2.0, 60.0), {1.5, 4.0, 67.0}, {1.5, 4.0, 67.1}})
            events.push_back(
                *session->sched("saw", {.delay = delay, .duration = duration, .args = {midi}}));
        QVERIFY(events[0].automate("kmidi", {0, 60, 2, 59}));
        // The page gives set(3, 'kmidi', 67.2), the delay first; here it is the last argument.
        QVERIFY(events[1].set("kmidi", 67.2, 3));
        const auto sound = session->renderToMemory(inProcess());
        QVERIFY2(sound, sound ? "" : sound.error().toText().c_str());
        QVERIFY(std::abs(pitch(*sound, 1, 0, 0.2) - 261.3) < 1);
        QVERIFY(std::abs(static_cast<double>(sound->frames()) / 44100 - 5.5) < 0.005);
    }

    void registeredInstruments() {
        OfflineSession session;
        for (const auto& [name, body] :
             {std::pair("vco", "|kmidi=60|\noutch 1, vco2:a(0.1, mtof:k(kmidi))"),
              std::pair("sine", "|kmidi=60|\noutch 1, oscili:a(0.1, mtof:k(kmidi))")}) {
            Instrument instrument;
            instrument.name = name;
            instrument.body = body;
            QCOMPARE(session.registerInstr(instrument).value_or(false), true);
            QCOMPARE(session.registerInstr(instrument).value_or(true), false);
        }
        QVERIFY(session.sched("vco", {.duration = 4, .named = {{"kmidi", 67}}}));
        // The page writes sched('sine', 2, dur=3, kmidi=68): delay 2.
        QVERIFY(session.sched("sine", {.delay = 2, .duration = 3, .named = {{"kmidi", 68}}}));
        const auto sound = session.renderToMemory(inProcess());
        QVERIFY(sound);
        QVERIFY(std::abs(pitch(*sound, 1, 4.1, 4.9) - 415.3) < 1);
        QCOMPARE(session.registeredInstrs().size(), std::size_t{2});
    }

    void synthAndFilterOverABus() {
        OfflineSession session;
        QVERIFY(session.defInstr("synth", "|ibus, kamp=0.5, kmidi=60|\n"
                                          "kfreq = mtof:k(lag:k(kmidi, 1))\n"
                                          "a0 vco2 kamp, kfreq\n"
                                          "a0 *= linsegr:a(0, 0.1, 1, 0.1, 0)\n"
                                          "busout ibus, a0"));
        QVERIFY(session.defInstr("filter", "{ibus=0, kcutoff=1000, kresonance=0.9}\n"
                                           "a0 = busin(ibus)\n"
                                           "a0 = moogladder2(a0, kcutoff, kresonance)\n"
                                           "outch 1, a0"));
        const auto bus = session.assignBus();
        QVERIFY(bus);
        const auto event =
            session.sched("synth", {.duration = 10, .named = {{"ibus", *bus}, {"kmidi", 67}}});
        QVERIFY(event);
        QVERIFY(event->set("kmidi", 60, 2));
        const auto filter = session.sched("filter", {.duration = event->duration(),
                                                     .named = {{"ibus", *bus}, {"kcutoff", 1000}},
                                                     .priority = event->priority() + 1});
        QVERIFY(filter);
        QVERIFY(filter->automate("kcutoff", {3, 1000, 6, 200, 10, 4000}));
        const auto sound = session.renderToMemory(inProcess(3));
        QVERIFY2(sound, sound ? "" : sound.error().toText().c_str());
        QVERIFY(level(*sound, 1, 0.5, 2.5) > 0.05);
    }

    void sendersAndReceivers() {
        OfflineSession r;
        QVERIFY(r.defInstr("sender", "ibus = p5\n"
                                     "ifreqbus = p6\n"
                                     "kfreq = busin:k(ifreqbus)\n"
                                     "asig vco2 0.1, kfreq\n"
                                     "busout(ibus, asig)"));
        QVERIFY(r.defInstr("receiver", "ibus = p5\n"
                                       "kgain = p6\n"
                                       "asig = busin:a(ibus)\n"
                                       "asig *= a(kgain)\n"
                                       "outch 1, asig"));
        const auto bus = r.assignBus({.kind = Bus::Kind::Audio});
        // The page asks another session, s, for this bus: both must be of one session.
        const auto freqbus = r.assignBus({.value = 880});
        QVERIFY(bus && freqbus);
        // The page passes tokens; a handle says the same and keeps the bus in use.
        QVERIFY(r.sched("sender", {.named = {{"ibus", *bus}, {"ifreqbus", *freqbus}}}));
        QVERIFY(r.sched("receiver", {.named = {{"ibus", *bus}, {"kgain", 0.5}}, .priority = 2}));
        QVERIFY(freqbus->automate({0, 880, 5, 440}));
        // The page has no end: both events are endless.
        QVERIFY(!r.renderToMemory(inProcess()));
        const auto sound = r.renderToMemory(inProcess(5.5));
        QVERIFY2(sound, sound ? "" : sound.error().toText().c_str());
        QVERIFY(std::abs(pitch(*sound, 1, 5.1, 5.4) - 440) < 2);
    }

    void packedPartialsAtHalfTheSpeed() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("packed.mtx").toStdString();
        {
            // The page analyses a sound by loristrck; a packed matrix of one partial does here.
            const std::vector<float> packed{3, 2, 4, 0, 500, 0.3F, 0, 1, 500, 0.3F, 0};
            SndfileHandle file(path, SFM_WRITE, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1, 44100);
            file.write(packed.data(), static_cast<sf_count_t>(packed.size()));
        }
        OfflineSession session;
        QVERIFY(session.playPartials(path, {.speed = 0.5}));
        const auto sound = session.renderToMemory(inProcess());
        QVERIFY2(sound, sound ? "" : sound.error().toText().c_str());
        QVERIFY(std::abs(static_cast<double>(sound->frames()) / 44100 - 2) < 0.005);
        QVERIFY(std::abs(pitch(*sound, 1, 0.1, 1.9) - 500) < 1);
    }

    void globalCodeAndOptions() {
        OfflineSession session;
        QVERIFY(session.addGlobalCode("giMelody[] fillarray 60, 62, 64, 65, 67, 69, 71"));
        QVERIFY(session.setCsoundOptions({"--omacro:MYMACRO=foo"}));
        QVERIFY(session.defInstr("sine", "outch 1, oscili:a(0.1, mtof(giMelody[5]))"));
        QVERIFY(session.sched("sine", {.duration = 1}));
        const auto sound = session.renderToMemory(inProcess());
        QVERIFY2(sound, sound ? "" : sound.error().toText().c_str());
        QVERIFY(std::abs(pitch(*sound, 1, 0.1, 0.9) - 440) < 1);
    }
};

STRIA_TEST(PageExamplesTest)
#include "page_examples_test.moc"
