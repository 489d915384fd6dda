// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/allowance.h"
#include "engine/model/id.h"

namespace stria {

/// What is done to the level of a whole sound before it is written.
struct Normalisation {
    enum class To { AsRendered, Peak, Loudness };

    To to = To::AsRendered;
    double target = -1; ///< dBFS of the largest sample, or LUFS of the whole (EBU R 128)
    /// dBTP that no peak may pass when a loudness is aimed at, between samples neither.
    double truePeakLimit = -1;
    /// Several files get one gain, that of their mix, so that they still add up to it. Whoever
    /// renders them sees to it (engine/render/normalising.h); a single render does not look.
    bool together = false;

    bool operator==(const Normalisation&) const = default;
};

/// Texts that a sound file carries, where its format has a place for them. UTF-8; empty: left out.
struct SoundMetadata {
    std::string title;
    std::string artist;
    std::string album;
    std::string date;
    std::string genre;
    std::string comment;
    std::string copyright;

    bool operator==(const SoundMetadata&) const = default;
};

/// What to render, as plain data: the same for dialog, command line, presets and history.
struct RenderSpec {
    /// Where the sound is computed. A worker process can be ended whatever the orchestra does, and
    /// is confined to what `allowed` says; a render in the caller's own process cannot be confined:
    /// its code can do whatever the caller can.
    enum class Home { Worker, InProcess };
    /// How a start after 0 treats the past: computed silently, or left out.
    enum class PastSound { Exact, Crop };
    /// What gets a file of its own. Files begin at one time, so they fit above each other.
    enum class Stems { None, Tracks, Events, Instruments };

    /// Empty: a temporary wav. Words in braces are for planExport (engine/render/export_plan.h);
    /// a render takes the name as it is.
    std::string outputFile;
    Stems stems = Stems::None; ///< planExport makes a spec of each
    double startTime = 0;
    double endTime = 0; ///< 0: where the score ends (spec: end marker, releases up to 60 s)
    double tail = 0;
    std::string format;               ///< "wav", "flac"...; empty: from the extension of outputFile
    std::string encoding;             ///< "pcm16", "float32"...; empty: the format's default
    std::optional<double> sampleRate; ///< none: the project's
    std::optional<int> ksmps;         ///< none: the project's
    int compressionBitrate = 0;       ///< kbit/s for ogg, opus, mp3; 0: the format's default
    double gain = 1;                  ///< of all samples, when nothing is normalised
    Normalisation normalisation;
    bool dither = false; ///< triangular noise instead of rounding errors, in files of 16 bits
    SoundMetadata metadata;
    /// Loudness and true peak are told with the result. It takes about a hundredth of the sound's
    /// length; normalising to a loudness measures anyway.
    bool measure = false;
    std::vector<std::string> csoundOptions; ///< beside the project's
    PastSound past = PastSound::Exact;
    /// What events give to a parameter that their instrument does not have: a problem, or left out
    /// with a warning for each event. Pieces that are played leave it out, since their code may
    /// have changed below thousands of events; a program that builds a score wants to know.
    enum class UnknownParameters { Refuse, LeaveOut };
    UnknownParameters unknownParameters = UnknownParameters::Refuse;
    bool keepGoing = false; ///< an event that fails is a problem, and the rest plays
    Home home = Home::Worker;
    Allowance allowed;      ///< in a worker only
    double stallLimit = 20; ///< seconds without progress that end a render; 0: never
    /// Only these events sound (their instruments' order, buses and tables stay); empty: all.
    std::vector<EventId> onlyEvents;

    bool operator==(const RenderSpec&) const = default;
};

} // namespace stria
