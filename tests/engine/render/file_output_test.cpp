// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/file_output.h"

#include <QtTest>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sys/resource.h>
#include <thread>

#include "tests/engine/render/test_score.h"
#include "tests/support/file_bytes.h"
#include "tests/support/test_program.h"

using namespace stria;
using stria::test::bytesOf;
using namespace stria::test;

namespace {

double decibels(double size) {
    return 20 * std::log10(size);
}

/// Two channels, three seconds: a soft tone, and a louder one in the middle.
CsdDocument twoTones() {
    TestScore score;
    const int tone = score.instrument("tone", "aout poscil p5, 1000\nouts aout, aout * 0.5");
    score.note(tone, 0, 3, {0.02});
    score.note(tone, 1, 1, {0.05});
    return score.document();
}

CsdDocument toneOf(double amplitude, double duration) {
    TestScore score;
    score.note(score.instrument("tone", "aout poscil p5, 1000\nouts aout, aout"), 0, duration,
               {amplitude});
    return score.document();
}

/// Limits the size of files while it lives, in this process and in those it starts.
class SmallFiles {
  public:
    explicit SmallFiles(rlim_t most) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{most, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallFiles() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

  private:
    rlimit m_before{};
};

} // namespace

class FileOutputTest : public QObject {
    Q_OBJECT

    TestFolder m_folder;

    RenderResult render(const CsdDocument& document, RenderSpec spec) {
        return RenderJob::start(document, std::move(spec)).wait();
    }
    std::size_t filesInFolder() const {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry :
             std::filesystem::directory_iterator(m_folder.folder.path().toStdString()))
            ++count;
        return count;
    }

