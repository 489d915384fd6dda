// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

namespace stria::test {

/// A real sound server of a test's own, in a folder of its own, with a sink that nobody hears and
/// that can be recorded. Nothing of the person's own server is touched.
class SoundServer {
  public:
    static constexpr int rate = 48000;

    explicit SoundServer(int sinkRate = rate) : m_rate(sinkRate) {
        qputenv("PULSE_SERVER", ("unix:" + socket()).toUtf8());
        qputenv("PULSE_RUNTIME_PATH", m_folder.path().toUtf8());
        qputenv("PULSE_COOKIE", m_folder.filePath("cookie").toUtf8());
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toUtf8());
    }
    ~SoundServer() { kill(); }
    SoundServer(const SoundServer&) = delete;
    SoundServer& operator=(const SoundServer&) = delete;

    static bool isInstalled() {
        return !QStandardPaths::findExecutable("pulseaudio").isEmpty() &&
               !QStandardPaths::findExecutable("parec").isEmpty();
    }
    bool start() {
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start("pulseaudio",
                        {"-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                         "--load=module-native-protocol-unix auth-anonymous=1 socket=" + socket(),
                         QString("--load=module-null-sink sink_name=kept rate=%1 channels=2 "
                                 "format=float32le")
                             .arg(m_rate)});
        return m_process.waitForStarted(10000) &&
               QTest::qWaitFor([this] { return QFile::exists(socket()); }, 20000);
    }
    void kill() {
        m_process.kill();
        m_process.waitForFinished(10000);
        QFile::remove(socket());
    }
    qint64 processId() const { return m_process.processId(); }

  private:
    QString socket() const { return m_folder.filePath("native"); }

    const int m_rate;
    QTemporaryDir m_folder;
    QProcess m_process;
};

/// What the server's sink is given, from start() on.
class SoundRecorder {
  public:
    explicit SoundRecorder(int sinkRate = SoundServer::rate) : m_rate(sinkRate) {}
    ~SoundRecorder() {
        m_process.kill();
        m_process.waitForFinished(5000);
    }
    SoundRecorder(const SoundRecorder&) = delete;
    SoundRecorder& operator=(const SoundRecorder&) = delete;

    /// True once frames arrive.
    bool start() {
        m_process.start("parec",
                        {"--latency-msec=50", "--device=kept.monitor", "--raw",
                         QString("--rate=%1").arg(m_rate), "--channels=2", "--format=float32le"});
        return QTest::qWaitFor([this] { return !bytes().isEmpty(); }, 20000);
    }
    /// One side, from the first frame that sounds on.
    std::vector<float> side(int offset) {
        std::vector<float> samples;
        const QByteArray& recorded = bytes();
        for (qsizetype i = 4 * offset; i + 4 <= recorded.size(); i += 8) {
            float sample = 0;
            std::memcpy(&sample, recorded.data() + i, 4);
            if (sample != 0 || !samples.empty())
                samples.push_back(sample);
        }
        return samples;
    }
    /// Waits until something sounded and silence followed for half a second; the left side from the
    /// first frame that sounds to the last.
    std::vector<float> waitForTheEnd(int timeout = 60000) {
        std::vector<float> left;
        const auto isSilent = [](float sample) { return sample == 0; };
        static_cast<void>(QTest::qWaitFor(
            [&] {
                left = side(0);
                return left.size() > std::size_t(m_rate / 2) &&
                       std::all_of(left.end() - m_rate / 2, left.end(), isSilent);
            },
            timeout));
        while (!left.empty() && left.back() == 0)
            left.pop_back();
        return left;
    }

  private:
    const QByteArray& bytes() {
        m_bytes += m_process.readAllStandardOutput();
        return m_bytes;
    }

    const int m_rate;
    QProcess m_process;
    QByteArray m_bytes;
};

} // namespace stria::test
