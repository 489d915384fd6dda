// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/sound_file_writer.h"

#include <QString>
#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/model/id.h"
#include "engine/sound/folder_sync.h"
#include "engine/storage/atomic_file.h"

namespace stria {
namespace {

namespace fs = std::filesystem;

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

Place placeOf(const std::string& path) {
    Place place;
    place.file = path;
    return place;
}

tl::unexpected<Diagnostic> unwritable(const std::string& path, const std::string& why) {
    return failure(ErrorCode::FileUnwritable, path + " cannot be written: " + why + ".",
                   placeOf(path));
}

std::string reason(int error) {
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return "the disk is full";
    case EFBIG:
        return "the system allows no larger file";
    case EACCES:
    case EPERM:
    case EROFS:
        return "this user may not write there";
    case ENOENT:
    case ENOTDIR:
        return "its folder does not exist";
    default:
        return lowerCase(std::strerror(error)); // NOLINT(concurrency-mt-unsafe)
    }
}

struct Text {
    const char* name;
    std::string SoundMetadata::*member;
    int libsndfile;
    const char* missingIn; ///< formats, beside those that hold no texts at all
};
constexpr Text texts[] = {
    {"title", &SoundMetadata::title, SF_STR_TITLE, ""},
    {"artist", &SoundMetadata::artist, SF_STR_ARTIST, ""},
    {"album", &SoundMetadata::album, SF_STR_ALBUM, "aiff"},
    {"date", &SoundMetadata::date, SF_STR_DATE, "aiff"},
    {"genre", &SoundMetadata::genre, SF_STR_GENRE, "aiff"},
    {"comment", &SoundMetadata::comment, SF_STR_COMMENT, ""},
    {"copyright", &SoundMetadata::copyright, SF_STR_COPYRIGHT, "mp3"},
};

bool holds(const std::string& format, const Text& text) {
    return format != "w64" && format != "au" && format != text.missingIn;
}

} // namespace

std::vector<std::string> textsLeftOut(const std::string& format, const SoundMetadata& metadata) {
    std::vector<std::string> names;
    for (const Text& text : texts)
        if (!(metadata.*text.member).empty() && !holds(format, text))
            names.emplace_back(text.name);
    return names;
}

/// libsndfile writes through these functions, so that the true reason of a failed write is known.
struct SoundFileWriter::Output {
    std::string path;   ///< as given, for messages
    std::string target; ///< behind links
    std::string temporary;
    ChosenSoundFormat format;
    double sampleRate = 0;
    int channels = 0;
    SoundFileOptions options;
    SNDFILE* sound = nullptr;
    int file = -1;
    int error = 0;
    double gain = 1;
    std::uint64_t clipped = 0;
    std::uint64_t samplesWritten = 0;
    std::mt19937 noise{1}; ///< always the same, so that files are
    std::vector<int> whole;

    ~Output() {
        if (sound != nullptr)
            sf_close(sound);
        if (file >= 0)
            ::close(file);
        if (!temporary.empty())
            ::unlink(temporary.c_str());
    }

    /// libsndfile takes little notice of what its files refuse.
    sf_count_t noted(sf_count_t answer) {
        if (answer < 0 && error == 0)
            error = errno;
        return answer;
    }
    static sf_count_t length(void* data) {
        auto* self = static_cast<Output*>(data);
        struct stat state {};
        return self->noted(::fstat(self->file, &state) == 0 ? state.st_size : -1);
    }
    static sf_count_t seek(sf_count_t offset, int whence, void* data) {
        auto* self = static_cast<Output*>(data);
        return self->noted(::lseek(self->file, offset, whence));
    }
    static sf_count_t tell(void* data) {
        auto* self = static_cast<Output*>(data);
        return self->noted(::lseek(self->file, 0, SEEK_CUR));
    }
    static sf_count_t read(void* to, sf_count_t size, void* data) {
        auto* self = static_cast<Output*>(data);
        return self->noted(::read(self->file, to, static_cast<std::size_t>(size)));
    }
    static sf_count_t write(const void* from, sf_count_t size, void* data) {
        auto* self = static_cast<Output*>(data);
        sf_count_t done = 0;
        while (done < size && self->error == 0) {
            const ssize_t some = ::write(self->file, static_cast<const char*>(from) + done,
                                         static_cast<std::size_t>(size - done));
            if (some > 0)
                done += some;
            else if (some == 0 || errno != EINTR)
                self->error = some == 0 ? ENOSPC : errno;
        }
        return done;
    }

