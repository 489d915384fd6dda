// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sound/sound_format.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <sndfile.h>

namespace stria {

namespace {

struct Encoding {
    std::string_view name;
    int bits; ///< SF_FORMAT_SUBMASK
    bool isInteger;
    bool isCompressed;
};

constexpr Encoding encodings[] = {
    {"float32", SF_FORMAT_FLOAT, false, false}, {"float64", SF_FORMAT_DOUBLE, false, false},
    {"pcm16", SF_FORMAT_PCM_16, true, false},   {"pcm24", SF_FORMAT_PCM_24, true, false},
    {"pcm32", SF_FORMAT_PCM_32, true, false},   {"vorbis", SF_FORMAT_VORBIS, false, true},
    {"opus", SF_FORMAT_OPUS, false, true},      {"mp3", SF_FORMAT_MPEG_LAYER_III, false, true},
};

struct Container {
    std::string_view name;
    int bits; ///< SF_FORMAT_TYPEMASK
    std::vector<std::string> extensions;
    std::string_view defaultEncoding;
};

const std::vector<Container>& containers() {
    static const std::vector<Container> list = {
        {"wav", SF_FORMAT_WAV, {"wav", "wave"}, "float32"},
        {"flac", SF_FORMAT_FLAC, {"flac"}, "pcm24"},
        {"aiff", SF_FORMAT_AIFF, {"aiff", "aif", "aifc"}, "float32"},
        {"caf", SF_FORMAT_CAF, {"caf"}, "float32"},
        {"rf64", SF_FORMAT_RF64, {"rf64"}, "float32"},
        {"w64", SF_FORMAT_W64, {"w64"}, "float32"},
        {"au", SF_FORMAT_AU, {"au", "snd"}, "float32"},
        {"ogg", SF_FORMAT_OGG, {"ogg", "oga"}, "vorbis"},
        {"opus", SF_FORMAT_OGG, {"opus"}, "opus"},
        {"mp3", SF_FORMAT_MPEG, {"mp3"}, "mp3"},
    };
    return list;
}

bool libsndfileTakes(int format, int sampleRate, int channels) {
    SF_INFO info{};
    info.format = format;
    info.samplerate = sampleRate;
    info.channels = channels;
    return sf_format_check(&info) == SF_TRUE;
}

/// One container of libsndfile serves several of ours: each has its own encodings.
bool belongs(const Container& container, const Encoding& encoding) {
    if (encoding.isCompressed)
        return container.defaultEncoding == encoding.name &&
               libsndfileTakes(container.bits | encoding.bits, 48000, 1);
    return libsndfileTakes(container.bits | encoding.bits, 48000, 1);
}

/// Rates that a format takes where it does not take all; empty: all.
std::vector<int> ratesOf(std::string_view format) {
    if (format == "opus")
        return {8000, 12000, 16000, 24000, 48000};
    if (format == "mp3")
        return {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
    return {};
}

int mostChannels(std::string_view format) {
    if (format == "mp3")
        return 2;
    if (format == "flac" || format == "opus")
        return 8;
    return format == "ogg" ? 255 : 1024;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    return text;
}

std::string extensionOf(std::string_view path) {
    const std::size_t slash = path.find_last_of("/\\");
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    const std::size_t dot = name.rfind('.');
    std::string extension(dot == std::string_view::npos ? std::string_view()
                                                        : name.substr(dot + 1));
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

const SoundFormat* formatWithExtension(const std::string& extension) {
    for (const SoundFormat& format : soundFormats())
        if (std::find(format.extensions.begin(), format.extensions.end(), extension) !=
            format.extensions.end())
            return &format;
    return nullptr;
}

std::string namesOfAll() {
    std::vector<std::string> names;
    for (const SoundFormat& format : soundFormats())
        names.push_back(format.name);
    return joined(names);
}

Expected<const SoundFormat*> findFormat(std::string_view path, std::string_view name) {
    if (!name.empty()) {
        if (const SoundFormat* format = soundFormatNamed(name))
            return format;
        return failure(ErrorCode::UnsupportedFormat, "\"" + std::string(name) +
                                                         "\" is no sound file format. Use " +
                                                         namesOfAll() + ".");
    }
    const std::string extension = extensionOf(path);
    if (const SoundFormat* format = formatWithExtension(extension))
        return format;
    return failure(ErrorCode::UnsupportedFormat,
                   (extension.empty() ? "The name of the sound file, " + std::string(path) +
                                            ", has no ending that tells its format."
                                      : "\"." + extension + "\" (of " + std::string(path) +
                                            ") is no sound file format.") +
                       " Use " + namesOfAll() + ", or name the format.");
}

std::optional<Diagnostic> whyNot(const SoundFormat& format, double sampleRate, int channels) {
    const std::vector<int> rates = ratesOf(format.name);
    const int rate = static_cast<int>(std::lround(sampleRate));
    if (!rates.empty() && std::find(rates.begin(), rates.end(), rate) == rates.end()) {
        std::vector<std::string> texts;
        for (const int possible : rates)
            texts.push_back(std::to_string(possible));
        return failure(ErrorCode::UnsupportedFormat,
                       "A file of the format " + format.name + " cannot hold a sample rate of " +
                           std::to_string(rate) + " Hz. Use " + joined(texts) + " Hz.")
            .value();
    }
    if (channels > mostChannels(format.name))
        return failure(ErrorCode::UnsupportedFormat,
                       "A file of the format " + format.name + " cannot hold " +
                           std::to_string(channels) + " channels. It holds 1 to " +
                           std::to_string(mostChannels(format.name)) +
                           "; wav, caf and w64 hold more.")
            .value();
    return std::nullopt;
}

} // namespace

const std::vector<SoundFormat>& soundFormats() {
    static const std::vector<SoundFormat> list = [] {
        std::vector<SoundFormat> formats;
        for (const Container& container : containers()) {
            SoundFormat format{std::string(container.name), container.extensions, {}};
            for (const Encoding& encoding : encodings)
                if (belongs(container, encoding))
                    format.encodings.emplace_back(encoding.name);
            const auto first = std::find(format.encodings.begin(), format.encodings.end(),
                                         container.defaultEncoding);
            if (first == format.encodings.end())
                continue; // this libsndfile lacks it
            std::rotate(format.encodings.begin(), first, first + 1);
            formats.push_back(std::move(format));
        }
        return formats;
    }();
    return list;
}

const SoundFormat* soundFormatNamed(std::string_view name) {
    for (const SoundFormat& format : soundFormats())
        if (format.name == name)
            return &format;
    return nullptr;
}

Expected<ChosenSoundFormat> chooseSoundFormat(std::string_view path, std::string_view formatName,
                                              std::string_view encodingName, double sampleRate,
                                              int channels) {
    const auto format = findFormat(path, formatName);
    if (!format)
        return tl::make_unexpected(format.error());
    const SoundFormat& chosen = **format;
    const std::string wanted =
        encodingName.empty() ? chosen.encodings.front() : std::string(encodingName);
    if (std::find(chosen.encodings.begin(), chosen.encodings.end(), wanted) ==
        chosen.encodings.end())
        return failure(ErrorCode::UnsupportedFormat, "A file of the format " + chosen.name +
                                                         " cannot be encoded as " + wanted +
                                                         ". Use " + joined(chosen.encodings) + ".");
    if (auto problem = whyNot(chosen, sampleRate, channels))
        return tl::make_unexpected(std::move(*problem));

    const auto& container =
        *std::find_if(containers().begin(), containers().end(),
                      [&](const Container& c) { return c.name == chosen.name; });
    const auto& encoding = *std::find_if(std::begin(encodings), std::end(encodings),
                                         [&](const Encoding& e) { return e.name == wanted; });
    const int bits = container.bits | encoding.bits;
    if (!libsndfileTakes(bits, static_cast<int>(std::lround(sampleRate)), channels))
        return failure(ErrorCode::UnsupportedFormat,
                       "A file of the format " + chosen.name + " cannot hold " +
                           std::to_string(channels) + " channels of " + wanted + " at " +
                           std::to_string(std::lround(sampleRate)) + " Hz. Use wav.");
    return ChosenSoundFormat{chosen.name, wanted, bits, encoding.isInteger, encoding.isCompressed};
}

SoundFormatNames namesOfSoundFormat(int libsndfileFormat) {
    const auto libsndfileName = [](int bits) {
        SF_FORMAT_INFO info{};
        info.format = bits;
        sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info);
        return std::string(info.name ? info.name : "unknown");
    };
    const int type = libsndfileFormat & SF_FORMAT_TYPEMASK;
    const int sub = libsndfileFormat & SF_FORMAT_SUBMASK;
    SoundFormatNames names;
    for (const Encoding& encoding : encodings)
        if (encoding.bits == sub)
            names.encoding = encoding.name;
    for (const Container& container : containers())
        if (container.bits == type && (names.format.empty() || names.encoding == container.name))
            names.format = container.name;
    if (type == SF_FORMAT_WAVEX)
        names.format = "wav";
    if (names.format.empty())
        names.format = libsndfileName(type);
    if (names.encoding.empty())
        names.encoding = libsndfileName(sub);
    return names;
}

} // namespace stria
