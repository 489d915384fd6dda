// SPDX-License-Identifier: GPL-3.0-or-later
// Samples played by a session against plain csound on tests/bench/scores/stereo-sample.csd, and
// what resynthesizing partials costs. All without plugins; sessions render by the worker.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <cmath>
#include <cstdlib>
#include <sndfile.hh>
#include <string>
#include <vector>

#include "engine/session/offline_session.h"
#include "engine/sound/peaks_store.h"
#include "engine/sound/waveform_peaks.h"
#include "tests/bench/bench.h"

using namespace stria;

namespace {

constexpr int rate = 44100;

[[noreturn]] void giveUp(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

template <class T> T must(Expected<T> result) {
    if (!result)
        giveUp(result.error().toText());
    return std::move(*result);
}

void mustRender(OfflineSession& session, const std::string& file) {
    if (const auto error = session.render(file).error())
        giveUp(error->toText());
}

void writeSound(const std::string& path, const std::vector<float>& samples, int channels,
                int format) {
    SndfileHandle file(path, SFM_WRITE, format, channels, rate);
    if (file.write(samples.data(), static_cast<sf_count_t>(samples.size())) !=
        static_cast<sf_count_t>(samples.size()))
        giveUp(path + ": " + file.strError());
}

struct SampleNote {
    double start = 0;
    double duration = 0.8;
    double gain = 0.1;
    double speed = 1;
};

std::vector<SampleNote> sampleNotes() {
    std::vector<SampleNote> notes;
    for (int i = 0; i < 1000; ++i)
        notes.push_back({i / 20.0, 0.8, 0.05 + (i % 10) / 100.0, 0.75 + (i % 7) / 16.0});
    return notes;
}

void writeStereoSample(const std::string& path) {
    std::vector<float> samples;
    for (int n = 0; n < 2 * rate; ++n)
        for (const double frequency : {220.0, 331.0})
            samples.push_back(
                static_cast<float>(0.5 * std::sin(6.283185307179586 * frequency * n / rate)));
    writeSound(path, samples, 2, SF_FORMAT_WAV | SF_FORMAT_PCM_16);
}

void writeSamplesByHand(const std::string& path) {
    QFile score(QStringLiteral(STRIA_SOURCE_DIR "/tests/bench/scores/stereo-sample.csd"));
    QFile out(QString::fromStdString(path));
    if (!score.open(QIODevice::ReadOnly) || !out.open(QIODevice::WriteOnly))
        giveUp("stereo-sample.csd cannot be read or written");
    QByteArray lines;
    for (const SampleNote& note : sampleNotes())
        lines += "i 1 " + QByteArray::number(note.start) + ' ' + QByteArray::number(note.duration) +
                 " 0 " + QByteArray::number(note.gain) + ' ' + QByteArray::number(note.speed) +
                 '\n';
    out.write(score.readAll().replace("</CsScore>", lines + "e\n</CsScore>"));
}

void runCsound(const QTemporaryDir& folder) {
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start("csound", {"-d", "-m0", "-W", "-f", "-o", "plain.wav", "by-hand.csd"});
    if (!process.waitForFinished(-1) || process.exitCode() != 0)
        giveUp(process.readAll().toStdString());
}

/// The largest difference of two files, over the shorter of them.
double difference(const std::string& a, const std::string& b) {
    SndfileHandle first(a), second(b);
    double largest = std::abs(first.frames() - second.frames()) > 256 ? 1e9 : 0;
    std::vector<float> x(1 << 16), y(1 << 16);
    const auto size = static_cast<sf_count_t>(x.size());
    for (sf_count_t count = size; count == size;) {
        count = std::min(first.read(x.data(), size), second.read(y.data(), size));
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
            largest = std::max(largest, std::abs(double{x[i]} - double{y[i]}));
    }
    return largest;
}

void compareSamples(bench::Runner& runner) {
    const char* const name = "sound: 1,000 notes of a stereo sample";
    if (!runner.wants(name))
        return;
    const QTemporaryDir folder;
    const std::string in = folder.path().toStdString() + "/";
    writeStereoSample(in + "sample.wav");
    writeSamplesByHand(in + "by-hand.csd");
    const auto ours = [&] {
        OfflineSession session;
        for (const SampleNote& note : sampleNotes())
            must(session.playSample(in + "sample.wav", {.delay = note.start,
                                                        .duration = note.duration,
                                                        .gain = note.gain,
                                                        .speed = note.speed}));
        mustRender(session, in + "session.wav");
    };
    const auto best = bench::bestInTurns(
        ours, [&] { runCsound(folder); }, 30);
    if (const double off = difference(in + "session.wav", in + "plain.wav"); !(off < 1e-6))
        giveUp("The session and csound did not play the same: " + std::to_string(off));
    std::printf("  stereo-sample.csd: session %.3f s (processor %.3f), csound %.3f s (%.3f)\n",
                best.first.seconds, best.first.processorSeconds, best.second.seconds,
                best.second.processorSeconds);
    runner.tell(name, best.first.seconds / best.second.seconds, 1.15, "times");
}

/// A store of partials with a row each 10 ms; every second one is noisy.
void writePartials(const std::string& path, int partials, double seconds) {
    const int rows = static_cast<int>(seconds * 100) + 1;
    const int columns = 1 + 3 * partials;
    std::vector<float> values{3, static_cast<float>(rows), static_cast<float>(columns)};
    for (int row = 0; row < rows; ++row) {
        values.push_back(static_cast<float>(row / 100.0));
        for (int p = 0; p < partials; ++p)
            values.insert(values.end(),
                          {static_cast<float>(60.0 * (p + 1) + std::sin(row * 0.1 + p)),
                           static_cast<float>(0.5 / partials), p % 2 == 0 ? 0.0F : 0.5F});
    }
    writeSound(path, values, 1, SF_FORMAT_WAV | SF_FORMAT_FLOAT);
}

/// Bytes that the largest of the programs run so far has held at once.
double mostMemoryOfChildren() {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024;
}

void resynthesize(bench::Runner& runner) {
    const char* const name = "sound: 200 partials of 10 s, half noisy";
    if (!runner.wants(name))
        return;
    const QTemporaryDir folder;
    const std::string in = folder.path().toStdString() + "/";
    writePartials(in + "short.mtx", 200, 10);
    writePartials(in + "long.mtx", 200, 60);
    const auto render = [&](const char* file, double endTime) {
        OfflineSession session;
        must(session.playPartials(in + file, {.maxpolyphony = 200}));
        if (const auto error = session.render(in + "partials.wav", {.endTime = endTime}).error())
            giveUp(error->toText());
    };
    bench::Cost cost;
    for (int i = 0; i < 3; ++i)
        cost.keepBest([&] { render("short.mtx", 0); });
    std::printf("  partials: %.3f s (processor %.3f) for 10 s\n", cost.seconds,
                cost.processorSeconds);
    runner.tell(name, cost.processorSeconds, 10.0 / 3, "s");
    const double before = mostMemoryOfChildren();
    render("long.mtx", 1);
    const auto sizeOf = [&](const char* file) {
        return static_cast<double>(QFile(QString::fromStdString(in + file)).size());
    };
    runner.tell("sound: memory for a byte more of partials",
                (mostMemoryOfChildren() - before) / (sizeOf("long.mtx") - sizeOf("short.mtx")), 8,
                "bytes");
}

/// Ten minutes of stereo as they come from a recorder.
void lookAtWaves(bench::Runner& runner) {
    const char* const first = "sound: first picture of 10 minutes";
    if (!runner.wants(first))
        return;
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/ten-minutes.wav";
    {
        SndfileHandle file(path, SFM_WRITE, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 2, 48000);
        std::vector<float> second(96000);
        for (int s = 0; s < 600; ++s) {
            for (std::size_t i = 0; i < second.size(); ++i)
                second[i] = static_cast<float>(
                    std::sin(static_cast<double>(i) * (0.01 + s * 1e-5)) * (s % 60) / 60.0);
            file.write(second.data(), static_cast<sf_count_t>(second.size()));
        }
    }
    bench::Cost rough, whole, kept;
    PeaksStore store(folder.path().toStdString() + "/peaks");
    for (int i = 0; i < 3; ++i) {
        rough.keepBest([&] { must(WaveformPeaks::readRoughly(path)); });
        whole.keepBest([&] { must(WaveformPeaks::readEach(path, {})); });
        must(store.read(path, {}));
        kept.keepBest([&] { must(store.read(path, {})); });
    }
    runner.tell(first, rough.seconds, 0.1, "s");
    runner.tell("sound: whole picture of 10 minutes", whole.seconds, 1.5, "s");
    runner.tell("sound: the same from the peaks on disk", kept.seconds, 0.05, "s");
}

} // namespace

int main(int argumentCount, char** arguments) {
    bench::Runner runner(argumentCount, arguments);
    const QTemporaryDir noPlugins;
    qputenv("OPCODE6DIR64", noPlugins.path().toUtf8());
    lookAtWaves(runner);
    compareSamples(runner);
    resynthesize(runner);
    return runner.exitCode();
}
