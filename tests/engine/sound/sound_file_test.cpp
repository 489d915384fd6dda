// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/sound_file.h"
#include "tests/support/test_program.h"

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <sndfile.h>
#include <sys/stat.h>

using namespace stria;

class SoundFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string path(const char* name) const {
        return (m_folder.path() + "/" + name).toStdString();
    }
    /// Two channels: a rising ramp, and its negative.
    std::string ramp(const char* name, int format, int frames = 1000) const {
        SF_INFO info{};
        info.samplerate = 48000;
        info.channels = 2;
        info.format = format;
        SNDFILE* file = sf_open(path(name).c_str(), SFM_WRITE, &info);
        std::vector<double> samples;
        for (int i = 0; i < frames; ++i) {
            samples.push_back(i / 2000.0);
            samples.push_back(-i / 2000.0);
        }
        sf_writef_double(file, samples.data(), frames);
        sf_close(file);
        return path(name);
    }
    void write(const std::string& file, const std::string& bytes) const {
        std::ofstream(file, std::ios::binary) << bytes;
    }
    std::string read(const std::string& file) const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

  private slots:
    void whatWasWrittenIsRead() {
        const auto data = readSoundFile(ramp("ramp.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE));
        QVERIFY(data);
        QCOMPARE(data->info.frames, std::uint64_t{1000});
        QCOMPARE(data->info.channels, 2);
        QCOMPARE(data->info.sampleRate, 48000.0);
        QCOMPARE(data->samples.size(), std::size_t{2000});
        QCOMPARE(data->samples[2 * 700], 0.35);
        QCOMPARE(data->samples[2 * 700 + 1], -0.35);
    }
    void theNamesOfFormatAndEncodingAreOurs_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<bool>("csoundReadsIt");
        QTest::newRow("wav") << (SF_FORMAT_WAV | SF_FORMAT_PCM_16) << "wav"
                             << "pcm16" << true;
        QTest::newRow("wavex") << (SF_FORMAT_WAVEX | SF_FORMAT_FLOAT) << "wav"
                               << "float32" << true;
        QTest::newRow("aiff") << (SF_FORMAT_AIFF | SF_FORMAT_PCM_24) << "aiff"
                              << "pcm24" << true;
        QTest::newRow("flac") << (SF_FORMAT_FLAC | SF_FORMAT_PCM_24) << "flac"
                              << "pcm24" << false;
        QTest::newRow("ogg") << (SF_FORMAT_OGG | SF_FORMAT_VORBIS) << "ogg"
                             << "vorbis" << false;
        QTest::newRow("opus") << (SF_FORMAT_OGG | SF_FORMAT_OPUS) << "opus"
                              << "opus" << false;
    }
    void theNamesOfFormatAndEncodingAreOurs() {
        QFETCH(int, format);
        QFETCH(QString, name);
        QFETCH(QString, encoding);
        QFETCH(bool, csoundReadsIt);
        const auto info = readSoundFileInfo(ramp("named", format));
        QVERIFY(info);
        QCOMPARE(QString::fromStdString(info->format), name);
        QCOMPARE(QString::fromStdString(info->encoding), encoding);
        QCOMPARE(info->csoundReadsIt, csoundReadsIt);
    }
    void aReaderGoesToAFrameAndGivesWhatIsLeft() {
        auto reader = SoundFileReader::open(ramp("seek.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE));
        QVERIFY(reader);
        QVERIFY(reader->seek(990));
        std::vector<double> samples(200);
        QCOMPARE(reader->read(samples), std::uint64_t{10});
        QCOMPARE(samples[0], 0.495);
        QVERIFY(!reader->seek(1'000'000));
    }
    void aFileCutInsideItsDataGivesWhatIsThere() {
        const std::string whole = read(ramp("whole.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16));
        write(path("cut.wav"), whole.substr(0, whole.size() - 2000));
        const auto data = readSoundFile(path("cut.wav"));
        QVERIFY(data);
        QCOMPARE(data->samples.size(), std::size_t{1000});
        QCOMPARE(data->info.frames, std::uint64_t{500});
    }
    void whatIsNoSoundFileIsRefusedWithItsName_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("no sound at all, just words");
        QTest::newRow("only the first word") << QByteArray("RIFF");
    }
    void whatIsNoSoundFileIsRefusedWithItsName() {
        QFETCH(QByteArray, bytes);
        write(path("words.wav"), bytes.toStdString());
        const auto data = readSoundFile(path("words.wav"));
        QVERIFY(!data);
        QCOMPARE(data.error().code, ErrorCode::FileUnreadable);
        QVERIFY(data.error().message.find("words.wav") != std::string::npos);
    }
    void pipesDevicesAndFoldersAreNeverOpened() {
        QCOMPARE(::mkfifo(path("pipe.wav").c_str(), 0600), 0);
        // Opening the pipe would block for ever: nobody writes to it.
        for (const std::string& file : {path("pipe.wav"), path("."), std::string("/dev/zero")}) {
            QCOMPARE(readSoundFile(file).error().code, ErrorCode::FileUnreadable);
            QCOMPARE(hashFile(file).error().code, ErrorCode::FileUnreadable);
        }
        QCOMPARE(readSoundFile(path("none.wav")).error().code, ErrorCode::FileNotFound);
    }
    void theHashIsOfTheContentAlone() {
        // XXH3 with 128 bits of nothing, as the xxHash program prints it.
        QCOMPARE(hashBytes({}), std::string("99aa06d3014798d86001c324468d497f"));
        const std::string bytes(3'000'000, 'x'); // more than one block
        write(path("a"), bytes);
        write(path("b"), bytes + "y");
        const auto a = hashFile(path("a"));
        QVERIFY(a);
        QCOMPARE(a->bytes, std::uint64_t{3'000'000});
        QCOMPARE(a->hash, hashBytes(std::as_bytes(std::span(bytes))));
        QVERIFY(a->hash != hashFile(path("b"))->hash);
    }
};

STRIA_CORE_TEST(SoundFileTest)
#include "sound_file_test.moc"
