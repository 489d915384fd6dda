// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace stria {

/// A kind of sound file that this libsndfile can write.
struct SoundFormat {
    std::string name;                    ///< "wav"; also its usual file name extension
    std::vector<std::string> extensions; ///< without the dot, in lower case
    std::vector<std::string> encodings;  ///< "pcm16", "float32"...; the default one first
};

/// Those there are, the usual one first.
const std::vector<SoundFormat>& soundFormats();
const SoundFormat* soundFormatNamed(std::string_view name);

/// What a file that exists is, by SF_INFO::format; names that libsndfile gives where there are none
/// of ours ("ulaw" and the like).
struct SoundFormatNames {
    std::string format;
    std::string encoding;
};
SoundFormatNames namesOfSoundFormat(int libsndfileFormat);

/// What a file will be written as.
struct ChosenSoundFormat {
    std::string format;
    std::string encoding;
    int libsndfileFormat = 0; ///< for SF_INFO::format
    bool isInteger = false;   ///< holds no NaN and nothing above full scale
    bool isCompressed = false;
};

/// Decides from the names (`format` empty: by the extension of `path`; `encoding` empty: the
/// format's default) whether a file of that rate and those channels can be written.
/// Errors (UnsupportedFormat), each with what would be possible: an unknown extension or format, an
/// encoding, a rate or a number of channels that the format cannot hold.
Expected<ChosenSoundFormat> chooseSoundFormat(std::string_view path, std::string_view format,
                                              std::string_view encoding, double sampleRate,
                                              int channels);

} // namespace stria
