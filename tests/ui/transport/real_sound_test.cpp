// SPDX-License-Identifier: GPL-3.0-or-later
// What the player sends through a real sound server, recorded and compared frame by frame.
#include <QSignalSpy>
#include <QtTest>
#include <cmath>
#include <csignal>
#include <functional>
#include <numbers>

#include "tests/support/test_program.h"
#include "tests/ui/transport/growing_stem.h"
#include "tests/ui/transport/sound_server.h"
#include "ui/transport/player.h"
#include "ui/transport/rtaudio_output.h"

using namespace stria;
using stria::test::GrowingStem;
using stria::test::samplesOf;
using stria::test::SoundRecorder;
using stria::test::SoundServer;

namespace {

constexpr double serverRate = SoundServer::rate;
/// Enough for a busy machine.
constexpr unsigned framesAhead = 16384;
constexpr std::size_t longestFade = 512;
/// Where a sound begins the recorder of a sink that was silent may come late.
constexpr std::size_t mayBeMissing = 12000;

/// Each frame has a value of its own, so that each one that is heard tells its place.
double placed(std::size_t frame) {
    return 0.1 + static_cast<double>(frame) * 0x1p-21;
}
std::size_t placeOf(float value) {
    return static_cast<std::size_t>(std::llround((value - 0.1) * 0x1p21));
}

} // namespace

class RealSoundTest : public QObject {
    Q_OBJECT

    SoundServer m_server;

    static std::unique_ptr<Player> makePlayer() {
        return std::make_unique<Player>(
            [] { return std::make_unique<RtAudioOutput>(std::string(), framesAhead); });
    }
    /// A server that is short of time puts silence between frames, but loses none. That may happen
    /// on a busy machine, but not each time: three attempts are made at a sound without silence.
    static std::vector<float> withoutSilence(const std::function<std::vector<float>()>& hear) {
        std::vector<float> heard;
        for (int attempt = 0; attempt < 3; ++attempt) {
            heard = hear();
            if (std::find(heard.begin(), heard.end(), 0.0f) == heard.end())
                break;
        }
        return heard;
    }

  private slots:
    void init() {
        if (!SoundServer::isInstalled())
            QSKIP("pulseaudio and parec are not installed (Debian: pulseaudio pulseaudio-utils)");
        QVERIFY(m_server.start());
    }
    void cleanup() { m_server.kill(); }

