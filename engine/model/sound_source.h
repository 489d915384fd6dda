// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "engine/model/id.h"

namespace stria {

/// A sound file that the project uses, read into a function table that events may be given.
/// A file that is missing keeps its reference.
struct SoundSource {
    SoundSourceId id;
    std::string name;
    /// UTF-8; relative to the project file's folder where it lies below it, else absolute.
    std::string path;
    int channel = 0;        ///< 0 all, else the channel to read, from 1
    double skipTime = 0;    ///< seconds left out at the beginning
    double delay = 0;       ///< time of the score at which it is read
    double freedAt = -1;    ///< time of the score at which its table is freed; negative: never
    std::uint64_t size = 0; ///< bytes; 0 not known yet
    std::string hash;       ///< XXH3 (128 bits) of the content, hexadecimal; empty: not known yet
    double order = 0;
    std::string extra;

    bool operator==(const SoundSource&) const = default;
};

} // namespace stria