  private slots:
    void aSoundBeyondWhatItsFormatCanHoldIsRefusedBeforeItIsComputed_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<double>("hours");
        QTest::addColumn<bool>("isRefused");
        // An hour of two channels: 0.64 GB in 16 bits, 1.27 in 32, 2.54 in 64.
        for (const char* format : {"wav", "aiff", "au"}) {
            QTest::addRow("%s 16", format) << format << "pcm16" << 6.7 << true;
            QTest::addRow("%s 24", format) << format << "pcm24" << 4.5 << true;
            QTest::addRow("%s 32", format) << format << "float32" << 3.4 << true;
            QTest::addRow("%s 64", format) << format << "float64" << 1.7 << true;
            QTest::addRow("%s fits", format) << format << "pcm16" << 6.4 << false;
        }
        for (const char* format : {"w64", "rf64", "caf"})
            QTest::addRow("%s", format) << format << "float32" << 30.0 << false;
        QTest::addRow("flac") << "flac"
                              << "pcm16" << 30.0 << false;
        QTest::addRow("ogg") << "ogg"
                             << "vorbis" << 30.0 << false;
    }
    void aSoundBeyondWhatItsFormatCanHoldIsRefusedBeforeItIsComputed() {
        QFETCH(QString, format);
        QFETCH(QString, encoding);
        QFETCH(double, hours);
        QFETCH(bool, isRefused);
        RenderSpec spec = m_folder.spec("long." + format.toStdString());
        spec.format = format.toStdString();
        spec.encoding = encoding.toStdString();
        RenderJob job;
        bool begins = false;
        std::mutex ready;
        ready.lock();
        RenderJob::Callbacks callbacks;
        callbacks.progress = [&](const RenderProgress& progress) {
            if (progress.state != RenderState::Rendering)
                return;
            begins = true;
            const std::lock_guard wait(ready);
            job.cancel();
        };
        job = RenderJob::start(toneOf(0.1, hours * 3600), spec, callbacks);
        ready.unlock();
        const RenderResult result = job.wait();
        QCOMPARE(begins, !isRefused);
        QCOMPARE(result.state, isRefused ? RenderState::Failed : RenderState::Cancelled);
        if (isRefused) {
            QCOMPARE(result.problems.front().code, ErrorCode::UnsupportedFormat);
            QVERIFY(result.problems.front().message.find("4 GB") != std::string::npos);
        }
        QVERIFY(!std::filesystem::exists(spec.outputFile));
    }

    void aStemThatIsCutMeanwhileIsNoSuccess_data() {
        QTest::addColumn<bool>("isNormalised");
        QTest::addColumn<bool>("isGone");
        QTest::newRow("as it comes, cut") << false << false;
        QTest::newRow("a second pass, cut") << true << false;
        QTest::newRow("a second pass, gone") << true << true;
    }
    void aStemThatIsCutMeanwhileIsNoSuccess() {
        QFETCH(bool, isNormalised);
        QFETCH(bool, isGone);
        RenderSpec spec = m_folder.spec("cut.wav");
        if (isNormalised)
            spec.normalisation = {Normalisation::To::Peak, -3, -1};
        std::ofstream(spec.outputFile) << "older";
        RenderJob job;
        std::mutex ready;
        ready.lock();
        RenderJob::Callbacks callbacks;
        bool isCut = false;
        // A cleaner of caches: what was written so far is gone.
        callbacks.progress = [&](const RenderProgress& progress) {
            const std::lock_guard wait(ready);
            const std::string stem = job.stem().path;
            if (progress.state != (isNormalised ? RenderState::Writing : RenderState::Rendering) ||
                std::exchange(isCut, true))
                return;
            constexpr std::uintmax_t rest = 1000;
            // The worker goes on meanwhile: there has to be something to be cut.
            while (!isGone && std::filesystem::file_size(stem) <= rest)
                std::this_thread::yield();
            if (isGone)
                std::filesystem::remove(stem);
            else
                std::filesystem::resize_file(stem, rest);
        };
        job = RenderJob::start(toneOf(0.1, isNormalised ? 5 : 60), spec, callbacks);
        ready.unlock();
        const RenderResult result = job.wait();
        QCOMPARE(result.state, RenderState::Failed);
        QCOMPARE(result.problems.front().code, ErrorCode::FileUnreadable);
        QVERIFY(result.problems.front().message.find("cut.wav is not written") !=
                std::string::npos);
        QCOMPARE(bytesOf(spec.outputFile), std::string("older"));
    }
    void theFolderOfAJobThatWroteItsFileIsGone() {
        const RenderJob job = RenderJob::start(toneOf(0.1, 0.1), m_folder.spec("kept.wav"));
        const std::string stem = job.stem().path;
        const RenderResult result = job.wait();
        QVERIFY(result.ok());
        QCOMPARE(result.frames, readSoundFile(result.outputFile)->info.frames);
        QVERIFY(!std::filesystem::exists(std::filesystem::path(stem).parent_path()));
        // Without a file it is what there is to play.
        const RenderJob heard = RenderJob::start(toneOf(0.1, 0.1), {}, {}, false);
        QVERIFY(heard.wait().ok());
        QCOMPARE(std::filesystem::file_size(heard.stem().path),
                 heard.stemFramesValid() * 2 * sizeof(double));
    }

    void aPeakIsReachedExactlyAndNothingElseChanges() {
        RenderSpec spec = m_folder.spec("plain.wav");
        spec.encoding = "float64";
        QVERIFY(render(twoTones(), spec).ok());
        spec.outputFile = m_folder.file("peak.wav");
        spec.normalisation = {Normalisation::To::Peak, -3, -1};
        const RenderResult result = render(twoTones(), spec);
        QVERIFY2(result.ok(), allText(result).c_str());
        const auto plain = readSoundFile(m_folder.file("plain.wav"));
        const auto peak = readSoundFile(m_folder.file("peak.wav"));
        QCOMPARE(peak->samples.size(), plain->samples.size());
        double largest = 0;
        for (std::size_t i = 0; i < plain->samples.size(); ++i) {
            QVERIFY(std::abs(peak->samples[i] - plain->samples[i] * result.gain) < 1e-12);
            largest = std::max(largest, std::abs(peak->samples[i]));
        }
        QVERIFY(std::abs(decibels(largest) + 3) < 1e-9);
        QVERIFY(std::abs(decibels(result.peaks[0]) + 3) < 1e-9);
        QVERIFY(std::abs(result.peaks[1] - result.peaks[0] / 2) < 1e-9);
        QVERIFY(result.gain > 9);
        QVERIFY(!result.loudness);
    }

    void fullScaleInSixteenBitsClipsNothing() {
        RenderSpec spec = m_folder.spec("full.wav");
        spec.encoding = "pcm16";
        spec.normalisation = {Normalisation::To::Peak, 0, -1};
        const RenderResult result = render(twoTones(), spec);
        QVERIFY(result.ok());
        QVERIFY2(result.problems.empty(), allText(result).c_str());
        QCOMPARE(result.clippedSamples, std::uint64_t{0});
        const auto sound = readSoundFile(m_folder.file("full.wav"));
        const auto [least, most] =
            std::minmax_element(sound->samples.begin(), sound->samples.end());
        QVERIFY(*most > 0.9999 && *least < -0.9999);
    }

    void aLoudnessIsReachedAndMeasuredAgain() {
        if (!SoundMeter::isAvailable())
            QSKIP("built without libebur128");
        RenderSpec spec = m_folder.spec("loud.wav");
        spec.normalisation = {Normalisation::To::Loudness, -16, -1};
        const RenderResult result = render(twoTones(), spec);
        QVERIFY2(result.ok(), allText(result).c_str());
        QVERIFY2(result.problems.empty(), allText(result).c_str());
        QVERIFY(std::abs(result.loudness->integrated + 16) < 1e-6);
        const auto sound = readSoundFile(m_folder.file("loud.wav"));
        SoundMeter meter(2, 44100);
        meter.add(sound->samples);
        QVERIFY(std::abs(meter.measured()->integrated + 16) < 0.01);
        QVERIFY(std::abs(decibels(meter.measured()->truePeak / result.loudness->truePeak)) < 0.01);
    }

    void measuringAloneChangesNoByte() {
        RenderSpec spec = m_folder.spec("a.wav");
        QVERIFY(render(twoTones(), spec).ok());
        spec.outputFile = m_folder.file("b.wav");
        spec.measure = true;
        const RenderResult result = render(twoTones(), spec);
        QVERIFY(bytesOf(m_folder.file("a.wav")) == bytesOf(m_folder.file("b.wav")));
        QCOMPARE(result.gain, 1.0);
        QCOMPARE(result.loudness.has_value(), SoundMeter::isAvailable());
    }

    void theTruePeakLimitsTheLoudnessAndIsSaid() {
        if (!SoundMeter::isAvailable())
            QSKIP("built without libebur128");
        RenderSpec spec = m_folder.spec("limited.wav");
        spec.normalisation = {Normalisation::To::Loudness, -3, -2};
        const RenderResult result = render(twoTones(), spec);
        QVERIFY(result.ok());
        QCOMPARE(result.problems.size(), std::size_t{1});
        QCOMPARE(result.problems[0].severity, Severity::Warning);
        QVERIFY2(result.problems[0].message.find("-3.0 LUFS") != std::string::npos &&
                     result.problems[0].message.find("-2.0 dBTP") != std::string::npos,
                 result.problems[0].message.c_str());
        QVERIFY(std::abs(decibels(result.loudness->truePeak) + 2) < 1e-6);
        QVERIFY(result.loudness->integrated < -3.5);
    }

    void silenceAndShortSoundsAreWrittenAsTheyAreWithAWord() {
        RenderSpec spec = m_folder.spec("silent.wav");
        spec.normalisation = {Normalisation::To::Peak, -1, -1};
        const RenderResult silent = render(toneOf(0, 1), spec);
        QVERIFY(silent.ok());
        QVERIFY2(allText(silent).find("silent") != std::string::npos, allText(silent).c_str());
        QCOMPARE(silent.gain, 1.0);
        if (!SoundMeter::isAvailable())
            return;
        spec.normalisation = {Normalisation::To::Loudness, -14, -1};
        QVERIFY(allText(render(toneOf(0, 1), spec)).find("silent") != std::string::npos);
        const RenderResult brief = render(toneOf(0.25, 0.2), spec);
        QVERIFY(brief.ok());
        QVERIFY2(allText(brief).find("0.4 s") != std::string::npos, allText(brief).c_str());
        QCOMPARE(brief.gain, 1.0);
        QVERIFY(std::isinf(brief.loudness->integrated));
    }

    void anAbsurdGainIsLimitedWithAWord() {
        RenderSpec spec = m_folder.spec("soft.wav");
        spec.normalisation = {Normalisation::To::Peak, -1, -1};
        const RenderResult result = render(toneOf(1e-5, 1), spec);
        QVERIFY(result.ok());
        QVERIFY(std::abs(decibels(result.gain) - 60) < 1e-9);
        QVERIFY2(allText(result).find("-40.0 dBFS") != std::string::npos, allText(result).c_str());
    }

    void aSoundThatIsTooLoudIsLoweredWithoutAWarning() {
        RenderSpec spec = m_folder.spec("lowered.wav");
        spec.encoding = "pcm16";
        const RenderResult plain = render(toneOf(3, 1), spec);
        QVERIFY(plain.clippedSamples > 1000);
        QVERIFY(allText(plain).find("full scale") != std::string::npos);
        spec.normalisation = {Normalisation::To::Peak, -1, -1};
        const RenderResult result = render(toneOf(3, 1), spec);
        QVERIFY2(result.problems.empty(), allText(result).c_str());
        QCOMPARE(result.clippedSamples, std::uint64_t{0});
        QVERIFY(std::abs(result.peaks[0] - std::pow(10, -1 / 20.0)) < 1e-6);
    }

    void levelsThatCannotBeAreRefusedFirst() {
        for (const Normalisation& normalisation :
             {Normalisation{Normalisation::To::Peak, 1, -1},
              Normalisation{Normalisation::To::Peak, std::nan(""), -1},
              Normalisation{Normalisation::To::Loudness, -200, -1},
              Normalisation{Normalisation::To::Loudness, -14, 3}}) {
            RenderSpec spec = m_folder.spec("never.wav");
            spec.normalisation = normalisation;
            const RenderResult result = render(twoTones(), spec);
            QVERIFY(result.state == RenderState::Failed);
            QCOMPARE(result.problems.front().code, ErrorCode::InvalidArgument);
            QVERIFY(!std::filesystem::exists(m_folder.file("never.wav")));
        }
    }

    void textsThatTheFormatCannotHoldAreAWarning() {
        RenderSpec spec = m_folder.spec("texts.aiff");
        spec.metadata.title = "Tidal";
        spec.metadata.album = "Glass";
        const RenderResult result = render(twoTones(), spec);
        QVERIFY(result.ok());
        QCOMPARE(result.problems.size(), std::size_t{1});
        QVERIFY2(result.problems[0].message.find("album") != std::string::npos &&
                     result.problems[0].message.find("title") == std::string::npos,
                 result.problems[0].message.c_str());
    }

    void aCancelInTheSecondPassLeavesTheOlderFile() {
        std::ofstream(m_folder.file("cancel.wav")) << "older";
        const std::size_t before = filesInFolder();
        RenderSpec spec = m_folder.spec("cancel.wav");
        spec.normalisation = {Normalisation::To::Peak, -1, -1};
        spec.ksmps = 64;
        RenderJob job;
        std::atomic<bool> cancelled = false;
        std::atomic<bool> ready = false;
        RenderJob::Callbacks callbacks;
        callbacks.progress = [&](const RenderProgress& progress) {
            while (!ready)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (progress.state == RenderState::Writing) {
                cancelled = true;
                job.cancel();
            }
        };
        job = RenderJob::start(twoTones(), spec, callbacks);
        ready = true;
        const RenderResult result = job.wait();
        QVERIFY(cancelled);
        QVERIFY(result.state == RenderState::Cancelled);
        QCOMPARE(bytesOf(m_folder.file("cancel.wav")), std::string("older"));
        QCOMPARE(filesInFolder(), before);
    }

    void aDiskThatIsFullInEitherPassLeavesTheOlderFile_data() {
        QTest::addColumn<double>("partOfTheStem");
        QTest::addColumn<bool>("normalised");
        QTest::newRow("the stem does not fit") << 0.5 << false;
        QTest::newRow("the stem does not fit, to be normalised") << 0.5 << true;
        // A float64 file is as long as the stem and has a header too.
        QTest::newRow("the file does not fit") << 1.0 << false;
        QTest::newRow("the second pass does not fit") << 1.0 << true;
    }
    void aDiskThatIsFullInEitherPassLeavesTheOlderFile() {
        QFETCH(double, partOfTheStem);
        QFETCH(bool, normalised);
        std::ofstream(m_folder.file("full.wav")) << "older";
        const std::size_t before = filesInFolder();
        RenderSpec spec = m_folder.spec("full.wav");
        spec.encoding = "float64";
        spec.endTime = 2;
        if (normalised)
            spec.normalisation = {Normalisation::To::Peak, -1, -1};
        CsdDocument document = twoTones();
        document.cutTime = 2;
        const auto stemBytes = static_cast<double>(2 * 44100 * 2 * sizeof(double));
        RenderResult result;
        {
            const SmallFiles small(static_cast<rlim_t>(stemBytes * partOfTheStem));
            result = render(document, spec);
        }
        QVERIFY(result.state == RenderState::Failed);
        QCOMPARE(result.problems.front().code, ErrorCode::FileUnwritable);
        QVERIFY2(result.problems.front().message.find("full.wav") != std::string::npos,
                 allText(result).c_str());
        QCOMPARE(bytesOf(m_folder.file("full.wav")), std::string("older"));
        QCOMPARE(filesInFolder(), before);
    }
};

STRIA_CORE_TEST(FileOutputTest)
#include "file_output_test.moc"
