// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/render/sound_file_writer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/model/id.h"

namespace stria {
namespace {

namespace fs = std::filesystem;

struct Name {
    const char* name;
    int code;
};
constexpr std::array<Name, 10> formatNames = {{{"wav", SF_FORMAT_WAV},
                                               {"rf64", SF_FORMAT_RF64},
                                               {"w64", SF_FORMAT_W64},
                                               {"aiff", SF_FORMAT_AIFF},
                                               {"caf", SF_FORMAT_CAF},
                                               {"au", SF_FORMAT_AU},
                                               {"flac", SF_FORMAT_FLAC},
                                               {"ogg", SF_FORMAT_OGG},
                                               {"opus", SF_FORMAT_OGG},
                                               {"mp3", SF_FORMAT_MPEG}}};
constexpr std::array<Name, 8> encodingNames = {{{"pcm16", SF_FORMAT_PCM_16},
                                                {"pcm24", SF_FORMAT_PCM_24},
                                                {"pcm32", SF_FORMAT_PCM_32},
                                                {"float32", SF_FORMAT_FLOAT},
                                                {"float64", SF_FORMAT_DOUBLE},
                                                {"vorbis", SF_FORMAT_VORBIS},
                                                {"opus", SF_FORMAT_OPUS},
                                                {"mp3", SF_FORMAT_MPEG_LAYER_III}}};
constexpr std::array<int, 14> usualRates = {8000,  11025, 12000, 16000, 22050,  24000,  32000,
                                            44100, 48000, 88200, 96000, 176400, 192000, 384000};

template <std::size_t N> int codeOf(const std::array<Name, N>& names, const std::string& name) {
    const auto* found = std::ranges::find_if(names, [&](const Name& n) { return name == n.name; });
    return found == names.end() ? 0 : found->code;
}

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string listOf(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return text;
}

/// An "opus" file is an ogg, and an ogg without further word is vorbis.
bool fits(const std::string& format, const std::string& encoding, double rate, int channels) {
    if ((format == "opus") != (encoding == "opus") && (format == "opus" || format != "ogg"))
        return false;
    SF_INFO info{};
    info.samplerate = static_cast<int>(rate);
    info.channels = channels;
    info.format = codeOf(formatNames, format) | codeOf(encodingNames, encoding);
    return rate == std::floor(rate) && sf_format_check(&info) != 0 &&
           (encoding != "mp3" || channels <= 2);
}

std::string formatOfExtension(const std::string& path) {
    const std::string extension = lowerCase(fs::path(path).extension().string());
    static constexpr std::array<std::pair<const char*, const char*>, 7> others = {
        {{".aif", "aiff"},
         {".aifc", "aiff"},
         {".snd", "au"},
         {".oga", "ogg"},
         {".wave", "wav"},
         {".rf", "rf64"},
         {".sd2", ""}}};
    for (const auto& [ending, format] : others)
        if (extension == ending)
            return format;
    return extension.empty() ? std::string() : extension.substr(1);
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

} // namespace

bool SoundFileFormat::isInteger() const {
    return encoding.starts_with("pcm");
}

int SoundFileFormat::bytesPerSample() const {
    if (format == "flac")
        return 0;
    return encoding == "pcm16"                            ? 2
           : encoding == "pcm24"                          ? 3
           : encoding == "pcm32" || encoding == "float32" ? 4
           : encoding == "float64"                        ? 8
                                                          : 0;
}

std::vector<std::string> soundFileFormats() {
    std::vector<std::string> formats;
    for (const Name& format : formatNames)
        if (!soundFileEncodings(format.name).empty())
            formats.emplace_back(format.name);
    return formats;
}

std::vector<std::string> soundFileEncodings(const std::string& format) {
    std::vector<std::string> encodings;
    for (const Name& encoding : encodingNames)
        if (fits(format, encoding.name, 48000, 1))
            encodings.emplace_back(encoding.name);
    return encodings;
}

Expected<SoundFileFormat> chooseSoundFileFormat(const std::string& path, const std::string& format,
                                                const std::string& encoding, double sampleRate,
                                                int channels, int compressionBitrate) {
    SoundFileFormat chosen{lowerCase(format), lowerCase(encoding), sampleRate, channels,
                           compressionBitrate};
    if (chosen.format.empty())
        chosen.format = formatOfExtension(path);
    if (chosen.format == "aif")
        chosen.format = "aiff";
    const std::vector<std::string> encodings = soundFileEncodings(chosen.format);
    if (encodings.empty())
        return failure(ErrorCode::UnsupportedFormat,
                       (chosen.format.empty() ? "The format of " + path + " is not known"
                                              : "\"" + chosen.format +
                                                    "\" is no format of sound "
                                                    "files known here") +
                           ": it may be " + listOf(soundFileFormats()) + ".",
                       placeOf(path));
    if (chosen.encoding.empty())
        chosen.encoding = chosen.format == "flac" ? "pcm24"
                          : std::ranges::find(encodings, "float32") != encodings.end()
                              ? "float32"
                              : encodings.front();
    if (std::ranges::find(encodings, chosen.encoding) == encodings.end())
        return failure(ErrorCode::UnsupportedFormat,
                       "A " + chosen.format + " file cannot hold " + chosen.encoding +
                           ": it may be " + listOf(encodings) + ".",
                       placeOf(path));
    if (!fits(chosen.format, chosen.encoding, sampleRate, 1)) {
        std::vector<std::string> rates;
        for (const int rate : usualRates)
            if (fits(chosen.format, chosen.encoding, rate, 1))
                rates.push_back(std::to_string(rate));
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.15g", sampleRate);
        return failure(ErrorCode::UnsupportedFormat,
                       "A " + chosen.format + " file of " + chosen.encoding +
                           " cannot have a rate of " + text.data() + " Hz: it may be " +
                           listOf(rates) + ".",
                       placeOf(path));
    }
    if (!fits(chosen.format, chosen.encoding, sampleRate, channels)) {
        int most = channels;
        while (most > 1 && !fits(chosen.format, chosen.encoding, sampleRate, most))
            --most;
        return failure(ErrorCode::UnsupportedFormat,
                       "A " + chosen.format + " file of " + chosen.encoding + " cannot hold " +
                           std::to_string(channels) + " channels: it may be 1 to " +
                           std::to_string(most) + ".",
                       placeOf(path));
    }
    return chosen;
}

/// libsndfile writes through these functions, so that the true reason of a failed write is known.
struct SoundFileWriter::Output {
    std::string path;   ///< as given, for messages
    std::string target; ///< behind links
    std::string temporary;
    SoundFileFormat format;
    SNDFILE* sound = nullptr;
    int file = -1;
    int error = 0;

