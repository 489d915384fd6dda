// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/player.h"

#include <QFile>
#include <QSignalSpy>
#include <QtTest>
#include <cmath>
#include <limits>

#include "tests/support/test_program.h"
#include "tests/ui/transport/growing_stem.h"
#include "tests/ui/transport/listened_devices.h"
#include "tests/ui/transport/player_state.h"
#include "tests/ui/transport/recording.h"
#include "ui/transport/null_output.h"

using namespace stria;
using stria::test::GrowingStem;
using stria::test::hasDevice;
using stria::test::ListenedDevices;
using stria::test::Recording;

namespace {

constexpr double stemRate = 8000;

/// Values that tell each frame apart: 0.1, 0.1001, 0.1002...
std::vector<double> ramp(int frames, double from = 0.1) {
    std::vector<double> samples;
    for (int i = 0; i < frames; ++i)
        samples.push_back(from + i * 1e-4);
    return samples;
}

/// A device that can be pulled out.
class FragileOutput final : public AudioOutput {
  public:
    explicit FragileOutput(std::shared_ptr<std::atomic<bool>> plugged)
        : m_plugged(std::move(plugged)) {}
    Expected<void> start(double sampleRate, int channels, Source source) override {
        if (!*m_plugged)
            return failure(ErrorCode::FileNotFound, "There is no sound device.");
        return m_output.start(sampleRate, channels, std::move(source));
    }
    void stop() override { m_output.stop(); }
    bool isRunning() const override { return *m_plugged && m_output.isRunning(); }
    std::uint32_t latencyFrames() const override { return 0; }
    std::string description() const override { return "fragile"; }

  private:
    std::shared_ptr<std::atomic<bool>> m_plugged;
    NullOutput m_output;
};

} // namespace

class PlayerTest : public QObject {
    Q_OBJECT

    std::shared_ptr<Recording> m_recording;
    std::unique_ptr<Player> makePlayer() {
        m_recording = std::make_shared<Recording>();
        return std::make_unique<Player>([recording = m_recording] {
            return std::make_unique<NullOutput>(
                [recording](std::span<const float> samples) { recording->add(samples); });
        });
    }

