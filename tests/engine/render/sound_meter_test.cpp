// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/sound_meter.h"
#include "tests/support/test_program.h"

#include <QtTest>
#include <cmath>
#include <limits>
#include <numbers>

using namespace stria;

namespace {

std::vector<double> tone(double frequency, double amplitude, double seconds, int channels = 2,
                         double phase = 0, double rate = 48000) {
    std::vector<double> samples;
    for (int i = 0; i < seconds * rate; ++i)
        for (int channel = 0; channel < channels; ++channel)
            samples.push_back(amplitude *
                              std::sin(2 * std::numbers::pi * frequency * i / rate + phase));
    return samples;
}

std::optional<Loudness> measure(const std::vector<double>& samples, int channels = 2) {
    SoundMeter meter(channels, 48000);
    meter.add(samples);
    return meter.measured();
}

} // namespace

class SoundMeterTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        if (!SoundMeter::isAvailable())
            QSKIP("built without libebur128");
    }
    // EBU Tech 3341, case 1: a stereo tone of 1 kHz at -23 dBFS has -23 LUFS.
    void aToneOfMinus23HasMinus23() {
        const auto loudness = measure(tone(1000, std::pow(10, -23 / 20.0), 20));
        QVERIFY(std::abs(loudness->integrated + 23) < 0.1);
        QVERIFY(loudness->range < 0.1);
    }
    // Case 3: what is softer than the gate does not count.
    void softPartsBelowTheGateDoNotCount() {
        std::vector<double> samples = tone(1000, std::pow(10, -36 / 20.0), 10);
        for (const double sample : tone(1000, std::pow(10, -23 / 20.0), 60))
            samples.push_back(sample);
        for (const double sample : tone(1000, std::pow(10, -36 / 20.0), 10))
            samples.push_back(sample);
        QVERIFY(std::abs(measure(samples)->integrated + 23) < 0.1);
    }
    // EBU Tech 3342, case 1: -20 and -30 LUFS have a range of 10 LU.
    void theRangeIsTheDifferenceOfLoudAndSoft() {
        std::vector<double> samples = tone(1000, 0.1, 20);
        for (const double sample : tone(1000, std::pow(10, -30 / 20.0), 20))
            samples.push_back(sample);
        QVERIFY(std::abs(measure(samples)->range - 10) < 1);
    }
    // EBU Tech 3341, case 16: peaks between samples are seen (-6 dBTP, samples 3 dB below).
    void peaksBetweenSamplesAreSeen() {
        const auto loudness = measure(tone(12000, 0.5, 1, 2, std::numbers::pi / 4));
        const double level = 20 * std::log10(loudness->truePeak);
        QVERIFY2(level > -6.4 && level < -5.8, qPrintable(QString::number(level)));
    }
    void everyChannelCountsTheSame() {
        std::vector<double> samples(8 * 48000 * 5);
        const std::vector<double> mono = tone(1000, 0.1, 5, 1);
        double first = 0;
        for (std::size_t channel = 0; channel < 8; ++channel) {
            std::fill(samples.begin(), samples.end(), 0);
            for (std::size_t i = 0; i < mono.size(); ++i)
                samples[i * 8 + channel] = mono[i];
            const double integrated = measure(samples, 8)->integrated;
            if (channel == 0)
                first = integrated;
            QVERIFY(std::abs(integrated - first) < 1e-6);
        }
        QVERIFY(std::abs(first - measure(mono, 1)->integrated) < 1e-6);
    }
    void silenceAndNotANumberHaveNoLoudness() {
        QVERIFY(std::isinf(measure(std::vector<double>(96000))->integrated));
        std::vector<double> samples = tone(1000, 0.1, 5);
        const double clean = measure(samples)->integrated;
        samples[1000] = std::numeric_limits<double>::quiet_NaN();
        samples[1003] = std::numeric_limits<double>::infinity();
        QVERIFY(std::abs(measure(samples)->integrated - clean) < 0.01);
    }
    void gainMovesLoudnessAndPeak() {
        const Loudness louder = amplified({-20, 5, 0.25}, 2);
        QVERIFY(std::abs(louder.integrated + 13.979) < 0.001);
        QCOMPARE(louder.range, 5.0);
        QCOMPARE(louder.truePeak, 0.5);
    }
};

STRIA_CORE_TEST(SoundMeterTest)
#include "sound_meter_test.moc"
