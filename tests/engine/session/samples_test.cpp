// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <limits>
#include <sndfile.hh>

#include "engine/session/offline_session.h"
#include "tests/engine/session/session_sound.h"
#include "tests/support/test_program.h"

using namespace stria;

namespace {

/// A sine of half full scale, alike on all channels.
std::vector<double> sine(double frequency, double seconds, int channels = 1) {
    std::vector<double> samples;
    for (int n = 0; n < static_cast<int>(seconds * 44100); ++n)
        for (int c = 0; c < channels; ++c)
            samples.push_back(0.5 * std::sin(6.283185307179586 * frequency * n / 44100));
    return samples;
}

double sampleAt(const RenderedSound& sound, int channel, std::size_t frame) {
    return sound.samples[frame * static_cast<std::size_t>(sound.channels) +
                         static_cast<std::size_t>(channel - 1)];
}

/// The largest step from one frame to the next between two times, which a click makes large.
double largestStep(const RenderedSound& sound, int channel, double from, double to) {
    double largest = 0;
    const auto end = std::min(sound.frames() - 1, static_cast<std::size_t>(to * 44100));
    for (auto n = static_cast<std::size_t>(from * 44100); n < end; ++n)
        largest = std::max(largest,
                           std::abs(sampleAt(sound, channel, n + 1) - sampleAt(sound, channel, n)));
    return largest;
}

/// Of that sine.
double stepOf(double frequency) {
    return 0.5 * 6.283185307179586 * frequency / 44100;
}

} // namespace

class SamplesTest : public QObject {
    Q_OBJECT

