// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/waveform_peaks.h"
#include "tests/support/test_program.h"

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <random>
#include <sndfile.h>

using namespace stria;

class WaveformPeaksTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string write(const char* name, const std::vector<double>& samples, int channels) const {
        const std::string path = (m_folder.path() + "/" + name).toStdString();
        SF_INFO info{};
        info.samplerate = 1000;
        info.channels = channels;
        info.format = SF_FORMAT_WAV | SF_FORMAT_DOUBLE;
        SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
        sf_writef_double(file, samples.data(), static_cast<sf_count_t>(samples.size()) / channels);
        sf_close(file);
        return path;
    }
    /// Silence with one loud sample above and one below.
    static std::vector<double> twoClicks(std::size_t frames, std::size_t up, std::size_t down) {
        std::vector<double> samples(frames);
        samples[up] = 0.75;
        samples[down] = -0.5;
        return samples;
    }

  private slots:
    void aSampleIsSeenAtEveryResolutionAndNowhereElse() {
        const auto peaks = WaveformPeaks::of(twoClicks(100000, 12345, 70000), 1, 1000);
        QCOMPARE(peaks.seconds(), 100.0);
        for (const double width : {0.001, 0.05, 0.5, 5.0, 50.0}) {
            const auto up = peaks.between(12.345 - width / 3, 12.3455 + width / 2);
            QVERIFY2(std::abs(up.most - 0.75f) < 1e-3f, qPrintable(QString::number(width)));
            const auto down = peaks.between(70 - width / 3, 70.0005 + width / 3);
            QVERIFY(std::abs(down.least + 0.5f) < 1e-3f);
        }
        QCOMPARE(peaks.between(0, 12.3).most, 0.0f);
        QCOMPARE(peaks.between(12.36, 12.4).most, 0.0f);
        QCOMPARE(peaks.between(71, 99).least, 0.0f);
        QCOMPARE(peaks.between(0, 100).most, 0.75f);
        QCOMPARE(peaks.loudest(), 0.75f);
        QCOMPARE(peaks.between(0, 100).least, -0.5f);
    }

    void aStretchHoldsWhatItsSamplesHold() {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> value(-1, 1), place(0, 50);
        std::vector<double> samples(50000);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = value(random) * std::sin(static_cast<double>(i) / 5000);
        const auto peaks = WaveformPeaks::of(samples, 1, 1000);
        for (int turn = 0; turn < 300; ++turn) {
            double from = place(random), to = place(random);
            if (from > to)
                std::swap(from, to);
            const auto first = samples.begin() + static_cast<std::ptrdiff_t>(from * 1000);
            const auto last = samples.begin() + static_cast<std::ptrdiff_t>(to * 1000);
            if (last - first < 2)
                continue;
            const auto range = peaks.between(from, to);
            QVERIFY(range.most >= *std::max_element(first, last) - 1e-3);
            QVERIFY(range.least <= *std::min_element(first, last) + 1e-3);
        }
    }

    void outsideTheSoundIsSilence() {
        const auto peaks = WaveformPeaks::of(std::vector<double>(1000, 0.5), 1, 1000);
        QCOMPARE(peaks.between(0.5, 0.6).least, 0.5f);
        for (const auto& [from, to] : {std::pair(-2.0, -1.0), std::pair(1.0, 2.0),
                                       std::pair(5.0, 6.0), std::pair(1e300, 1e301)}) {
            QCOMPARE(peaks.between(from, to).most, 0.0f);
            QCOMPARE(peaks.between(from, to).least, 0.0f);
        }
        const auto empty = WaveformPeaks::of({}, 2, 44100);
        QCOMPARE(empty.between(0, 1).most, 0.0f);
    }

    void channelsAreTakenTogetherOrOneAlone() {
        std::vector<double> samples(3 * 500);
        samples[3 * 100] = 0.25;
        samples[3 * 200 + 1] = 0.5;
        samples[3 * 300 + 2] = 1;
        const std::string path = write("three.wav", samples, 3);
        const auto all = WaveformPeaks::read(path, 0, {});
        QVERIFY(all);
        QCOMPARE(all->frames(), std::uint64_t{500});
        QCOMPARE(all->between(0, 0.15).most, 0.25f);
        QCOMPARE(all->between(0, 0.25).most, 0.5f);
        QCOMPARE(all->between(0, 0.5).most, 1.0f);
        const auto second = WaveformPeaks::read(path, 2, {});
        QVERIFY(second);
        QCOMPARE(second->between(0, 0.15).most, 0.0f);
        QCOMPARE(second->between(0, 0.5).most, 0.5f);
        const auto fourth = WaveformPeaks::read(path, 4, {});
        QVERIFY(!fourth);
        QCOMPARE(fourth.error().code, ErrorCode::InvalidArgument);
    }

    void tooLoudAndNoNumbersAreTaken() {
        std::vector<double> samples(1000);
        samples[100] = 2.5;
        samples[300] = 1e30;
        samples[500] = std::nan("");
        const auto peaks = WaveformPeaks::of(samples, 1, 1000);
        QVERIFY(std::abs(peaks.between(0.05, 0.15).most - 2.5f) < 1e-3f);
        QVERIFY(std::abs(peaks.between(0.25, 0.35).most - 4.0f) < 1e-3f);
        QCOMPARE(peaks.between(0.45, 0.55).most, 0.0f);
    }

    void readingTellsHowFarItIsAndCanBeEnded() {
        const std::string path = write("long.wav", std::vector<double>(200000, 0.1), 1);
        std::vector<double> told;
        QVERIFY(WaveformPeaks::read(path, 0, [&](double done) {
            told.push_back(done);
            return true;
        }));
        QVERIFY(told.size() > 5);
        QVERIFY(std::is_sorted(told.begin(), told.end()));
        QCOMPARE(told.back(), 1.0);
        int calls = 0;
        const auto ended = WaveformPeaks::read(path, 0, [&](double) { return ++calls < 3; });
        QVERIFY(!ended);
        QCOMPARE(ended.error().code, ErrorCode::Cancelled);
        QCOMPARE(calls, 3);
        QCOMPARE(WaveformPeaks::read(path + ".none", 0, {}).error().code, ErrorCode::FileNotFound);
    }

    void aLongFileTakesLittle() {
        constexpr std::size_t frames = 10'000'000;
        const auto peaks = WaveformPeaks::of(std::vector<double>(frames), 1, 44100);
        QVERIFY2(peaks.bytes() < frames / 40, qPrintable(QString::number(peaks.bytes())));
    }
};

STRIA_TEST(WaveformPeaksTest)
#include "waveform_peaks_test.moc"
