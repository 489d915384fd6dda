// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/file_output.h"

#include <QtTest>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>

#include "tests/engine/render/test_score.h"

using namespace stria;
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

std::string bytesOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
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

QTEST_GUILESS_MAIN(FileOutputTest)
#include "file_output_test.moc"
