// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <memory>
#include <sndfile.h>
#include <vector>

#include "engine/model/sanitizers.h"
#include "tests/support/faults/fault_run.h"
#include "tests/support/test_program.h"

using namespace stria::test;

/// A sound file that cannot be read to its end is never taken for a shorter one.
class SoundFaultsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString& name) const { return m_folder->filePath("work/" + name); }

    /// Three seconds that rise, so that every cut is seen.
    void writeSound(const QString& name, int format) const {
        constexpr int rate = 48000;
        SF_INFO info{};
        info.samplerate = rate;
        info.channels = 2;
        info.format = format;
        SNDFILE* const file = sf_open(qPrintable(path(name)), SFM_WRITE, &info);
        QVERIFY(file);
        std::vector<double> samples(std::size_t{rate} * 3 * 2);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = static_cast<double>(i) / static_cast<double>(samples.size()) *
                         std::sin(0.03 * static_cast<double>(i));
        const auto count = static_cast<sf_count_t>(samples.size());
        QCOMPARE(sf_write_double(file, samples.data(), count), count);
        QCOMPARE(sf_close(file), 0);
    }

  private slots:
    void initTestCase() {
        if (hasSanitizer)
            QSKIP("The calls that a sanitizer itself makes would fail.");
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkpath("work"));
    }

    void whatIsReadIsWhole_data() {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("format");
        QTest::newRow("peaks of wav") << "peaks"
                                      << "a.wav" << (SF_FORMAT_WAV | SF_FORMAT_PCM_16);
        QTest::newRow("peaks of flac") << "peaks"
                                       << "a.flac" << (SF_FORMAT_FLAC | SF_FORMAT_PCM_24);
        QTest::newRow("peaks of ogg") << "peaks"
                                      << "a.ogg" << (SF_FORMAT_OGG | SF_FORMAT_VORBIS);
        QTest::newRow("peaks of mp3") << "peaks"
                                      << "a.mp3" << (SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III);
        QTest::newRow("aiff") << "sound"
                              << "a.aiff" << (SF_FORMAT_AIFF | SF_FORMAT_FLOAT);
        QTest::newRow("opus") << "sound"
                              << "a.opus" << (SF_FORMAT_OGG | SF_FORMAT_OPUS);
        QTest::newRow("partials") << "partials"
                                  << "1trc.sdif" << 0;
    }
    void whatIsReadIsWhole() {
        QFETCH(QString, verb);
        QFETCH(QString, file);
        QFETCH(int, format);
        if (format != 0)
            writeSound(file, format);
        else
            QVERIFY(QFile::copy(STRIA_SOURCE_DIR "/tests/fuzz/corpus/sdif/" + file, path(file)));
        const FaultyRuns runs(m_folder->filePath("work"), m_folder->filePath("work"));
        const QStringList words{verb, path(file)};
        const Ended plain = runs.run(STRIA_STORAGE_DRIVER, words);
        QVERIFY2(plain.exitCode == 0, plain.errors.constData());
        FaultPlan plan{{"open", "read", "seek", "stat", "mmap", "close"}};
        plan.mostNumbers = 4;
        const FaultTally tally = runs.tryAll(
            STRIA_STORAGE_DRIVER, words, plan, [] {},
            [&](const Ended& ended) -> QString {
                if (ended.exitCode == 0 && ended.output != plain.output)
                    return "a part is taken for the whole";
                if (ended.exitCode != 0 && !ended.errors.contains(file.toUtf8()))
                    return "the failure does not name the file";
                return QString();
            });
        qInfo("%s", qPrintable(tally.toText()));
        QVERIFY2(tally.complaints.isEmpty(), qPrintable(tally.complaints.join("\n")));
        QVERIFY(tally.fired > 5);
    }
};

STRIA_CORE_TEST(SoundFaultsTest)
#include "sound_faults_test.moc"