    Expected<void> make() {
        const std::string folder = fs::path(target).parent_path().string();
        temporary = folder + "/." + fs::path(target).filename().string().substr(0, 200) +
                    ".stria-" + id_bits::toText(id_bits::random());
#ifdef O_TMPFILE
        // A file without a name: a program that is killed leaves nothing.
        file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
        if (file >= 0)
            return {};
#endif
        file = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0) {
            const int why = errno;
            temporary.clear();
            return unwritable(path, reason(why));
        }
        return {};
    }

    Expected<void> openSound() {
        SF_INFO info{};
        info.samplerate = static_cast<int>(std::lround(sampleRate));
        info.channels = channels;
        info.format = format.libsndfileFormat;
        SF_VIRTUAL_IO io{&length, &seek, &read, &write, &tell};
        sound = sf_open_virtual(&io, SFM_WRITE, &info, this);
        if (sound == nullptr)
            return unwritable(path, error != 0 ? reason(error) : lowerCase(sf_strerror(nullptr)));
        sf_command(sound, SFC_SET_CLIPPING, nullptr, SF_TRUE);
        // The PEAK chunk has the time of day in it.
        sf_command(sound, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
        if (options.compressionBitrate > 0)
            setBitrate();
        setTexts();
        return {};
    }

    void setTexts() const {
        for (const Text& text : texts) {
            const std::string& value = options.metadata.*text.member;
            if (value.empty() || !holds(format.format, text))
                continue;
            // Where mp3 keeps texts, libsndfile writes bytes as Latin-1.
            const std::string bytes = format.format == "mp3"
                                          ? QString::fromStdString(value).toLatin1().toStdString()
                                          : value;
            sf_set_string(sound, text.libsndfile, bytes.c_str());
        }
    }

    void setBitrate() const {
        const double rate = options.compressionBitrate;
        if (format.encoding == "vorbis") {
            double quality = std::clamp((rate * 2 / channels - 45) / (500 - 45), 0.0, 1.0);
            sf_command(sound, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
        } else if (format.encoding == "opus") {
            double level = 1 - std::clamp((rate / channels - 6) / (256 - 6), 0.0, 1.0);
            sf_command(sound, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
        } else if (format.encoding == "mp3") {
            int mode = SF_BITRATE_MODE_CONSTANT;
            const double most = sampleRate >= 32000 ? 320 : 160;
            const double least = sampleRate >= 32000 ? 32 : 8;
            double level = std::clamp((most - rate) / (most - least), 0.0, 1.0);
            sf_command(sound, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
            sf_command(sound, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
        }
    }

    /// Full scale is 2^(bits-1), as libsndfile reads it. Its own conversion from double rounds
    /// towards minus infinity, which shifts all by half a step.
    sf_count_t writeWhole(std::span<const double> samples) {
        const int bits = format.encoding == "pcm16" ? 16 : format.encoding == "pcm24" ? 24 : 32;
        const double scale = std::ldexp(1.0, bits - 1);
        constexpr double draw = 1.0 / 4294967296.0;
        whole.resize(samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i) {
            double value = samples[i] * scale;
            if (options.dither) {
                const double up = static_cast<double>(noise());
                const double down = static_cast<double>(noise());
                value += (up - down) * draw;
            }
            value = std::clamp(std::nearbyint(value), -scale, scale - 1);
            whole[i] = static_cast<int>(value) * (1 << (32 - bits));
        }
        return sf_write_int(sound, whole.data(), static_cast<sf_count_t>(whole.size()));
    }

    Expected<void> rename() {
        FolderSync folder(fs::path(target).parent_path().string());
        if (folder.error() != 0)
            return unwritable(path, reason(folder.error()));
        // Else a power cut may leave an empty file under the name.
        if (::fsync(file) != 0)
            return unwritable(path, reason(errno));
        struct stat state {};
        const bool nameless = ::fstat(file, &state) == 0 && state.st_nlink == 0;
        const std::string link = "/proc/self/fd/" + std::to_string(file);
        if (nameless &&
            ::linkat(AT_FDCWD, link.c_str(), AT_FDCWD, temporary.c_str(), AT_SYMLINK_FOLLOW) != 0)
            return unwritable(path, reason(errno));
        if (::close(std::exchange(file, -1)) != 0 ||
            ::rename(temporary.c_str(), target.c_str()) != 0)
            return unwritable(path, reason(errno));
        temporary.clear();
        return folder.sync(path);
    }
};

SoundFileWriter::SoundFileWriter(std::unique_ptr<Output> output) : m_output(std::move(output)) {}
SoundFileWriter::SoundFileWriter(SoundFileWriter&&) noexcept = default;
SoundFileWriter& SoundFileWriter::operator=(SoundFileWriter&&) noexcept = default;
SoundFileWriter::~SoundFileWriter() = default;

Expected<SoundFileWriter> SoundFileWriter::open(const std::string& path,
                                                const ChosenSoundFormat& format, double sampleRate,
                                                int channels, const SoundFileOptions& options) {
    if (options.dither && format.encoding != "pcm16")
        return failure(ErrorCode::UnsupportedFormat,
                       "Dither is for files of 16 bits: choose the encoding pcm16, or leave it "
                       "out.",
                       placeOf(path));
    auto output = std::make_unique<Output>();
    output->path = path;
    output->format = format;
    output->sampleRate = sampleRate;
    output->channels = channels;
    output->options = options;
    std::error_code error;
    fs::path target = fs::absolute(path, error);
    if (path.empty() || path.find('\0') != std::string::npos || !target.has_filename())
        return unwritable(path, "this is no name of a file");
    const fs::file_status state = fs::status(target, error);
    if (fs::is_directory(state))
        return unwritable(path, "it is a folder");
    if (fs::exists(state) && !fs::is_regular_file(state))
        return unwritable(path, "it is a device or a pipe, not a file");
    if (fs::exists(state) && ::access(target.c_str(), W_OK) != 0)
        return unwritable(path, "the file of that name is protected");
    if (fs::exists(state))
        target = fs::canonical(target, error);
    if (!fs::is_directory(target.parent_path(), error))
        return unwritable(path, "the folder " + target.parent_path().string() + " does not exist");
    output->target = target.string();
    if (auto made = output->make(); !made)
        return tl::make_unexpected(made.error());
    if (auto opened = output->openSound(); !opened)
        return tl::make_unexpected(opened.error());
    return SoundFileWriter(std::move(output));
}

void SoundFileWriter::setGain(double gain) {
    m_output->gain = gain;
}

std::uint64_t SoundFileWriter::framesWritten() const {
    return m_output->samplesWritten / static_cast<std::uint64_t>(m_output->channels);
}

std::uint64_t SoundFileWriter::clippedSamples() const {
    return m_output->clipped;
}

Expected<void> SoundFileWriter::write(std::span<double> samples) {
    // What is meant to reach full scale exactly has come through a multiplication.
    constexpr double fullScale = 1 + 1e-9;
    Output& output = *m_output;
    for (double& sample : samples) {
        sample *= output.gain;
        output.clipped += std::abs(sample) > fullScale ? 1 : 0;
        if (output.format.isInteger && std::isnan(sample))
            sample = 0;
    }
    const auto size = static_cast<sf_count_t>(samples.size());
    const sf_count_t written = output.format.isInteger
                                   ? output.writeWhole(samples)
                                   : sf_write_double(output.sound, samples.data(), size);
    if (written != size || output.error != 0)
        return unwritable(output.path, output.error != 0 ? reason(output.error)
                                                         : lowerCase(sf_strerror(output.sound)));
    output.samplesWritten += samples.size();
    return {};
}

Expected<void> SoundFileWriter::commit() {
    Output& output = *m_output;
    const int closed = sf_close(std::exchange(output.sound, nullptr));
    if (output.error != 0)
        return unwritable(output.path, reason(output.error));
    if (closed != 0)
        return unwritable(output.path, lowerCase(sf_error_number(closed)));
    return output.rename();
}

} // namespace stria