    void whatWasRenderedComesOutBitByBit() {
        constexpr std::size_t length = 2 * SoundServer::rate;
        GrowingStem stem(1, serverRate);
        stem.append(samplesOf(length, placed));
        stem.complete();
        const std::vector<float> heard = withoutSilence([&] {
            SoundRecorder recorder;
            if (!recorder.start())
                return std::vector<float>();
            const auto player = makePlayer();
            player->play(stem.sound(), 0);
            return recorder.waitForTheEnd();
        });
        QVERIFY(!heard.empty());
        const std::size_t first = placeOf(heard.front());
        QVERIFY2(first < mayBeMissing, qPrintable(QString::number(first)));
        QCOMPARE(heard.size(), length - first);
        for (std::size_t i = 0; i < heard.size(); ++i)
            QCOMPARE(heard[i], static_cast<float>(placed(first + i)));
    }
    void aLoopedSineGoesOnWithoutAJumpOfItsPhase() {
        // 440 Hz has 110 periods in a quarter of a second, 12,000 frames.
        const auto sine = [](std::size_t i) {
            return 0.5 * std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i % 12000) /
                                  serverRate);
        };
        GrowingStem stem(1, serverRate);
        stem.append(samplesOf(48000, sine));
        stem.complete();
        std::size_t passes = 0;
        const auto jumps = [&] {
            SoundRecorder recorder;
            if (!recorder.start())
                return -1;
            const auto player = makePlayer();
            player->play(stem.sound(), 0.25, PlayingVoice::Loop{0.25, 0.5});
            std::vector<float> left;
            if (!QTest::qWaitFor(
                    [&] {
                        left = recorder.side(0);
                        return left.size() > 100000;
                    },
                    60000))
                return -1;
            player->stop();
            passes = left.size() / 12000;
            // Each frame follows from the two before: x[n] = 2 cos(w) x[n-1] - x[n-2].
            const double twice = 2 * std::cos(2 * std::numbers::pi * 440 / serverRate);
            int count = 0;
            for (std::size_t i = 1000; i < 100000; ++i)
                count += std::abs(left[i] - (twice * left[i - 1] - left[i - 2])) > 1e-4;
            return count;
        };
        int count = jumps();
        for (int attempt = 1; attempt < 3 && count != 0; ++attempt)
            count = jumps();
        QCOMPARE(count, 0);
        QVERIFY(passes >= 8);
    }
    void aChangeTakesOverAtTheStartOfAPass() {
        constexpr std::size_t pass = 24000;
        const auto value = [](double level, std::size_t frame) {
            return level + static_cast<double>(frame % pass) * 1e-5;
        };
        GrowingStem before(1, serverRate), after(1, serverRate);
        before.append(samplesOf(2 * pass, [&](std::size_t i) { return value(0.25, i); }));
        before.complete();
        after.append(samplesOf(2 * pass, [&](std::size_t i) { return value(0.75, i); }));
        after.complete();
        const std::vector<float> heard = withoutSilence([&] {
            SoundRecorder recorder;
            if (!recorder.start())
                return std::vector<float>();
            const auto player = makePlayer();
            player->play(before.sound(), 0, PlayingVoice::Loop{0, 0.5});
            static_cast<void>(
                QTest::qWaitFor([&] { return recorder.side(0).size() > 2 * pass; }, 60000));
            player->setNext(after.sound());
            const auto isNew = [](float sample) { return sample > 0.6f; };
            static_cast<void>(QTest::qWaitFor(
                [&] {
                    const std::vector<float> left = recorder.side(0);
                    return std::count_if(left.begin(), left.end(), isNew) > 2 * int(pass);
                },
                60000));
            std::vector<float> left = recorder.side(0);
            while (!left.empty() && left.back() == 0)
                left.pop_back();
            return left;
        });
        QVERIFY(!heard.empty());
        const auto missing = static_cast<std::size_t>(std::llround((heard.front() - 0.25) / 1e-5));
        QVERIFY2(missing < mayBeMissing, qPrintable(QString::number(missing)));
        const auto isNew = [](float sample) { return sample > 0.6f; };
        const auto change = std::find_if(heard.begin(), heard.end(), isNew) - heard.begin();
        const std::size_t begin = (static_cast<std::size_t>(change) + missing) / pass * pass;
        QVERIFY(begin > 0);
        for (std::size_t i = 0; i + longestFade < heard.size(); ++i)
            if (const std::size_t frame = i + missing; frame % pass >= longestFade)
                QCOMPARE(heard[i], static_cast<float>(value(frame < begin ? 0.25 : 0.75, frame)));
    }
    void stopIsSilentAsSoonAsTheDeviceHasPlayedWhatItHas() {
        GrowingStem stem(1, serverRate);
        stem.append(samplesOf(400000, placed));
        const unsigned ahead = RtAudioOutput::safeFramesAhead;
        // Being held up between looking at the time and stopping would count as sound after it.
        double after = 1e9;
        std::vector<float> heard;
        for (int attempt = 0; attempt < 3 && after > 0.05; ++attempt) {
            SoundRecorder recorder;
            QVERIFY(recorder.start());
            Player player([] { return std::make_unique<RtAudioOutput>(); });
            player.play(stem.sound(), 0);
            QTRY_VERIFY(recorder.side(0).size() > 24000);
            player.stop();
            const double stopped = player.position();
            heard = recorder.waitForTheEnd();
            const auto last = std::max_element(heard.begin(), heard.end());
            after = static_cast<double>(placeOf(*last)) / serverRate - stopped - ahead / serverRate;
        }
        QVERIFY2(after < 0.05, qPrintable(QString::number(after)));
        float largest = 0;
        for (std::size_t i = 1; i < heard.size(); ++i)
            if (heard[i] != 0 && heard[i - 1] != 0)
                largest = std::max(largest, std::abs(heard[i] - heard[i - 1]));
        QVERIFY(largest < 0.01f); // it fades
    }
    void aServerThatIsKilledAndStartedAgainPlaysOn() {
        GrowingStem stem(1, serverRate);
        stem.append(samplesOf(1500000, placed));
        const auto player = makePlayer();
        using State = PlaybackThread::Device::State;
        {
            SoundRecorder recorder;
            QVERIFY(recorder.start());
            player->play(stem.sound(), 0);
            QTRY_VERIFY(recorder.side(0).size() > 24000);
            QCOMPARE(player->device().state, State::Works);
        }
        m_server.kill();
        QTRY_COMPARE(player->device().state, State::Missing);
        const double killed = player->position();
        QTRY_VERIFY(player->position() > killed + 0.1);
        QVERIFY(m_server.start());
        SoundRecorder recorder;
        QVERIFY(recorder.start());
        QTRY_COMPARE(player->device().state, State::Works);
        QTRY_VERIFY(recorder.side(0).size() > 24000);
        const std::vector<float> left = recorder.side(0);
        const std::size_t first = placeOf(left.front());
        QVERIFY(static_cast<double>(first) / serverRate > killed);
        std::size_t frame = first;
        for (const float sample : left)
            if (sample != 0) { // silence, where the server was short of time
                QCOMPARE(sample, static_cast<float>(placed(frame)));
                ++frame;
            }
        QVERIFY(player->isPlaying());
    }
    void aServerThatHangsIsTakenAgainWhenItGoesOn() {
        GrowingStem stem(1, serverRate);
        stem.append(samplesOf(1500000, placed));
        const auto player = makePlayer();
        using State = PlaybackThread::Device::State;
        player->play(stem.sound(), 0);
        QTRY_VERIFY(player->position() > 0.2);
        QCOMPARE(player->device().state, State::Works);
        const auto server = static_cast<pid_t>(m_server.processId());
        ::kill(server, SIGSTOP);
        QTRY_COMPARE(player->device().state, State::Silent);
        const double position = player->position();
        QTRY_VERIFY(player->position() > position + 0.2);
        ::kill(server, SIGCONT);
        QTRY_COMPARE(player->device().state, State::Works);
        QVERIFY(player->isPlaying());
    }
};

STRIA_CORE_TEST(RealSoundTest)
#include "real_sound_test.moc"