  private slots:
    void whatTheStemHoldsIsPlayedFromTheTimeAskedFor() {
        GrowingStem stem(1);
        stem.append(ramp(4000));
        stem.complete();
        const auto player = makePlayer();
        QSignalSpy finished(player.get(), &Player::finished);
        player->play(stem.sound(10), 10.25);
        QVERIFY(finished.wait(stria::test::patience));
        const std::vector<float> left = m_recording->side(0);
        QCOMPARE(left.size(), std::size_t{1999}); // it comes from silence
        QCOMPARE(left[99], static_cast<float>(0.1 + 2100 * 1e-4));
        QCOMPARE(left.back(), static_cast<float>(0.1 + 3999 * 1e-4));
        QCOMPARE(m_recording->side(1), left); // mono is heard on both sides
        QCOMPARE(player->state(), Player::State::Stopped);
        QVERIFY(std::abs(player->position() - 10.5) < 0.05);
    }
    void aSoundThatCannotBeReadToItsEndIsTold() {
        GrowingStem stem(1);
        stem.append(ramp(4000));
        stem.complete();
        const QString path = QString::fromStdString(stem.path());
        QVERIFY(QFile::resize(path, 1000 * sizeof(double)));
        const auto player = makePlayer();
        QStringList told;
        connect(player.get(), &Player::failed, this, [&told](const Diagnostic& problem) {
            told << QString::fromStdString(problem.message);
        });
        QSignalSpy finished(player.get(), &Player::finished);
        player->play(stem.sound(), 0);
        QVERIFY(finished.wait(stria::test::patience));
        QCOMPARE(m_recording->side(0).size(), std::size_t{1000});
        QCOMPARE(told.size(), 1);
        QVERIFY(told.front().contains(path) && told.front().contains("ends after 1000 frames"));
        QVERIFY(QFile::remove(path));
        player->play(stem.sound(), 0);
        QVERIFY(finished.wait(stria::test::patience));
        QCOMPARE(told.size(), 2);
    }
    void aRenderThatIsBehindIsWaitedForWithoutLosingAFrame() {
        GrowingStem stem(1);
        stem.append(ramp(400));
        const auto player = makePlayer();
        QSignalSpy finished(player.get(), &Player::finished);
        player->play(stem.sound(), 0);
        QTRY_COMPARE(player->state(), Player::State::Waiting);
        QTest::qWait(150);
        QVERIFY(player->position() < 0.06);
        stem.append(ramp(400, 0.1 + 400 * 1e-4));
        stem.complete();
        QVERIFY(finished.wait(stria::test::patience));
        std::vector<float> left = m_recording->side(0);
        std::erase(left, 0.0f); // the time of waiting
        QCOMPARE(left.size(), std::size_t{800});
        for (std::size_t i = 0; i < left.size(); ++i)
            QCOMPARE(left[i], static_cast<float>(0.1 + static_cast<double>(i) * 1e-4));
    }
    void aStemThatIsNotThereYetIsWaitedFor() {
        GrowingStem stem(1);
        const auto player = makePlayer();
        QSignalSpy finished(player.get(), &Player::finished);
        player->play(stem.sound(), 0);
        QTest::qWait(200);
        QCOMPARE(player->state(), Player::State::Waiting);
        stem.append(ramp(500));
        stem.complete();
        QVERIFY(finished.wait(stria::test::patience));
        QCOMPARE(m_recording->side(0).size(), std::size_t{500});
    }
    void aLoopRepeatsWithoutAGap() {
        GrowingStem stem(2);
        std::vector<double> samples;
        for (int pass = 0; pass < 5; ++pass)
            for (const double value : ramp(800))
                samples.insert(samples.end(), {value, -value});
        stem.append(samples);
        stem.complete();
        const auto player = makePlayer();
        player->play(stem.sound(), 0.1, PlayingVoice::Loop{0.1, 0.2});
        QTest::qWait(600);
        QVERIFY(player->position() >= 0.1 && player->position() <= 0.2);
        player->stop();
        const std::vector<float> left = m_recording->side(0);
        QVERIFY(left.size() > 2400);
        for (std::size_t i = 100; i < 2400; ++i) // the first frame, silence, is not recorded
            QCOMPARE(left[i], static_cast<float>(0.1 + static_cast<double>((i + 1) % 800) * 1e-4));
    }
    void stoppingIsSilentAtOnceAndDoesNotClick() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(80000, 0.5));
        const auto player = makePlayer();
        player->play(stem.sound(), 0);
        QTRY_COMPARE(player->state(), Player::State::Playing);
        QTest::qWait(100);
        player->stop();
        QCOMPARE(player->state(), Player::State::Stopped);
        const std::size_t before = m_recording->side(0).size();
        QTest::qWait(300);
        const std::vector<float> left = m_recording->side(0);
        QVERIFY(left.size() < before + 1024);
        for (std::size_t i = 1; i < left.size(); ++i)
            QVERIFY(std::abs(left[i] - left[i - 1]) < 0.01f);
    }
    void goingElsewhereWhilePlayingFadesWhatSounded() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(40000, 0.5));
        stem.append(std::vector<double>(40000, 0.0));
        stem.complete();
        const auto player = makePlayer();
        player->play(stem.sound(), 0);
        QTRY_VERIFY(m_recording->side(0).size() > 800);
        player->play(stem.sound(), 6);
        QTRY_VERIFY(player->position() > 6.2);
        player->stop();
        const std::vector<float> left = m_recording->side(0);
        QVERIFY(left.back() < 0.01f);
        for (std::size_t i = 1; i < left.size(); ++i)
            QVERIFY(std::abs(left[i] - left[i - 1]) < 0.01f);
    }
    void theLoudspeakersAreSparedNansAndFullScale() {
        GrowingStem stem(1);
        std::vector<double> samples = ramp(200);
        samples.push_back(std::numeric_limits<double>::quiet_NaN());
        samples.push_back(std::numeric_limits<double>::infinity());
        samples.insert(samples.end(), 200, 4.0);
        samples.insert(samples.end(), 200, -1e30);
        stem.append(samples);
        stem.complete();
        const auto player = makePlayer();
        QSignalSpy finished(player.get(), &Player::finished);
        float loudest = 0;
        connect(player.get(), &Player::levelsChanged, this, [&](const std::vector<float>& peaks) {
            for (const float peak : peaks)
                loudest = std::max(loudest, peak);
        });
        player->play(stem.sound(), 0);
        QVERIFY(finished.wait(stria::test::patience));
        for (const float sample : m_recording->side(0))
            QVERIFY(std::abs(sample) <= 1.000001f);
        QVERIFY(loudest >= 4.0f); // the meter tells the truth
    }
    void moreThanTwoChannelsAlternateBetweenTheSides() {
        GrowingStem stem(4);
        std::vector<double> samples;
        for (int i = 0; i < 800; ++i)
            samples.insert(samples.end(), {0.1, 0.2, 0.03, 0.04});
        stem.append(samples);
        stem.complete();
        const auto player = makePlayer();
        QSignalSpy finished(player.get(), &Player::finished);
        player->play(stem.sound(), 0);
        QVERIFY(finished.wait(stria::test::patience));
        QVERIFY(std::abs(m_recording->side(0)[100] - 0.13f) < 1e-6f);
        QVERIFY(std::abs(m_recording->side(1)[100] - 0.24f) < 1e-6f);
    }
    void withoutADeviceThePlayHeadMovesAndADeviceThatComesIsTaken() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(800000, 0.1));
        auto plugged = std::make_shared<std::atomic<bool>>(false);
        Player player([plugged] { return std::make_unique<FragileOutput>(plugged); });
        player.play(stem.sound(), 0);
        QTRY_VERIFY(!hasDevice(player));
        QCOMPARE(player.device().description, std::string("There is no sound device."));
        QTRY_VERIFY(player.position() > 0.2);
        *plugged = true;
        QTRY_VERIFY(hasDevice(player));
        const double position = player.position();
        *plugged = false;
        QTRY_VERIFY(!hasDevice(player));
        QTRY_VERIFY(player.position() > position + 0.1);
    }
    void aDeviceWhoseClockStopsIsLeftForSilenceAndTakenAgain() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(800000, 0.1));
        ListenedDevices devices;
        Player player([&devices] { return devices.makeOutput({}, 1024); });
        player.play(stem.sound(), 0);
        QTRY_VERIFY(player.position() > 0.1);
        QVERIFY(hasDevice(player));
        devices.bench()->takesSound = false;
        using State = PlaybackThread::Device::State;
        QTRY_COMPARE(player.device().state, State::Silent);
        const double position = player.position();
        QTRY_VERIFY(player.position() > position + 0.2);
        devices.bench()->takesSound = true;
        QTRY_VERIFY(hasDevice(player));
        QVERIFY(player.isPlaying());
    }
    void aDeviceThatDoesNotAnswerHoldsNobodyUp() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(800000, 0.1));
        auto devices = std::make_shared<ListenedDevices>();
        devices->bench()->answers = false;
        {
            Player player([devices] { return devices->makeOutput({}, 1024); });
            player.play(stem.sound(), 0);
            QTRY_VERIFY(player.position() > 0.2);
            QCOMPARE(player.device().state, PlaybackThread::Device::State::Silent);
            devices->bench()->answers = true;
            QTRY_VERIFY(hasDevice(player));
            devices->bench()->answers = false;
        }
        devices->bench()->answers = true;
    }
    void theDeviceThatIsChosenPlaysAndAnotherStandsInForIt() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(800000, 0.1));
        ListenedDevices devices;
        devices.bench()->setNames({"first", "chosen"});
        std::string wanted;
        Player player([&] { return devices.makeOutput(wanted, 1024); });
        player.play(stem.sound(), 0);
        QTRY_COMPARE(devices.bench()->opened(), std::string("first"));
        QTRY_VERIFY(player.position() > 0.1);
        wanted = "chosen"; // nobody makes an output now
        player.renewOutput();
        QTRY_COMPARE(devices.bench()->opened(), std::string("chosen"));
        const double position = player.position();
        QTRY_VERIFY(player.position() > position + 0.1);
        devices.bench()->setNames({"first"});
        using State = PlaybackThread::Device::State;
        QTRY_COMPARE(player.device().state, State::Substitute);
        QCOMPARE(player.device().description, std::string("first"));
        devices.bench()->setNames({"first", "chosen"});
        QTRY_VERIFY(hasDevice(player));
        QCOMPARE(player.device().description, std::string("chosen"));
        QVERIFY(player.isPlaying());
    }
    void nothingOfThePieceIsLostWhenAnotherDeviceTakesOver() {
        GrowingStem stem(1);
        const std::vector<double> samples = ramp(8000, 0.1);
        stem.append(samples);
        stem.complete();
        const auto player = makePlayer();
        QSignalSpy finished(player.get(), &Player::finished);
        player->play(stem.sound(), 0);
        for (int i = 0; i < 4; ++i) {
            QTest::qWait(150);
            player->renewOutput();
        }
        QVERIFY(finished.wait(stria::test::patience));
        // Silence may lie between, but each frame comes once and in its turn.
        std::vector<float> heard = m_recording->side(0);
        std::erase(heard, 0.0f);
        QCOMPARE(heard.size(), samples.size());
        for (std::size_t i = 0; i < heard.size(); ++i)
            QCOMPARE(heard[i], static_cast<float>(samples[i]));
    }
    void aToneTellsWhetherADeviceSounds() {
        const auto player = makePlayer();
        player->playTone(8000);
        QTRY_VERIFY(m_recording->side(0).size() > 7980);
        const std::vector<float> left = m_recording->side(0);
        QVERIFY(std::abs(*std::max_element(left.begin(), left.end()) - 0.125f) < 1e-3f);
        int crossings = 0;
        for (std::size_t i = 1; i < left.size(); ++i)
            crossings += left[i - 1] < 0 && left[i] >= 0;
        QVERIFY(std::abs(crossings - 440) <= 2);
        QVERIFY(!player->isPlaying());
    }
    void aPlayerMayEndWhileItPlays() {
        GrowingStem stem(1);
        stem.append(std::vector<double>(80000, 0.1));
        for (int i = 0; i < 20; ++i) {
            const auto player = makePlayer();
            player->play(stem.sound(), 0);
            QTest::qWait(i);
        }
    }
};

STRIA_CORE_TEST(PlayerTest)
#include "player_test.moc"
