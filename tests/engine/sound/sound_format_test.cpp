// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/sound_format.h"
#include "tests/support/test_program.h"

#include <QTemporaryDir>
#include <QtTest>
#include <sndfile.h>

using namespace stria;

class SoundFormatTest : public QObject {
    Q_OBJECT

    static bool mentions(const Expected<ChosenSoundFormat>& chosen, const char* words) {
        return !chosen && chosen.error().code == ErrorCode::UnsupportedFormat &&
               chosen.error().message.find(words) != std::string::npos;
    }

  private slots:
    void theExtensionDecidesAndUncompressedFilesAreFloats() {
        const auto wav = chooseSoundFormat("/some.folder/out.WAV", "", "", 44100, 2);
        QVERIFY(wav);
        QCOMPARE(wav->format, std::string("wav"));
        QCOMPARE(wav->encoding, std::string("float32"));
        QVERIFY(!wav->isInteger);
        QCOMPARE(chooseSoundFormat("a.aif", "", "", 44100, 2)->encoding, std::string("float32"));
        const auto flac = chooseSoundFormat("a.flac", "", "", 44100, 2);
        QCOMPARE(flac->encoding, std::string("pcm24"));
        QVERIFY(flac->isInteger);
        QCOMPARE(chooseSoundFormat("a.wav", "caf", "pcm16", 44100, 2)->format, std::string("caf"));
    }
    void whatAFormatCannotHoldIsNamedWithWhatItCan() {
        QVERIFY(mentions(chooseSoundFormat("a.flac", "", "float32", 44100, 2), "pcm24 or pcm16"));
        QVERIFY(mentions(chooseSoundFormat("a.xyz", "", "", 44100, 2), ".xyz"));
        QVERIFY(mentions(chooseSoundFormat("dir.d/plain", "", "", 44100, 2), "no ending"));
        QVERIFY(mentions(chooseSoundFormat("a.wav", "mp9", "", 44100, 2), "mp9"));
        QVERIFY(mentions(chooseSoundFormat("a.flac", "", "", 44100, 9), "1 to 8"));
        QVERIFY(mentions(chooseSoundFormat("a.wav", "", "vorbis", 44100, 2), "float32"));
        if (soundFormatNamed("opus"))
            QVERIFY(mentions(chooseSoundFormat("a.opus", "", "", 44100, 2), "24000 or 48000"));
        if (soundFormatNamed("mp3"))
            QVERIFY(mentions(chooseSoundFormat("a.mp3", "", "", 96000, 2), "44100"));
    }
    void everyPairThatIsOfferedCanBeWritten() {
        QTemporaryDir folder;
        QVERIFY(soundFormats().size() >= 8);
        for (const SoundFormat& format : soundFormats())
            for (const std::string& encoding : format.encodings) {
                const std::string path =
                    folder.filePath("x." + QString::fromStdString(format.extensions.front()))
                        .toStdString();
                const auto chosen = chooseSoundFormat(path, "", encoding, 48000, 2);
                QVERIFY2(chosen, (format.name + " " + encoding).c_str());
                SF_INFO info{};
                info.format = chosen->libsndfileFormat;
                info.samplerate = 48000;
                info.channels = 2;
                SNDFILE* const file = sf_open(path.c_str(), SFM_WRITE, &info);
                QVERIFY2(file, (format.name + " " + encoding).c_str());
                const std::vector<double> silence(2048);
                QCOMPARE(sf_writef_double(file, silence.data(), 1024), sf_count_t{1024});
                sf_close(file);
            }
    }
};

STRIA_CORE_TEST(SoundFormatTest)
#include "sound_format_test.moc"
