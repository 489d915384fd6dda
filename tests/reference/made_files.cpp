// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reference/made_files.h"

#include <sndfile.h>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>

namespace stria::reference {

namespace {

int formatOf(const std::string& name, std::string encoding) {
    const QString suffix = QFileInfo(QString::fromStdString(name)).suffix().toLower();
    int major = SF_FORMAT_WAV;
    std::string usual = "pcm24";
    if (suffix == "aiff" || suffix == "aif")
        major = SF_FORMAT_AIFF;
    else if (suffix == "flac")
        major = SF_FORMAT_FLAC;
    else if (suffix == "caf")
        major = SF_FORMAT_CAF;
    else if (suffix == "au")
        major = SF_FORMAT_AU;
    else if (suffix == "w64")
        major = SF_FORMAT_W64;
    else if (suffix == "rf64")
        major = SF_FORMAT_RF64;
    else if (suffix == "ogg" || suffix == "opus") {
        major = SF_FORMAT_OGG;
        usual = suffix == "ogg" ? "vorbis" : "opus";
    } else if (suffix == "mp3") {
        major = SF_FORMAT_MPEG;
        usual = "mp3";
    }
    if (encoding.empty())
        encoding = usual;
    const std::pair<const char*, int> encodings[] = {
        {"pcm8", major == SF_FORMAT_WAV ? SF_FORMAT_PCM_U8 : SF_FORMAT_PCM_S8},
        {"pcm16", SF_FORMAT_PCM_16},
        {"pcm24", SF_FORMAT_PCM_24},
        {"pcm32", SF_FORMAT_PCM_32},
        {"float32", SF_FORMAT_FLOAT},
        {"float64", SF_FORMAT_DOUBLE},
        {"vorbis", SF_FORMAT_VORBIS},
        {"opus", SF_FORMAT_OPUS},
        {"mp3", SF_FORMAT_MPEG_LAYER_III}};
    for (const auto& [word, subtype] : encodings)
        if (encoding == word)
            return major | subtype;
    return 0;
}

std::string writeSound(const std::string& name, int format, double rate, int channels,
                       const std::vector<double>& samples) {
    SF_INFO info{};
    info.samplerate = static_cast<int>(rate);
    info.channels = channels;
    info.format = format;
    SNDFILE* file = sf_open(name.c_str(), SFM_WRITE, &info);
    if (!file)
        return name + ": " + sf_strerror(nullptr);
    sf_command(file, SFC_SET_CLIPPING, nullptr, SF_TRUE);
    // Some encoders of libsndfile 1.2 fail on large blocks.
    const std::size_t block = 4096 * static_cast<std::size_t>(channels);
    std::string problem;
    for (std::size_t i = 0; i < samples.size() && problem.empty(); i += block) {
        const auto count = static_cast<sf_count_t>(std::min(block, samples.size() - i));
        if (sf_write_double(file, samples.data() + i, count) != count)
            problem = name + ": " + sf_strerror(file);
    }
    sf_close(file);
    return problem;
}

std::string makeSound(const std::string& name, const Json& spec, const std::string& kind) {
    const double rate = number(spec, "sr", 44100);
    const auto frames = static_cast<std::size_t>(std::llround(number(spec, "dur", 1) * rate));
    const double amp = number(spec, "amp", 1);
    std::vector<double> frequencies = numbers(spec, "freq");
    int channels = whole(spec, "channels", 1);
    if (const Json* freq = find(spec, "freq"); freq && freq->IsArray())
        channels = static_cast<int>(frequencies.size());
    const auto width = static_cast<std::size_t>(channels);
    if (kind == "sine")
        frequencies.resize(width, frequencies.empty() ? 440 : frequencies.front());
    std::vector<double> samples(frames * width);
    const double from = number(spec, "from", 0);
    const double to = number(spec, "to", 1);
    for (std::size_t n = 0; n < frames; ++n)
        for (std::size_t c = 0; c < width; ++c) {
            const auto time = static_cast<double>(n);
            if (kind == "sine")
                samples[n * width + c] =
                    amp * std::sin(2 * std::numbers::pi * frequencies[c] * time / rate);
            else if (kind == "ramp")
                samples[n * width + c] = from + (to - from) * time / static_cast<double>(frames);
        }
    if (kind == "impulse")
        for (const double at : numbers(spec, "at")) {
            const auto n = static_cast<std::size_t>(std::llround(at * rate));
            for (std::size_t c = 0; n < frames && c < width; ++c)
                samples[n * width + c] = amp;
        }
    return writeSound(name, formatOf(name, text(spec, "encoding")), rate, channels, samples);
}

std::string makeMatrix(const std::string& name, const Json& spec) {
    const Json* rows = find(spec, "rows");
    std::vector<double> values;
    if (rows)
        append(*rows, values);
    const std::size_t count = rows ? rows->Size() : 0;
    std::vector<double> samples{3, static_cast<double>(count),
                                count ? static_cast<double>(values.size() / count) : 0.0};
    samples.insert(samples.end(), values.begin(), values.end());
    return writeSound(name, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 44100, 1, samples);
}

class BigEndian {
  public:
    void word(const char* letters) { m_bytes.append(letters, 4); }
    void integer(std::uint32_t value) {
        for (int shift = 24; shift >= 0; shift -= 8)
            m_bytes.append(static_cast<char>(value >> shift));
    }
    void real(float value) { integer(std::bit_cast<std::uint32_t>(value)); }
    void time(double value) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        integer(static_cast<std::uint32_t>(bits >> 32));
        integer(static_cast<std::uint32_t>(bits));
    }
    void pad() {
        while (m_bytes.size() % 8 != 0)
            m_bytes.append('\0');
    }
    const QByteArray& bytes() const { return m_bytes; }