    ~Output() {
        if (sound != nullptr)
            sf_close(sound);
        if (file >= 0)
            ::close(file);
        if (!temporary.empty())
            ::unlink(temporary.c_str());
    }

    static sf_count_t length(void* data) {
        struct stat state {};
        return ::fstat(static_cast<Output*>(data)->file, &state) == 0 ? state.st_size : -1;
    }
    static sf_count_t seek(sf_count_t offset, int whence, void* data) {
        return ::lseek(static_cast<Output*>(data)->file, offset, whence);
    }
    static sf_count_t tell(void* data) {
        return ::lseek(static_cast<Output*>(data)->file, 0, SEEK_CUR);
    }
    static sf_count_t read(void* to, sf_count_t size, void* data) {
        return ::read(static_cast<Output*>(data)->file, to, static_cast<std::size_t>(size));
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
        info.samplerate = static_cast<int>(format.sampleRate);
        info.channels = format.channels;
        info.format = codeOf(formatNames, format.format) | codeOf(encodingNames, format.encoding);
        SF_VIRTUAL_IO io{&length, &seek, &read, &write, &tell};
        sound = sf_open_virtual(&io, SFM_WRITE, &info, this);
        if (sound == nullptr)
            return unwritable(path, error != 0 ? reason(error) : lowerCase(sf_strerror(nullptr)));
        sf_command(sound, SFC_SET_CLIPPING, nullptr, SF_TRUE);
        // The PEAK chunk has the time of day in it.
        sf_command(sound, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
        if (format.compressionBitrate > 0)
            setBitrate();
        return {};
    }

    void setBitrate() const {
        const double rate = format.compressionBitrate;
        if (format.encoding == "vorbis") {
            double quality = std::clamp((rate * 2 / format.channels - 45) / (500 - 45), 0.0, 1.0);
            sf_command(sound, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
        } else if (format.encoding == "opus") {
            double level = 1 - std::clamp((rate / format.channels - 6) / (256 - 6), 0.0, 1.0);
            sf_command(sound, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
        } else if (format.encoding == "mp3") {
            int mode = SF_BITRATE_MODE_CONSTANT;
            const double most = format.sampleRate >= 32000 ? 320 : 160;
            const double least = format.sampleRate >= 32000 ? 32 : 8;
            double level = std::clamp((most - rate) / (most - least), 0.0, 1.0);
            sf_command(sound, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
            sf_command(sound, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
        }
    }

    Expected<void> rename() {
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
        return {};
    }
};

SoundFileWriter::SoundFileWriter(std::unique_ptr<Output> output) : m_output(std::move(output)) {}
SoundFileWriter::SoundFileWriter(SoundFileWriter&&) noexcept = default;
SoundFileWriter& SoundFileWriter::operator=(SoundFileWriter&&) noexcept = default;
SoundFileWriter::~SoundFileWriter() = default;

Expected<SoundFileWriter> SoundFileWriter::open(const std::string& path,
                                                const SoundFileFormat& format) {
    auto output = std::make_unique<Output>();
    output->path = path;
    output->format = format;
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

Expected<void> SoundFileWriter::write(std::span<double> samples) {
    Output& output = *m_output;
    if (output.format.isInteger())
        for (double& sample : samples)
            if (std::isnan(sample))
                sample = 0;
    const auto size = static_cast<sf_count_t>(samples.size());
    if (sf_write_double(output.sound, samples.data(), size) != size || output.error != 0)
        return unwritable(output.path, output.error != 0 ? reason(output.error)
                                                         : lowerCase(sf_strerror(output.sound)));
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
