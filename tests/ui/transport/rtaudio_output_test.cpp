// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transport/rtaudio_output.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <csignal>
#include <numbers>

#include "ui/transport/player.h"

using namespace stria;

namespace {

/// Whether sound goes anywhere.
bool hasDevice(const Player& player) {
    return player.device().state == PlaybackThread::Device::State::Works;
}

} // namespace

/// A real sound server in a folder of its own, with a sink that keeps what it is given.
class RtAudioOutputTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_runtime;
    QProcess m_server;

    bool startServer() {
        m_server.setProcessChannelMode(QProcess::SeparateChannels);
        m_server.setStandardErrorFile(QProcess::nullDevice());
        m_server.start(
            "pulseaudio",
            {"-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
             "--load=module-native-protocol-unix auth-anonymous=1 socket=" +
                 m_runtime.filePath("native"),
             "--load=module-null-sink sink_name=kept rate=48000 channels=2 format=float32le"});
        if (!m_server.waitForStarted(5000))
            return false;
        for (int i = 0; i < 100 && !QFile::exists(m_runtime.filePath("native")); ++i)
            QTest::qWait(50);
        return QFile::exists(m_runtime.filePath("native"));
    }
    void killServer() {
        m_server.kill();
        m_server.waitForFinished(5000);
        QFile::remove(m_runtime.filePath("native"));
    }

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
    void initTestCase() {
        qputenv("PULSE_SERVER", ("unix:" + m_runtime.filePath("native")).toUtf8());
        qputenv("PULSE_RUNTIME_PATH", m_runtime.path().toUtf8());
        qputenv("HOME", m_runtime.path().toUtf8());
    }
    void cleanup() { killServer(); }

    void withoutAServerThereIsACalmWord() {
        RtAudioOutput output;
        const auto started = output.start(48000, 2, sine(440, 0.5));
        QVERIFY(!started);
        QVERIFY(started.error().message.find("no sound device") != std::string::npos);
        QVERIFY(!output.isRunning());
    }
    void whatIsPlayedComesOutAsItIs() {
        if (QStandardPaths::findExecutable("pulseaudio").isEmpty() ||
            QStandardPaths::findExecutable("parec").isEmpty())
            QSKIP("needs pulseaudio and parec");
        QVERIFY(startServer());
        QProcess recorder;
        recorder.start("parec", {"--latency-msec=10", "--device=kept.monitor", "--rate=48000",
                                 "--channels=2", "--format=float32le"});
        QVERIFY(recorder.waitForStarted(5000));
        QTest::qWait(2500);
        RtAudioOutput output;
        QVERIFY(output.start(48000, 2, sine(440, 0.5)));
        QVERIFY(output.isRunning());
        QTest::qWait(1500);
        output.stop();
        recorder.terminate();
        recorder.waitForFinished(5000);
        const QByteArray bytes = recorder.readAllStandardOutput();
        std::vector<float> left;
        for (qsizetype i = 0; i + 8 <= bytes.size(); i += 8) {
            float sample = 0;
            std::memcpy(&sample, bytes.data() + i, 4);
            if (sample != 0 || !left.empty())
                left.push_back(sample);
        }
        QVERIFY(left.size() > 24000);
        int crossings = 0;
        float loudest = 0;
        for (std::size_t i = 4800; i < 4800 + 19200; ++i) {
            crossings += left[i - 1] < 0 && left[i] >= 0;
            loudest = std::max(loudest, std::abs(left[i]));
        }
        QVERIFY(std::abs(crossings - 176) <= 1); // 440 Hz for 0.4 s
        QVERIFY(std::abs(loudest - 0.5f) < 1e-3f);
    }
    void aServerThatDiesAndComesBackAndHangsIsSurvived() {
        if (QStandardPaths::findExecutable("pulseaudio").isEmpty())
            QSKIP("needs pulseaudio");
        QVERIFY(startServer());
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
        QTRY_VERIFY_WITH_TIMEOUT(player.position() > 0.2, 10000);
        QVERIFY(hasDevice(player));
        killServer();
        QTRY_VERIFY_WITH_TIMEOUT(!hasDevice(player), 10000);
        const double position = player.position();
        QTRY_VERIFY_WITH_TIMEOUT(player.position() > position + 0.2, 10000);
        QVERIFY(startServer());
        QTRY_VERIFY_WITH_TIMEOUT(hasDevice(player), 10000);
        ::kill(static_cast<pid_t>(m_server.processId()), SIGSTOP);
        QElapsedTimer clock;
        clock.start();
        player.stop();
        QVERIFY(clock.elapsed() < 2000); // the UI thread does not wait for it
        QTest::qWait(200);
        ::kill(static_cast<pid_t>(m_server.processId()), SIGCONT);
    }
};

QTEST_GUILESS_MAIN(RtAudioOutputTest)
#include "rtaudio_output_test.moc"