  private slots:
    void aStoppedSampleFadesBeforeTheStop() {
        for (const bool loops : {false, true}) {
            OfflineSession session;
            const std::vector<double> samples = sine(300, 2);
            const auto event =
                session.playSample(SampleData{samples}, {.duration = -1, .loop = loops, .pan = 0});
            QVERIFY(event && event->stop(0.501));
            QCOMPARE(session.scoreTimeRange().second, 0.501);
            const auto sound = session.renderToMemory(inProcess(1));
            QVERIFY(sound);
            QVERIFY(std::abs(level(*sound, 1, 0.1, 0.4) - 0.35355) < 0.001);
            QVERIFY(level(*sound, 1, 0.485, 0.499) > 0.05);
            QVERIFY(level(*sound, 1, 0.503, 1) == 0);
            QVERIFY(largestStep(*sound, 1, 0.1, 0.6) < 1.1 * stepOf(300));
        }
    }
    void anEndMarkerEndsALoopWithItsFade() {
        OfflineSession session;
        const std::vector<double> samples = sine(300, 0.5, 2);
        QVERIFY(session.playSample(SampleData{samples, 44100, 2},
                                   {.duration = -1, .loop = true, .fade = {{0.0, 0.1}}}));
        QVERIFY(session.setEndMarker(1));
        const auto sound = session.renderToMemory(inProcess());
        QVERIFY(sound);
        QVERIFY(std::abs(level(*sound, 2, 0.94, 0.96) - 0.5 * 0.35355) < 0.01);
        QVERIFY(std::abs(sampleAt(*sound, 2, 44098)) < 0.01);
    }
    void stoppedPartialsFadeBeforeTheStop() {
        OfflineSession session;
        const std::vector<double> values{0, 300, 0.5, 0, 2, 300, 0.5, 0};
        const auto event = session.playPartials(PartialsMatrix{values, 4});
        QVERIFY(event && event->stop(0.501));
        const auto sound = session.renderToMemory(inProcess(1));
        QVERIFY(sound);
        QVERIFY(std::abs(level(*sound, 1, 0.1, 0.4) - 0.35355) < 0.001);
        QVERIFY(level(*sound, 1, 0.503, 1) == 0);
        QVERIFY(largestStep(*sound, 1, 0.1, 0.6) < 1.1 * stepOf(300));
    }
    /// The round is 0.4 s long. Each channel c is a ramp from 0 to 0.1c, so the sound tells where
    /// both heads are.
    void aLoopOfManyChannelsCrossfadesLinearly() {
        OfflineSession session =
            std::move(*OfflineSession::create({.sampleRate = 44100, .channels = 3}));
        constexpr int frames = 22050;
        std::vector<double> ramp;
        for (int n = 0; n < frames; ++n)
            for (int c = 1; c <= 3; ++c)
                ramp.push_back(0.1 * c * n / frames);
        QVERIFY(session.playSample(
            SampleData{ramp, 44100, 3},
            {.duration = 2, .loop = true, .skip = 0.2, .fade = 0, .crossfade = 0.1}));
        const auto sound = session.renderToMemory(inProcess());
        QVERIFY(sound);
        const auto wanted = [](double time) {
            const double at = time + 0.2; // of the first head, which begins at the skip
            const double inRound = std::fmod(at, 0.4);
            const double share = at < 0.4 ? 1 : std::min(inRound / 0.1, 1.0);
            return (inRound * share + (inRound + 0.4) * (1 - share)) / 0.5;
        };
        for (std::size_t n = 10; n < 2 * 44100 - 100; n += 7)
            for (int c = 1; c <= 3; ++c)
                if (const double is = sampleAt(*sound, c, n),
                    should = 0.1 * c * wanted(static_cast<double>(n) / 44100);
                    !(std::abs(is - should) < 0.0005))
                    QFAIL(qPrintable(QStringLiteral("channel %1, frame %2: %3, not %4")
                                         .arg(c)
                                         .arg(n)
                                         .arg(is)
                                         .arg(should)));
    }
    void aTableOfASoundFileIsFreedWhenNothingReadsIt() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("tone.wav").toStdString();
        {
            const std::vector<double> samples = sine(441, 0.5);
            SndfileHandle file(path, SFM_WRITE, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1, 44100);
            file.write(samples.data(), static_cast<sf_count_t>(samples.size()));
        }
        OfflineSession session;
        QVERIFY(session.defInstr("there", "|itab|\noutch 2, a(ftexists(itab))"));
        const auto table = session.readSoundfile(path);
        QVERIFY(table && session.freeTable(*table, 0.2));
        QVERIFY(!(*session.readSoundfile(path) == *table));
        const int number = table->number();
        QVERIFY(session.playSample(*table, {.pan = 0}));
        for (const double time : {0.1, 0.3, 0.6})
            QVERIFY(session.sched("there", {.delay = time, .duration = 0.05, .args = {number}}));
        const auto sound = session.renderToMemory(inProcess(0.7));
        QVERIFY(sound);
        QVERIFY(std::abs(level(*sound, 1, 0.1, 0.45) - 0.35355) < 0.001);
        QCOMPARE(sampleAt(*sound, 2, 5000), 1.0);
        QCOMPARE(sampleAt(*sound, 2, 14000), 1.0); // the sample still plays
        QCOMPARE(sampleAt(*sound, 2, 27500), 0.0);
        QVERIFY(std::any_of(sound->warnings.begin(), sound->warnings.end(), [&](const auto& w) {
            return w.message.find(std::to_string(number)) != std::string::npos;
        }));
        QVERIFY(!session.freeTable(*session.makeTable(std::vector<double>{1}, {.delay = 2}), 1));
    }
    void aBusGivenByItsNumberIsInUse() {
        OfflineSession session;
        QVERIFY(session.defInstr("put", "|ibus|\nbusout ibus, k(0.5)"));
        QVERIFY(session.defInstr("show", "ibus = p5\nkv = busin:k(ibus)\noutch 1, a(kv)"));
        const auto bus = session.assignBus({.value = 0.1});
        QVERIFY(session.sched("put", {.duration = 1, .args = {bus->number()}}));
        QVERIFY(session.sched("show", {.duration = 1, .args = {bus->number()}}));
        QVERIFY(bus->release());
        QVERIFY(session.assignBus({.value = 0.2})->number() != 1);
        const auto sound = session.renderToMemory(inProcess());
        QVERIFY(sound);
        QCOMPARE(sampleAt(*sound, 1, 20000), 0.5);
    }
};

STRIA_CORE_TEST(SamplesTest)
#include "samples_test.moc"
