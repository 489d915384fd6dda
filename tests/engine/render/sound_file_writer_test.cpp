// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <sndfile.h>
#include <sys/resource.h>

#include "engine/render/sound_file_writer.h"
#include "tests/engine/render/test_score.h"
#include "tests/support/file_bytes.h"
#include "tests/support/test_program.h"

using namespace stria;
using stria::test::bytesOf;
using namespace stria::test;

namespace {

std::vector<double> tone(std::size_t frames) {
    std::vector<double> samples;
    for (std::size_t i = 0; i < frames; ++i)
        samples.push_back(0.5 * std::sin(0.06 * static_cast<double>(i)));
    return samples;
}

} // namespace

class SoundFileWriterTest : public QObject {
    Q_OBJECT

    TestFolder m_folder;

    Expected<SoundFileWriter> open(const std::string& name, const std::string& encoding = {},
                                   double rate = 44100, int bitrate = 0) const {
        const auto format = chooseSoundFormat(name, "", encoding, rate, 1);
        return format ? SoundFileWriter::open(m_folder.file(name), *format, rate, 1, {bitrate})
                      : tl::make_unexpected(format.error());
    }
    std::size_t filesInFolder() const {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry :
             std::filesystem::directory_iterator(m_folder.folder.path().toStdString()))
            ++count;
        return count;
    }

  private slots:
    void everyFormatIsReadBack_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("tolerance");
        const auto row = [](const char* name, const char* encoding, double rate, double tolerance) {
            QTest::addRow("%s %s", name, encoding) << name << encoding << rate << tolerance;
        };
        for (const char* name : {"a.wav", "a.rf64", "a.w64", "a.aiff", "a.caf", "a.au"}) {
            row(name, "pcm16", 44100, 4e-5);
            row(name, "pcm24", 44100, 2e-7);
            row(name, "pcm32", 44100, 1e-9);
            row(name, "float32", 44100, 1e-7);
            row(name, "float64", 44100, 0);
        }
        row("a.flac", "pcm16", 44100, 4e-5);
        row("a.flac", "pcm24", 44100, 2e-7);
        row("a.ogg", "vorbis", 44100, 0.05);
        row("a.opus", "opus", 48000, 0.1);
        row("a.mp3", "mp3", 44100, -1);
    }
    void everyFormatIsReadBack() {
        QFETCH(QString, name);
        QFETCH(QString, encoding);
        QFETCH(double, rate);
        QFETCH(double, tolerance);
        auto writer = open(name.toStdString(), encoding.toStdString(), rate);
        if (!writer && tolerance < 0)
            QSKIP("This libsndfile does not write it.");
        QVERIFY(writer.has_value());
        const std::vector<double> samples = tone(20000);
        std::vector<double> copy = samples;
        QVERIFY(writer->write(copy).has_value());
        QVERIFY(writer->commit().has_value());
        const auto sound = readSoundFile(m_folder.file(name.toStdString()));
        QVERIFY(sound.has_value());
        QCOMPARE(sound->info.encoding, encoding.toStdString());
        if (tolerance < 0)
            return;
        QCOMPARE(sound->samples.size(), samples.size());
        for (std::size_t i = 2000; i < 18000; ++i)
            QVERIFY(std::abs(sound->samples[i] - samples[i]) <= tolerance);
    }

    void theSameSamplesGiveTheSameBytes() {
        for (const std::string name : {"one.wav", "two.wav"}) {
            auto writer = open(name);
            std::vector<double> samples = tone(5000);
            QVERIFY(writer->write(samples).has_value());
            QTest::qSleep(1100); // into the next second of the clock
            QVERIFY(writer->commit().has_value());
        }
        QVERIFY(bytesOf(m_folder.file("one.wav")) == bytesOf(m_folder.file("two.wav")));
    }

    void wholeNumbersClipAndHoldNoNaN() {
        auto writer = open("clip.wav", "pcm16");
        std::vector<double> samples = {4.0, -4.0, std::numeric_limits<double>::quiet_NaN(), 1e30,
                                       -std::numeric_limits<double>::infinity()};
        QVERIFY(writer->write(samples).has_value());
        QVERIFY(writer->commit().has_value());
        const auto sound = readSoundFile(m_folder.file("clip.wav"));
        QVERIFY(sound->samples[0] > 0.99 && sound->samples[3] > 0.99);
        QVERIFY(sound->samples[1] < -0.99 && sound->samples[4] < -0.99);
        QCOMPARE(sound->samples[2], 0.0);
    }

    void aFullDiskLeavesTheOlderFile() {
        std::ofstream(m_folder.file("full.wav")) << "older";
        const std::size_t before = filesInFolder();
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlimit small{20000, limit.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        Expected<void> written = {};
        {
            auto writer = open("full.wav");
            for (int i = 0; i < 10 && written; ++i) {
                std::vector<double> samples = tone(5000);
                written = writer->write(samples);
            }
            if (written)
                written = writer->commit();
        }
        ::setrlimit(RLIMIT_FSIZE, &limit);
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, ErrorCode::FileUnwritable);
        QVERIFY(written.error().message.find("full.wav") != std::string::npos);
        QCOMPARE(bytesOf(m_folder.file("full.wav")), std::string("older"));
        QCOMPARE(filesInFolder(), before);
    }

    void withoutCommitNothingIsLeft() {
        const std::size_t before = filesInFolder();
        {
            auto writer = open("dropped.wav");
            std::vector<double> samples = tone(5000);
            QVERIFY(writer->write(samples).has_value());
        }
        QCOMPARE(filesInFolder(), before);
    }

    void aLinkStaysALink() {
        std::ofstream(m_folder.file("real.wav")) << "older";
        std::filesystem::create_symlink(m_folder.file("real.wav"), m_folder.file("link.wav"));
        auto writer = open("link.wav");
        std::vector<double> samples = tone(100);
        QVERIFY(writer->write(samples).has_value());
        QVERIFY(writer->commit().has_value());
        QVERIFY(std::filesystem::is_symlink(m_folder.file("link.wav")));
        QVERIFY(readSoundFile(m_folder.file("real.wav")).has_value());
    }

    void whatIsRoundedIsAtMostHalfAStepAway() {
        for (const auto& [encoding, bits] :
             {std::pair("pcm16", 16), std::pair("pcm24", 24), std::pair("pcm32", 32)}) {
            std::vector<double> samples = tone(20000);
            const std::vector<double> meant = samples;
            auto writer = open("round.wav", encoding);
            QVERIFY(writer->write(samples).has_value());
            QVERIFY(writer->commit().has_value());
            const auto sound = readSoundFile(m_folder.file("round.wav"));
            const double step = std::ldexp(1.0, 1 - bits);
            double sum = 0;
            for (std::size_t i = 0; i < meant.size(); ++i) {
                const double error = sound->samples[i] - meant[i];
                QVERIFY(std::abs(error) <= step * 0.5000001);
                sum += error;
            }
            QVERIFY(std::abs(sum / static_cast<double>(meant.size())) < step * 0.02);
        }
    }

    void ditherKeepsWhatIsSofterThanAStep() {
        constexpr double step = 1.0 / 32768;
        std::vector<double> meant(200000);
        for (std::size_t i = 0; i < meant.size(); ++i)
            meant[i] = 0.4 * step * std::sin(0.05 * static_cast<double>(i));
        const auto amplitudeAndError = [&](bool dither) {
            const auto format = chooseSoundFormat("a.wav", "", "pcm16", 44100, 1);
            auto writer = SoundFileWriter::open(m_folder.file("soft.wav"), *format, 44100, 1,
                                                {.dither = dither});
            std::vector<double> samples = meant;
            if (!writer || !writer->write(samples) || !writer->commit())
                return std::pair(-1.0, -1.0);
            const auto sound = readSoundFile(m_folder.file("soft.wav"));
            double product = 0;
            double energy = 0;
            double error = 0;
            for (std::size_t i = 0; i < meant.size(); ++i) {
                product += sound->samples[i] * meant[i];
                energy += meant[i] * meant[i];
                error += std::pow(sound->samples[i] - meant[i], 2);
            }
            return std::pair(product / energy,
                             std::sqrt(error / static_cast<double>(meant.size())) / step);
        };
        QCOMPARE(amplitudeAndError(false).first, 0.0); // all rounded away
        const auto [amplitude, error] = amplitudeAndError(true);
        QVERIFY2(std::abs(amplitude - 1) < 0.03, qPrintable(QString::number(amplitude)));
        // Rounding and triangular noise: a twelfth and a sixth of a step's square.
        QVERIFY2(std::abs(error - 0.5) < 0.005, qPrintable(QString::number(error)));
    }

    void ditherIsForSixteenBitsOnly() {
        const auto format = chooseSoundFormat("a.flac", "", "pcm24", 44100, 1);
        const auto writer =
            SoundFileWriter::open(m_folder.file("a.flac"), *format, 44100, 1, {.dither = true});
        QVERIFY(!writer);
        QCOMPARE(writer.error().code, ErrorCode::UnsupportedFormat);
        QVERIFY(writer.error().message.find("pcm16") != std::string::npos);
    }

    void gainIsAppliedAndWhatPassesFullScaleIsCounted() {
        auto writer = open("gain.wav", "pcm16");
        writer->setGain(2);
        std::vector<double> samples = {0.25, 0.5, 0.75, -0.6, -0.5};
        QVERIFY(writer->write(samples).has_value());
        QCOMPARE(writer->clippedSamples(), std::uint64_t{2});
        QVERIFY(writer->commit().has_value());
        const auto sound = readSoundFile(m_folder.file("gain.wav"));
        QCOMPARE(sound->samples[0], 0.5);
        QCOMPARE(sound->samples[1], 32767 / 32768.0);
        QCOMPARE(sound->samples[3], -1.0);
    }

    void textsAreInTheFileAndTheOthersAreNamed_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("leftOut");
        const QStringList all{"title", "artist", "album", "date", "genre", "comment", "copyright"};
        for (const char* name : {"a.wav", "a.rf64", "a.flac", "a.caf", "a.ogg"})
            QTest::newRow(name) << name << QStringList();
        QTest::newRow("a.aiff") << "a.aiff" << QStringList{"album", "date", "genre"};
        QTest::newRow("a.mp3") << "a.mp3" << QStringList{"copyright"};
        QTest::newRow("a.w64") << "a.w64" << all;
        QTest::newRow("a.au") << "a.au" << all;
    }
    void textsAreInTheFileAndTheOthersAreNamed() {
        QFETCH(QString, name);
        QFETCH(QStringList, leftOut);
        const SoundMetadata metadata{"Glöckchen", "Ö. Tür", "Réveil", "2026-11-24",
                                     "ambient",   "½ loud", "(c) me"};
        const auto format = chooseSoundFormat(name.toStdString(), "", "", 48000, 1);
        if (!format)
            QSKIP("This libsndfile does not write it.");
        auto writer = SoundFileWriter::open(m_folder.file("texts"), *format, 48000, 1,
                                            {.metadata = metadata});
        std::vector<double> samples = tone(5000);
        QVERIFY(writer->write(samples).has_value());
        QVERIFY(writer->commit().has_value());
        QStringList out;
        for (const std::string& text : textsLeftOut(format->format, metadata))
            out << QString::fromStdString(text);
        QCOMPARE(out, leftOut);
        if (format->format ==
            "mp3") { // whose short tags libsndfile reads as UTF-8, though they are not
            const QByteArray bytes = QByteArray::fromStdString(bytesOf(m_folder.file("texts")));
            QVERIFY(bytes.contains(QString::fromStdString(metadata.title).toLatin1()));
            QVERIFY(bytes.contains(QString::fromStdString(metadata.artist).toLatin1()));
            return;
        }
        SF_INFO info{};
        SNDFILE* const file = sf_open(m_folder.file("texts").c_str(), SFM_READ, &info);
        QVERIFY(file);
        const auto check = [&](const char* text, int id, const std::string& meant) {
            const char* const read = sf_get_string(file, id);
            if (!leftOut.contains(text))
                QCOMPARE(QString::fromUtf8(read), QString::fromStdString(meant));
        };
        check("title", SF_STR_TITLE, metadata.title);
        check("artist", SF_STR_ARTIST, metadata.artist);
        check("album", SF_STR_ALBUM, metadata.album);
        check("date", SF_STR_DATE, metadata.date);
        check("genre", SF_STR_GENRE, metadata.genre);
        check("comment", SF_STR_COMMENT, metadata.comment);
        if (format->format != "aiff") // ASCII there
            check("copyright", SF_STR_COPYRIGHT, metadata.copyright);
        sf_close(file);
    }

    void aHigherBitrateMakesALargerFile() {
        std::vector<std::uintmax_t> sizes;
        for (const int bitrate : {64, 256}) {
            auto writer = open("rate.ogg", "", 44100, bitrate);
            std::vector<double> samples = tone(88200);
            std::minstd_rand random(1);
            for (double& sample : samples)
                sample += std::uniform_real_distribution(-0.2, 0.2)(random);
            QVERIFY(writer->write(samples).has_value());
            QVERIFY(writer->commit().has_value());
            sizes.push_back(std::filesystem::file_size(m_folder.file("rate.ogg")));
        }
        QVERIFY(sizes[1] > sizes[0] * 3 / 2);
    }
};

STRIA_CORE_TEST(SoundFileWriterTest)
#include "sound_file_writer_test.moc"
