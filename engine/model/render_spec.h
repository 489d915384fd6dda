// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/id.h"

namespace stria {

/// What to render, as plain data: the same for dialog, command line, presets and history.
struct RenderSpec {
    /// Where the sound is computed. A worker process can be ended whatever the orchestra does.
    enum class Home { Worker, InProcess };
    /// How a start after 0 treats the past: computed silently, or left out.
    enum class PastSound { Exact, Crop };

    std::string outputFile; ///< empty: a temporary wav
    double startTime = 0;
    double endTime = 0; ///< 0: where the score ends (spec: end marker, releases up to 60 s)
    double tail = 0;
    std::string format;               ///< "wav", "flac"...; empty: from the extension of outputFile
    std::string encoding;             ///< "pcm16", "float32"...; empty: the format's default
    std::optional<double> sampleRate; ///< none: the project's
    std::optional<int> ksmps;         ///< none: the project's
    int compressionBitrate = 0;       ///< kbit/s for ogg, opus, mp3; 0: the format's default
    std::vector<std::string> csoundOptions; ///< beside the project's
    PastSound past = PastSound::Exact;
    bool keepGoing = false; ///< an event that fails is a problem, and the rest plays
    Home home = Home::Worker;
    double stallLimit = 20; ///< seconds without progress that end a render; 0: never
    int threads = 0;        ///< units rendered at once; 0: as many as there are cores
    /// Only these events sound (their instruments' order, buses and tables stay); empty: all.
    std::vector<EventId> onlyEvents;

    bool operator==(const RenderSpec&) const = default;
};

} // namespace stria
