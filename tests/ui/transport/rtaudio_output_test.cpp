// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/rtaudio_output.h"

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <csignal>
#include <numbers>

#include "tests/support/test_program.h"
#include "tests/ui/transport/player_state.h"
#include "tests/ui/transport/sound_server.h"
#include "ui/transport/player.h"

using namespace stria;
using stria::test::hasDevice;
using stria::test::SoundServer;

class RtAudioOutputTest : public QObject {
    Q_OBJECT

    SoundServer m_server;

    static AudioOutput::Source sine(double frequency, double amplitude) {
        return [phase = 0.0, frequency, amplitude](float* samples, std::uint32_t frames) mutable {
            for (std::uint32_t i = 0; i < frames; ++i) {
                samples[2 * i] = samples[2 * i + 1] =
                    static_cast<float>(amplitude * std::sin(phase));
                phase += 2 * std::numbers::pi * frequency / 48000;
            }
        };
    }

  private slots:
    void cleanup() { m_server.kill(); }

    void withoutAServerThereIsACalmWord() {
        RtAudioOutput output;
        const auto started = output.start(48000, 2, sine(440, 0.5));
        QVERIFY(!started);
        QVERIFY(started.error().message.find("no sound device") != std::string::npos);
        QVERIFY(!output.isRunning());
    }
    void devicesAreListedAndPlayedByTheirNames() {
        if (!SoundServer::isInstalled())
            QSKIP("pulseaudio is not installed (Debian: pulseaudio pulseaudio-utils)");
        RtAudioDevices devices;
        QVERIFY(devices.list().empty());
        QVERIFY(m_server.start());
        const auto listed = devices.list();
        QCOMPARE(listed.size(), std::size_t{1}); // its monitor is no place to send sound to
        QVERIFY(listed.front().isDefault);
        const auto& rates = listed.front().sampleRates;
        QVERIFY(std::find(rates.begin(), rates.end(), 48000u) != rates.end());
        const auto output = devices.makeOutput(listed.front().name, 2048);
        QVERIFY(output->start(48000, 2, sine(440, 0.5)));
        QVERIFY(!output->isSubstitute() && !output->shouldRestart());
        QVERIFY(output->description().find(listed.front().name) != std::string::npos);
        QCOMPARE(output->latencyFrames(), 2048u);
        output->stop();
        const auto other = devices.makeOutput("one that is not there", 1024);
        QVERIFY(other->start(48000, 2, sine(440, 0.5)));
        QVERIFY(other->isSubstitute());
        QVERIFY(!other->shouldRestart());
    }
    void aServerThatDiesAndComesBackAndHangsIsSurvived() {
        if (!SoundServer::isInstalled())
            QSKIP("pulseaudio is not installed (Debian: pulseaudio pulseaudio-utils)");
        QVERIFY(m_server.start());
        QTemporaryDir folder;
        QFile stem(folder.filePath("stem"));
        QVERIFY(stem.open(QIODevice::WriteOnly));
        stem.write(QByteArray(48000 * 8 * 60, '\0'));
        stem.close();
        const PlayableSound sound{{stem.fileName().toStdString(), 1, 48000},
                                  0,
                                  [] { return std::uint64_t{48000 * 60}; },
                                  [] { return true; }};
        Player player([] { return std::make_unique<RtAudioOutput>(); });
        player.play(sound, 0);
        QTRY_VERIFY(player.position() > 0.2);
        QVERIFY(hasDevice(player));
        m_server.kill();
        QTRY_VERIFY(!hasDevice(player));
        const double position = player.position();
        QTRY_VERIFY(player.position() > position + 0.2);
        QVERIFY(m_server.start());
        QTRY_VERIFY(hasDevice(player));
        ::kill(static_cast<pid_t>(m_server.processId()), SIGSTOP);
        QElapsedTimer clock;
        clock.start();
        player.stop();
        QVERIFY(clock.elapsed() < 2000); // the UI thread does not wait for it
        QTest::qWait(200);
        ::kill(static_cast<pid_t>(m_server.processId()), SIGCONT);
    }
};

STRIA_CORE_TEST(RtAudioOutputTest)
#include "rtaudio_output_test.moc"