  private:
    QByteArray m_bytes;
};

QByteArray sdif(const Json& spec) {
    const std::string kind = find(spec, "kind") ? text(spec, "kind") : "RBEP";
    const std::uint32_t columns = kind == "1TRC" ? 4 : 6;
    BigEndian out;
    out.word("SDIF");
    for (const std::uint32_t value : {8U, 3U, 1U})
        out.integer(value);
    const Json* frames = find(spec, "frames");
    for (std::size_t i = 0; frames && i < frames->Size(); ++i) {
        const Json& frame = (*frames)[static_cast<unsigned>(i)];
        const Json* partials = find(frame, "partials");
        const std::uint32_t rows = partials ? partials->Size() : 0;
        const std::uint32_t data = rows * columns * 4;
        const std::uint32_t padded = (data + 7) / 8 * 8;
        out.word(kind.c_str());
        out.integer(16 + 16 + padded); // time, stream and count, then one matrix
        out.time(number(frame, "time", 0));
        out.integer(0);
        out.integer(1);
        out.word(kind.c_str());
        for (const std::uint32_t value : {4U, rows, columns})
            out.integer(value);
        for (std::uint32_t row = 0; row < rows; ++row) {
            std::vector<double> values;
            append((*partials)[row], values);
            values.resize(columns);
            for (const double value : values)
                out.real(static_cast<float>(value));
        }
        out.pad();
    }
    return out.bytes();
}

std::string writeBytes(const std::string& name, const QByteArray& bytes) {
    QFile file(QString::fromStdString(name));
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size())
        return {};
    return name + ": " + file.errorString().toStdString();
}

std::string makeSpecial(const std::string& name, const Json& spec) {
    const std::string kind = text(spec, "kind");
    const char* path = name.c_str();
    bool made = false;
    if (kind == "fifo")
        made = mkfifo(path, 0600) == 0;
    else if (kind == "directory" || kind == "readonly")
        made = mkdir(path, kind == "readonly" ? 0555 : 0755) == 0;
    else if (kind == "unreadable")
        made = writeBytes(name, "unreadable").empty() && chmod(path, 0) == 0;
    else if (kind == "link")
        made = QFile::link(QString::fromStdString(text(spec, "to")), QString::fromStdString(name));
    return made ? std::string() : name + ": cannot be made (" + kind + ")";
}

std::string makeFile(const std::string& name, const Json& spec) {
    const QString folder = QFileInfo(QString::fromStdString(name)).path();
    QDir().mkpath(folder);
    const std::string kind = text(spec, "make");
    std::string problem;
    if (kind == "sine" || kind == "ramp" || kind == "impulse")
        problem = makeSound(name, spec, kind);
    else if (kind == "text")
        problem = writeBytes(name, QByteArray::fromStdString(text(spec, "text")));
    else if (kind == "mtx")
        problem = makeMatrix(name, spec);
    else if (kind == "sdif")
        problem = writeBytes(name, sdif(spec));
    else if (kind == "bytes")
        problem =
            writeBytes(name, QByteArray::fromHex(QByteArray::fromStdString(text(spec, "hex"))));
    else if (kind == "special")
        problem = makeSpecial(name, spec);
    else
        problem = name + ": no way is known to make \"" + kind + "\"";
    if (problem.empty() && find(spec, "truncate") &&
        !QFile::resize(QString::fromStdString(name), whole(spec, "truncate", 0)))
        problem = name + ": cannot be cut";
    return problem;
}

} // namespace

std::string makeFiles(const Json& files) {
    for (const auto& member : files.GetObject())
        if (std::string problem = makeFile(text(member.name), member.value); !problem.empty())
            return problem;
    return {};
}

} // namespace stria::reference
